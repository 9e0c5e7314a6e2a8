/** The signed records of development: the trust bundle by the security officer, the standing order by the Head. */
import { writeFile } from 'node:fs/promises'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { signRecord } from '../../crypto/signed-record.ts'
import type { TrustBundle } from '../../crypto/trust-bundle.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import type { LocalDate } from '../domain/act.ts'
import { localDateOf, yearOf } from '../domain/local-date.ts'
import type { Requester, RequesterCategory } from '../domain/requester.ts'
import type { StandingOrder } from '../domain/standing-order.ts'
import { DEVELOPMENT_AGENCIES, DEVELOPMENT_OFFICE, REGISTERED_AGENCIES, type AgencyName } from './bodies.ts'
import { developmentCalendars } from './calendars.ts'
import type { KeyPair } from './key-pair.ts'
import type { CertifiedRole } from './subjects.ts'

export async function writeTrustBundle(
  file: string,
  { root, pairOf, now }: { root: Certificate; pairOf: (role: CertifiedRole) => KeyPair; now: Date },
): Promise<void> {
  const issuedOn = localDateOf(now, DEVELOPMENT_OFFICE.timeZone)
  const bundle: TrustBundle = {
    version: `development-${issuedOn}`,
    issuedOn,
    // Nobody publishes lists for the generated authority.
    roots: [{ certificate: base64(root), revocation: 'NOT_CHECKED' }],
    intermediates: [],
    requesters: REGISTERED_AGENCIES.map((name) => requesterOf(name, issuedOn, pairOf)),
    calendars: developmentCalendars(yearOf(issuedOn)),
  }
  await writeFile(file, await signAs(pairOf('OFFICER'), bundle, now))
}

/** Covers what development and the demo need; intake grounds, adoption and every doubt stay with a person. */
export async function writeStandingOrder(file: string, { head, now }: { head: KeyPair; now: Date }): Promise<void> {
  const categories = REGISTERED_AGENCIES.map((name) => getCategory(name))
  const order: StandingOrder = {
    id: 'development-1',
    validFrom: yearStart(localDateOf(now, DEVELOPMENT_OFFICE.timeZone)),
    covers: [
      { event: 'VISA', categories },
      { event: 'REFUSE_28' },
      { event: 'SIGN', result: 'INFORMATION', categories },
      { event: 'SIGN', result: 'ABSENCE_NOTICE', categories },
      { event: 'SIGN', result: 'REFUSAL', categories: [...categories, 'STRANGER'] },
    ],
  }
  await writeFile(file, await signAs(head, order, now))
}

function requesterOf(
  name: Exclude<AgencyName, 'company'>,
  issuedOn: LocalDate,
  pairOf: (role: CertifiedRole) => KeyPair,
): Requester {
  const { id, name: title, ogrn, inn, mnemonic, official } = DEVELOPMENT_AGENCIES[name]
  const validFrom = yearStart(issuedOn)
  return {
    id,
    name: title,
    category: getCategory(name),
    ogrn,
    inn,
    validFrom,
    clearAllowed: true,
    legalNorms: [],
    systems: [
      {
        id: `${id}.1`,
        mnemonic,
        signingCertificates: [base64(pairOf(`${name}/system`).certificate)],
        encryptionCertificates: [base64(pairOf(`${name}/encryption`).certificate)],
      },
    ],
    officials: [
      {
        name: [official.familyName, official.givenName, official.patronymic].filter(Boolean).join(' '),
        position: official.position,
        snils: official.snils,
        validFrom,
      },
    ],
  }
}

function getCategory(name: Exclude<AgencyName, 'company'>): RequesterCategory {
  const { category } = DEVELOPMENT_AGENCIES[name]
  if (!category) throw new Error(`${name} has no category`)
  return category
}

function signAs({ key, certificate }: KeyPair, record: object, at: Date): Promise<Uint8Array> {
  const provider = createSoftwareKeys(new Map([[certificate.fingerprint, key]]))
  return signRecord(record, { certificate, key: certificate.fingerprint, provider }, at)
}

const yearStart = (on: LocalDate): LocalDate => `${yearOf(on)}-01-01`

const base64 = ({ der }: Certificate): string => Buffer.from(der).toString('base64')
