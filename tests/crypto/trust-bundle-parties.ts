/** A small PKI in memory and a trust bundle over it, for tests of signed records. */
import { randomBytes } from 'node:crypto'
import { findCurve } from '../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf, type PrivateKey } from '../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import type { PublicKey } from '../../crypto/suite.ts'
import { signRecord } from '../../crypto/signed-record.ts'
import type { TrustBundle } from '../../crypto/trust-bundle.ts'
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts'
import { issueCertificate, type CertificateKind } from '../../crypto/x509/issue.ts'
import type { Subject } from '../../crypto/x509/name.ts'

export interface Party {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

export const NOW = new Date('2026-03-10T09:00:00Z')

const curve = findCurve('1.2.643.7.1.2.1.1.1')!

export function issue(
  subject: Subject,
  options: { issuer?: Party; kind?: CertificateKind; from?: string; to?: string; publicKey?: PublicKey } = {},
): Party {
  const { issuer, kind = 'signing', from = '2026-01-01', to = '2026-12-31' } = options
  const key = generatePrivateKey(curve)
  const der = issueCertificate({
    subject,
    publicKey: options.publicKey ?? publicKeyOf(key),
    issuer: issuer?.certificate ?? 'self',
    issuerKey: issuer?.key ?? key,
    notBefore: new Date(`${from}T00:00:00Z`),
    notAfter: new Date(`${to}T00:00:00Z`),
    usage: kind,
    serial: `4d${randomBytes(8).toString('hex')}`,
  })
  return { key, certificate: parseCertificate(der) }
}

export const root = issue({ commonName: 'Root' }, { kind: 'ca' })
export const officer = issue({ commonName: 'Officer' }, { issuer: root })
export const head = issue({ commonName: 'Head' }, { issuer: root })

const court = { commonName: 'Court', organization: 'Court', ogrn: '1023900000021', inn: '3900000021' }
export const courtSystem = issue(court, { issuer: root })
export const courtEncryption = issue(court, { issuer: root, kind: 'encryption' })
export const courtNextEncryption = issue(court, {
  issuer: root,
  kind: 'encryption',
  from: '2026-06-01',
  to: '2027-05-31',
})

export const base64 = ({ certificate }: Party): string => Buffer.from(certificate.der).toString('base64')

export function trustBundle(changes: Partial<TrustBundle> = {}): TrustBundle {
  return {
    version: '7',
    issuedOn: '2026-03-01',
    roots: [{ certificate: base64(root), revocation: 'NOT_CHECKED' }],
    intermediates: [],
    requesters: [
      {
        id: 'court',
        name: 'Court',
        category: 'COURT',
        ogrn: court.ogrn,
        inn: court.inn,
        validFrom: '2026-01-01',
        clearAllowed: true,
        legalNorms: [],
        systems: [
          {
            id: 'court.1',
            mnemonic: 'COURT39',
            signingCertificates: [base64(courtSystem)],
            encryptionCertificates: [base64(courtEncryption), base64(courtNextEncryption)],
          },
        ],
        officials: [{ name: 'Judge', position: 'Judge', snils: '00000000101', validFrom: '2026-01-01' }],
      },
    ],
    calendars: [{ year: 2026, off: ['01-01..01-09'], work: [], provisional: false, source: 'test' }],
    ...changes,
  }
}

export function signedBy({ key, certificate }: Party, record: object): Promise<Uint8Array> {
  const provider = createSoftwareKeys(new Map([['key', key]]))
  return signRecord(record, { certificate, key: 'key', provider }, NOW)
}

/** The same CMS with one octet of a text in its content replaced. */
export function altered(cms: Uint8Array, text: string, replacement: string): Uint8Array {
  const at = Buffer.from(cms).indexOf(text)
  if (at < 0 || text.length !== replacement.length) throw new Error(`cannot replace ${text}`)
  const copy = Uint8Array.from(cms)
  copy.set(Buffer.from(replacement), at)
  return copy
}
