/** Certificates, keys and documents that openssl made: tests/fixtures/certs/make.sh and tests/fixtures/cms/make.sh. */
import { readFileSync } from 'node:fs'
import type { KeyProvider } from '../../../gateway/ports/keys.ts'
import { createSoftwareKeys, parsePrivateKeyPem } from '../../../crypto/keys.ts'
import type { PrivateKey } from '../../../crypto/gost/gost3410.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import type { TrustStore } from '../../../crypto/trust-store.ts'
import { parseCertificatesPem } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'

const fixtureUrl = (name: string): URL => new URL(`../../fixtures/${name}`, import.meta.url)

export const fixturePath = (name: string): string => fixtureUrl(name).pathname
export const cmsFixture = (name: string): Uint8Array => Uint8Array.from(readFileSync(fixtureUrl(`cms/${name}`)))

export const certificate = (name: string): Certificate =>
  parseCertificatesPem(readFileSync(fixtureUrl(`certs/${name}.pem`), 'utf8'))[0]!

/** The GOST key of this name. */
export function privateKey(name: string): PrivateKey {
  const key = parsePrivateKeyPem(readFileSync(fixtureUrl(`certs/${name}.key`), 'utf8'))
  if (!('curve' in key)) throw new Error(`${name} is no GOST key`)
  return key
}

/** A provider with the fixture keys of these names, each under its own name. */
export const keysOf = (...names: readonly string[]): KeyProvider =>
  createSoftwareKeys(new Map(names.map((name) => [name, privateKey(name)])))

/** When the tests judge: inside the validity of every certificate but `expired`. */
export const JUDGED_AT = new Date('2030-01-01T00:00:00Z')

export const fixtureTrust = (): TrustStore => createTrustStore([certificate('root')], [certificate('issuing')])

/** The fault code that a call throws; the test fails on anything that is not a GatewayError, and on no throw. */
export function faultCodeOf(call: () => unknown): string {
  try {
    call()
  } catch (fault) {
    return codeOf(fault)
  }
  return 'no fault'
}

export async function faultCodeOfPromise(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => 'no fault', codeOf)
}

function codeOf(fault: unknown): string {
  if (!(fault instanceof Error) || fault.name !== 'GatewayError' || !('code' in fault)) throw fault
  return String(fault.code)
}

/** Every copy of the bytes with one bit changed per octet; which bit turns with the position. */
export function* withOneBitFlipped(bytes: Uint8Array): Generator<{ position: number; changed: Uint8Array }> {
  for (let position = 0; position < bytes.length; position++) {
    const changed = Uint8Array.from(bytes)
    changed[position]! ^= 1 << ((position * 5 + 3) % 8)
    yield { position, changed }
  }
}
