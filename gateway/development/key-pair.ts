/** A key made here and its certificate: GOST R 34.10-2012, 256 bits, TC26 parameter set A, good for a year. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { findCurve } from '../../crypto/gost/curves.ts'
import { publicKeyOf, type PrivateKey } from '../../crypto/gost/gost3410.ts'
import { generateKeyFile } from '../../crypto/keys.ts'
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts'
import { issueCertificate, type CertificateKind } from '../../crypto/x509/issue.ts'
import type { Subject } from '../../crypto/x509/name.ts'
import { toPem } from '../../crypto/x509/pem.ts'
import type { KeyPairFiles } from './files.ts'

export interface KeyPair {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

export interface CertificateOrder {
  readonly subject: Subject
  readonly kind: CertificateKind
  readonly issuer: KeyPair | 'self'
  readonly now: Date
}

const DAY_MS = 86_400_000
const VALIDITY_DAYS = 365
const CURVE_TC26_A = '1.2.643.7.1.2.1.1.1'

/** Makes the key, has it certified, and writes both files. Throws KEY_UNUSABLE when the key file exists already. */
export async function issueKeyPair(at: KeyPairFiles, order: CertificateOrder): Promise<KeyPair> {
  const { subject, kind, issuer, now } = order
  const curve = findCurve(CURVE_TC26_A)
  if (!curve) throw new Error('the curve of TC26 parameter set A is missing')
  const key = await generateKeyFile(at.key, curve)
  const second = Math.floor(now.getTime() / 1000) * 1000
  const der = issueCertificate({
    subject,
    publicKey: publicKeyOf(key),
    issuer: issuer === 'self' ? 'self' : issuer.certificate,
    issuerKey: issuer === 'self' ? key : issuer.key,
    // From the day before, so that a clock that lags a little still finds it valid.
    notBefore: new Date(second - DAY_MS),
    notAfter: new Date(second + VALIDITY_DAYS * DAY_MS),
    usage: kind,
    // 64 random bits behind a first octet that is neither zero nor negative.
    serial: `4d${randomBytes(8).toString('hex')}`,
  })
  const certificate = parseCertificate(der)
  await writeCertificate(at.certificate, certificate)
  return { key, certificate }
}

export function writeCertificate(file: string, { der }: Certificate): Promise<void> {
  return writeFile(file, toPem(der, 'CERTIFICATE'))
}
