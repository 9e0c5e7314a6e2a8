/**
 * How a token signs for each suite: the digest is taken here, the token does the rest. Types and mechanisms of PKCS#11 2.40
 * and, for GOST with 512 bits, of the vendors of TC26 (base 0xd4321000). GOST could not be tried on a real token.
 */
import { encodeDigestInfo } from '../rsa/pkcs1-v15.ts'
import type { SuiteId } from '../suite.ts'

type Convert = (bytes: Uint8Array) => Uint8Array

export interface TokenMechanism {
  /** CKA_KEY_TYPE. */
  readonly keyType: number
  readonly mechanism: number
  /** What the token is given, of the digest. */
  readonly present: Convert
  /** From what the token may return to the layout of the suite; more than one where vendors differ. */
  readonly layouts: readonly [Convert, ...Convert[]]
}

const asItIs: Convert = (bytes) => Uint8Array.from(bytes)
const reversed: Convert = (bytes) => bytes.toReversed()
const halvesSwapped: Convert = (bytes) => {
  const half = bytes.length / 2
  return Uint8Array.from(Buffer.concat([bytes.subarray(half), bytes.subarray(0, half)]))
}

/** s || r is ours; r || s and little-endian numbers are met too. */
const GOST_LAYOUTS = [asItIs, halvesSwapped, reversed, (bytes) => halvesSwapped(reversed(bytes))] as const satisfies [
  Convert,
  ...Convert[],
]

const ECDSA: TokenMechanism = { keyType: 0x3, mechanism: 0x1041, present: asItIs, layouts: [asItIs] }

export const MECHANISMS: { readonly [S in SuiteId]: TokenMechanism } = {
  'rsa-sha256': { keyType: 0x0, mechanism: 0x1, present: encodeDigestInfo, layouts: [asItIs] },
  'ecdsa-p256-sha256': ECDSA,
  'ecdsa-p384-sha384': ECDSA,
  'gost2012-256': { keyType: 0x30, mechanism: 0x1201, present: asItIs, layouts: GOST_LAYOUTS },
  'gost2012-512': { keyType: 0xd432_1003, mechanism: 0xd432_1006, present: asItIs, layouts: GOST_LAYOUTS },
}
