/** Whom the development root certifies, as what, and in which files: one row a key; no key has two roles. */
import type { CertificateKind } from '../../crypto/x509/issue.ts'
import type { Subject } from '../../crypto/x509/name.ts'
import type { KeyRole } from '../ports/keys.ts'
import {
  AGENCY_NAMES,
  DEVELOPMENT_AGENCIES,
  DEVELOPMENT_OFFICE,
  HEAD_SNILS,
  type AgencyName,
  type DevelopmentAgency,
} from './bodies.ts'
import type { DevelopmentFiles, KeyPairFiles } from './files.ts'

export type CertifiedRole = KeyRole | 'HEAD' | 'OFFICER' | `${AgencyName}/${'system' | 'encryption' | 'official'}`

interface CertifiedSubject {
  readonly role: CertifiedRole
  readonly kind: Exclude<CertificateKind, 'ca'>
  readonly subject: Subject
  readonly at: KeyPairFiles
}

export const ROOT_SUBJECT: Subject = {
  commonName: 'Корневой УЦ (ОБРАЗЕЦ)',
  organization: 'Шлюз ЗАГС, среда разработки',
}

export function developmentSubjects(files: DevelopmentFiles): readonly CertifiedSubject[] {
  return [...gatewaySubjects(files), ...AGENCY_NAMES.flatMap((name) => agencySubjects(name, files))]
}

function gatewaySubjects({ keys, head, officer }: DevelopmentFiles): readonly CertifiedSubject[] {
  const office = organisation(DEVELOPMENT_OFFICE)
  const { name, position } = DEVELOPMENT_OFFICE.head
  const headed = { ...office, commonName: name, snils: HEAD_SNILS }
  const smev = organisation({ name: 'СМЭВ (ОБРАЗЕЦ)', ogrn: '1023900000098', inn: '3900000098' })
  return [
    { role: 'SMEV', kind: 'signing', subject: smev, at: keys.SMEV },
    { role: 'OFFICE', kind: 'signing', subject: office, at: keys.OFFICE },
    {
      role: 'AUTOMATIC_SIGNING',
      kind: 'signing',
      subject: { ...headed, title: `${position} (автоматическое подписание)` },
      at: keys.AUTOMATIC_SIGNING,
    },
    { role: 'DECRYPTION', kind: 'encryption', subject: office, at: keys.DECRYPTION },
    { role: 'AUDIT', kind: 'signing', subject: { ...office, organizationalUnit: 'Журнал аудита' }, at: keys.AUDIT },
    { role: 'HEAD', kind: 'signing', subject: { ...headed, title: position }, at: head },
    {
      role: 'OFFICER',
      kind: 'signing',
      subject: { ...office, commonName: 'Громов Илья Олегович', title: 'Администратор безопасности' },
      at: officer,
    },
  ]
}

function agencySubjects(name: AgencyName, { agencies }: DevelopmentFiles): readonly CertifiedSubject[] {
  const agency = DEVELOPMENT_AGENCIES[name]
  const { system, encryption, official } = agencies[name]
  const body = organisation(agency)
  return [
    { role: `${name}/system`, kind: 'signing', subject: body, at: system },
    { role: `${name}/encryption`, kind: 'encryption', subject: body, at: encryption },
    { role: `${name}/official`, kind: 'signing', subject: { ...body, ...person(agency.official) }, at: official },
  ]
}

function organisation({ name, ogrn, inn }: { name: string; ogrn: string; inn: string }): Subject {
  return { commonName: name, organization: name, ogrn, inn, country: 'RU', state: '39 Калининградская область' }
}

function person({ familyName, givenName, patronymic, position, snils }: DevelopmentAgency['official']) {
  return { commonName: [familyName, givenName, patronymic].filter(Boolean).join(' '), title: position, snils }
}
