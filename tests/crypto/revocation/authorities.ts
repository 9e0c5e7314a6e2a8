/** Authorities, lists and OCSP answers that openssl made (tests/fixtures/revocation/make.sh), and a list written here. */
import { readFileSync } from 'node:fs'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { gost2012Suite256 } from '../../../crypto/suites/gost2012-256.ts'
import { parseCertificatesPem, type Certificate } from '../../../crypto/x509/certificate.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { Party } from '../trust-bundle-parties.ts'

const fixtureUrl = (name: string): URL => new URL(`../../fixtures/revocation/${name}`, import.meta.url)

export const listBytes = (name: string): Uint8Array => Uint8Array.from(readFileSync(fixtureUrl(`${name}.crl`)))
export const ocspBytes = (name: string): Uint8Array => Uint8Array.from(readFileSync(fixtureUrl(`${name}.ocsp`)))
export const requestBytes = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(fixtureUrl(`${name}.ocsp-request`)))
export const fixturePath = (name: string): string => fixtureUrl(name).pathname

export const certificate = (name: string): Certificate =>
  parseCertificatesPem(readFileSync(fixtureUrl(`${name}.pem`), 'utf8'))[0]!

/** The lists of openssl speak from 1 to 8 March 2026. */
export const DURING = new Date('2026-03-02T12:00:00Z')

export interface ListContent {
  readonly version?: number
  readonly thisUpdateAt?: Date
  readonly nextUpdateAt?: Date | undefined
  /** DER of SEQUENCEs. */
  readonly entries?: readonly Uint8Array[]
  readonly extensions?: readonly Uint8Array[]
  /** Algorithm claimed outside of the signed part. */
  readonly outerAlgorithm?: string
}

/** A list that the authority signs, right or wrong in whatever the content says. */
export function writeList({ certificate: authority, key }: Party, content: ListContent = {}): Uint8Array {
  const {
    version = 1,
    thisUpdateAt = new Date('2026-03-01T00:00:00Z'),
    nextUpdateAt = new Date('2026-03-20T00:00:00Z'),
    entries = [],
    extensions = [],
    outerAlgorithm = OID.gost2012Signature256,
  } = content
  const tbs = der.sequence(
    ...(version === 0 ? [] : [der.integer(version)]),
    der.sequence(der.oid(OID.gost2012Signature256)),
    authority.subjectDer,
    der.time(thisUpdateAt),
    ...('nextUpdateAt' in content && content.nextUpdateAt === undefined ? [] : [der.time(nextUpdateAt)]),
    ...(entries.length === 0 ? [] : [der.sequence(Buffer.concat(entries))]),
    ...(extensions.length === 0 ? [] : [der.explicit(0, der.sequence(...extensions))]),
  )
  const signature = gost2012Suite256.sign(key, gost2012Suite256.digest(tbs))
  return der.sequence(tbs, der.sequence(der.oid(outerAlgorithm)), der.bitString(signature))
}

export function entry(serial: string, revokedAt: Date, extensions: readonly Uint8Array[] = []): Uint8Array {
  const trailer = extensions.length === 0 ? [] : [der.sequence(...extensions)]
  return der.sequence(der.integer(Buffer.from(serial, 'hex')), der.time(revokedAt), ...trailer)
}

export function extension(oid: string, value: Uint8Array, { isCritical = false } = {}): Uint8Array {
  return der.sequence(der.oid(oid), ...(isCritical ? [der.boolean(true)] : []), der.octetString(value))
}

/** The fault code of a call that should throw one. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (error instanceof GatewayError) return error.code
    throw error
  }
  return 'no fault'
}
