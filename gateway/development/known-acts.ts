/** The acts that examples and the demo ask for: one of each situation a search can meet. */
import type { NewAct, NewPerson } from '../../adapters/registry/new-act.ts'
import type { ActKind, LocalDate, PartialDate } from '../domain/act.ts'

const CENTRAL = '39000001'
const LENINGRADSKY = '39000002'
const SOVETSK = '39000024'

export interface DevelopmentAct extends NewAct {
  /** Its books went to the archive (H2). */
  readonly transferred: boolean
}

/** Found, and nothing stands in the way: a birth and a death. */
const PLAIN: readonly DevelopmentAct[] = [
  act('BIRTH', {
    office: CENTRAL,
    recordNumber: '415',
    recordedOn: '1990-05-12',
    eventOn: '1990-05-01',
    persons: [
      person('CHILD', 'Иванова Анна Сергеевна', '1990-05-01'),
      person('MOTHER', 'Иванова Елена Петровна', '1966-02-11'),
      person('FATHER', 'Иванов Сергей Николаевич', '1963-08-30'),
    ],
  }),
  act('DEATH', {
    office: SOVETSK,
    recordNumber: '1120',
    recordedOn: '2019-11-07',
    eventOn: '2019-11-05',
    persons: [person('DECEASED', 'Петров Николай Иванович', '1948-03-17')],
  }),
  act('MARRIAGE', {
    office: LENINGRADSKY,
    recordNumber: '233',
    recordedOn: '2011-07-16',
    eventOn: '2011-07-16',
    persons: [
      person('SPOUSE_1', 'Семёнов Артём Ильич', '1986-01-25'),
      person('SPOUSE_2', 'Журавлёва Алёна Павловна', '1988-10-03'),
    ],
  }),
]

/** Found, but a person has to look: adoption, namesakes, an annulled record, one that went to the archive. */
const WAITING: readonly DevelopmentAct[] = [
  act('BIRTH', {
    office: CENTRAL,
    recordNumber: '902',
    recordedOn: '2001-09-20',
    eventOn: '2001-09-09',
    persons: [person('CHILD', 'Лесная Вера Павловна', '2001-09-09')],
    restricted: true,
  }),
  ...[CENTRAL, SOVETSK].map((office, index) =>
    act('BIRTH', {
      office,
      recordNumber: `${610 + index}`,
      recordedOn: '1985-06-27',
      eventOn: '1985-06-15',
      persons: [person('CHILD', 'Павлов Иван Ильич', '1985-06-15')],
    }),
  ),
  act('MARRIAGE', {
    office: LENINGRADSKY,
    recordNumber: '77',
    recordedOn: '2003-03-08',
    eventOn: '2003-03-08',
    persons: [
      person('SPOUSE_1', 'Рябинин Лев Маркович', '1979-04-12'),
      person('SPOUSE_2', 'Ветрова Инга Львовна', '1981-12-01'),
    ],
    annulled: true,
  }),
  act('BIRTH', {
    office: SOVETSK,
    recordNumber: '31',
    recordedOn: { value: '1926', precision: 'YEAR' },
    eventOn: { value: '1926', precision: 'YEAR' },
    persons: [{ ...person('CHILD', 'Корнев Захар Лукич'), birthDate: { value: '1926', precision: 'YEAR' } }],
    transferred: true,
  }),
]

export const KNOWN_ACTS: readonly DevelopmentAct[] = [...PLAIN, ...WAITING]

interface KnownAct extends Partial<Pick<DevelopmentAct, 'restricted' | 'annulled' | 'transferred'>> {
  readonly office: string
  readonly recordNumber: string
  readonly recordedOn: LocalDate | PartialDate
  readonly eventOn: LocalDate | PartialDate
  readonly persons: readonly NewPerson[]
}

function act(kind: ActKind, { recordedOn, eventOn, ...known }: KnownAct): DevelopmentAct {
  return {
    kind,
    recordedOn: dayOf(recordedOn),
    eventOn: dayOf(eventOn),
    copyNo: 1,
    restricted: false,
    annulled: false,
    transferred: false,
    ...known,
  }
}

function person(role: NewPerson['role'], fullName: string, bornOn?: LocalDate): NewPerson {
  const [familyName = '', givenName = '', patronymic = ''] = fullName.split(' ')
  const named = { role, familyName, givenName, patronymic }
  return bornOn === undefined ? named : { ...named, birthDate: dayOf(bornOn) }
}

function dayOf(on: LocalDate | PartialDate): PartialDate {
  return typeof on === 'string' ? { value: on, precision: 'DAY' } : on
}
