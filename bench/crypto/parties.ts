/** Keys and certificates of the bench, made anew for each run: nobody's, and gone when it ends. */
import { generateKeyPairSync } from 'node:crypto'
import { findCurve } from '../../crypto/gost/curves.ts'
import type { GostCurve } from '../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf } from '../../crypto/gost/gost3410.ts'
import type { PrivateKey as GostKey } from '../../crypto/gost/gost3410.ts'
import type { PrivateKey, PublicKey } from '../../crypto/suite.ts'
import { parseCertificate } from '../../crypto/x509/certificate.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../crypto/x509/issue.ts'
import type { CertificateKind } from '../../crypto/x509/issue.ts'

export interface Party<Key extends PrivateKey = PrivateKey> {
  readonly key: Key
  readonly certificate: Certificate
}

const NOT_BEFORE = new Date('2026-01-01T00:00:00Z')
const NOT_AFTER = new Date('2046-01-01T00:00:00Z')
/** The instant at which the bench judges certificates. */
export const RECEIVED_AT = new Date('2026-11-21T09:00:00Z')

/** TC26 256-bit parameter set A, as in the measurements that the targets rest on. */
export function getCurve(): GostCurve {
  const curve = findCurve('1.2.643.7.1.2.1.1.1')
  if (!curve) throw new Error('TC26 parameter set A is not among the curves')
  return curve
}

export const root = gostParty('root', 'ca')
export const system = gostParty('system', 'signing', root)
export const recipient = gostParty('recipient', 'encryption', root)

export function gostParty(name: string, usage: CertificateKind, issuer?: Party): Party<GostKey> {
  const key = generatePrivateKey(getCurve())
  return { key, certificate: issue(name, { publicKey: publicKeyOf(key), usage, issuer: issuer ?? { key } }) }
}

/** RSA-2048, certified by the same GOST root. */
export function rsaParty(name: string): Party {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = issue(name, { publicKey: { rsaPublic: publicKey }, usage: 'signing', issuer: root })
  return { key: { rsaPrivate: privateKey }, certificate }
}

interface Issue {
  readonly publicKey: PublicKey
  readonly usage: CertificateKind
  readonly issuer: { readonly key: PrivateKey; readonly certificate?: Certificate }
}

function issue(name: string, { publicKey, usage, issuer }: Issue): Certificate {
  const der = issueCertificate({
    subject: { commonName: `ОБРАЗЕЦ ${name}`, country: 'RU', organization: 'ОБРАЗЕЦ', ogrn: '1027700132195' },
    publicKey,
    issuer: issuer.certificate ?? 'self',
    issuerKey: issuer.key,
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    usage,
    serial: Buffer.from(name).toString('hex'),
  })
  return parseCertificate(der)
}
