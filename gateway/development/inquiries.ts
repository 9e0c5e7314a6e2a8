/** Inquiries of the development agencies: what each states about itself, and example subjects per kind. */
import type { ActKind, LocalDate } from '../domain/act.ts'
import type { Inquiry, Subject } from '../domain/inquiry.ts'
import { DEVELOPMENT_AGENCIES, DEVELOPMENT_OFFICE, type AgencyName } from './bodies.ts'

/** Subjects with an act in the development registry, one a kind where there is one. */
export const EXAMPLE_SUBJECTS: { readonly [K in ActKind]?: Subject } = {
  BIRTH: {
    actKind: 'BIRTH',
    persons: [
      {
        role: 'CHILD',
        familyName: 'Иванова',
        givenName: 'Анна',
        patronymic: 'Сергеевна',
        birthDate: '1990-05-01',
        birthPlace: 'г. Калининград',
      },
    ],
  },
  DEATH: {
    actKind: 'DEATH',
    persons: [
      {
        role: 'DECEASED',
        familyName: 'Петров',
        givenName: 'Николай',
        patronymic: 'Иванович',
        birthDate: '1948-03-17',
      },
    ],
    period: { from: '2019-01-01', to: '2019-12-31' },
  },
  MARRIAGE: {
    actKind: 'MARRIAGE',
    persons: [
      { role: 'SPOUSE', familyName: 'Семёнов', givenName: 'Артём', patronymic: 'Ильич', birthDate: '1986-01-25' },
      { role: 'SPOUSE', familyName: 'Журавлёва', givenName: 'Алёна', patronymic: 'Павловна' },
    ],
    period: { from: '2011-01-01', to: '2011-12-31' },
  },
}

/** A marriage of which there is no record. */
export const ABSENT_MARRIAGE: Subject = {
  actKind: 'MARRIAGE',
  persons: [
    { role: 'SPOUSE', familyName: 'Смирнов', givenName: 'Пётр', patronymic: 'Ефимович', birthDate: '1987-11-02' },
    { role: 'SPOUSE', familyName: 'Ясенева', givenName: 'Ольга', patronymic: 'Глебовна', birthDate: '1990-02-14' },
  ],
  period: { from: '2015-01-01', to: '2015-12-31' },
}

type Stated = 'requestedResult' | 'mark' | 'exactDate' | 'pdBasis' | 'pdConsent'

export interface InquiryDetails extends Partial<Pick<Inquiry, Stated>> {
  readonly outgoingNumber: string
  readonly outgoingDate: LocalDate
}

/** The inquiry of that agency about one act. */
export function composeInquiry(agency: AgencyName, subject: Subject, details: InquiryDetails): Inquiry {
  const { id, name, official, legalBasis, pdBasis, purpose } = DEVELOPMENT_AGENCIES[agency]
  const { familyName, givenName, patronymic, position, phone } = official
  return {
    requester: { id, name },
    addresseeOffice: DEVELOPMENT_OFFICE.name,
    official: {
      familyName,
      givenName,
      ...(patronymic === undefined ? {} : { patronymic }),
      position,
      ...(phone === undefined ? {} : { phone }),
    },
    legalBasis,
    purpose,
    pdBasis,
    requestedResult: 'INFORMATION',
    mark: 'NONE',
    subjects: [subject],
    ...details,
  }
}
