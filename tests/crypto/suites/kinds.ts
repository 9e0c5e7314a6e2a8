/** Certificates, keys and documents of every kind of key, as openssl made them: tests/fixtures/suites/make.sh. */
import { readFileSync } from 'node:fs'
import type { KeyProvider } from '../../../gateway/ports/keys.ts'
import { createSoftwareKeys, parsePrivateKeyPem } from '../../../crypto/keys.ts'
import type { PrivateKey } from '../../../crypto/suite.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import type { TrustStore } from '../../../crypto/trust-store.ts'
import { parseCertificatesPem } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { message } from '../gost/openssl-tables.ts'

export const SUITE_OF = {
  'gost256-a': 'gost2012-256',
  'gost256-b': 'gost2012-256',
  'gost256-c': 'gost2012-256',
  'gost256-xa': 'gost2012-256',
  'gost256-tca': 'gost2012-256',
  'gost512-a': 'gost2012-512',
  'gost512-b': 'gost2012-512',
  'gost512-c': 'gost2012-512',
  rsa: 'rsa-sha256',
  p256: 'ecdsa-p256-sha256',
  p384: 'ecdsa-p384-sha384',
} as const
export type Kind = keyof typeof SUITE_OF

export const KINDS = Object.keys(SUITE_OF) as Kind[]
export const GOST_KINDS = KINDS.filter((kind) => kind.startsWith('gost'))
export const ARCHIVE_KINDS = ['a', 'b', 'c', 'xa', 'xb'].map((set) => `gost2001-${set}`)

/** Inside the validity of every certificate. */
export const JUDGED_AT = new Date('2030-01-01T00:00:00Z')

/** What openssl signed and encrypted; 20,000 bytes are more than two sections of Magma. */
export const CONTENT = message(1000)
export const LONG_CONTENT = message(20_000)

const url = (name: string): URL => new URL(`../../fixtures/suites/${name}`, import.meta.url)
export const suiteFile = (name: string): string => url(name).pathname
export const suiteFixture = (name: string): Uint8Array => Uint8Array.from(readFileSync(url(name)))
export const suiteText = (name: string): string => readFileSync(url(name), 'utf8')

export const certificateOf = (name: string): Certificate => parseCertificatesPem(suiteText(`${name}.pem`))[0]!
export const trustOf = (kind: string): TrustStore => createTrustStore([certificateOf(`${kind}.root`)])
export const privateKeyOf = (kind: string): PrivateKey => parsePrivateKeyPem(suiteText(`${kind}.key`))

/** A provider with the keys of these kinds, each under the kind's name. */
export const providerOf = (...kinds: readonly string[]): KeyProvider =>
  createSoftwareKeys(new Map(kinds.map((kind) => [kind, privateKeyOf(kind)])))

/** Signer or recipient: the holder of a kind with a provider of that key alone. */
export const holderOf = (kind: string) => ({ certificate: certificateOf(kind), key: kind, provider: providerOf(kind) })
