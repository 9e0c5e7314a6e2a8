/**
 * Certificates that say they are the court's, for a key of somebody else: made once, as their signatures are random, and
 * then read from tests/fixtures/hostile/impostors.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { publicKeyOf } from '../../crypto/gost/gost3410.ts'
import { parseCertificatesPem } from '../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../crypto/x509/issue.ts'
import { toPem } from '../../crypto/x509/pem.ts'
import { holder } from './signers.ts'

const ISSUERS = ['itself', 'foreign-root', 'system'] as const
export type Issuer = (typeof ISSUERS)[number]

const FOLDER = new URL('../fixtures/hostile/impostors/', import.meta.url)
const fileOf = (issuer: Issuer): URL => new URL(`issued-by-${issuer}.pem`, FOLDER)

/** DER of the certificate that this issuer signed; its key is that of foreign-system. */
export function readImpostor(issuer: Issuer): Uint8Array {
  const [certificate] = parseCertificatesPem(readFileSync(fileOf(issuer), 'latin1'))
  if (certificate === undefined) throw new Error(`no certificate issued by ${issuer}`)
  return certificate.der
}

/** Makes those that are not there. */
export function makeImpostors(): void {
  mkdirSync(FOLDER, { recursive: true })
  for (const issuer of ISSUERS) {
    if (!existsSync(fileOf(issuer))) writeFileSync(fileOf(issuer), toPem(issue(issuer), 'CERTIFICATE'))
  }
}

function issue(issuer: Issuer): Uint8Array {
  const own = holder('foreign-system')
  const authority = issuer === 'itself' ? own : holder(issuer)
  return issueCertificate({
    subject: { commonName: 'ОБРАЗЕЦ system', country: 'RU', organization: 'ОБРАЗЕЦ', ogrn: '1027700132195' },
    publicKey: publicKeyOf(own.key),
    issuer: issuer === 'itself' ? 'self' : authority.certificate,
    issuerKey: authority.key,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2046-01-01T00:00:00Z'),
    usage: 'signing',
    serial: '73797374656d',
  })
}
