/**
 * Who signs the hostile messages: the keys of the signature fixtures, here without chance, so that the same message is
 * the same bytes every time. A nonce made from key and digest is fit for tests only.
 */
import { createHmac } from 'node:crypto'
import { signWithNonce } from '../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { gost2012Suite256 as suite } from '../../crypto/suites/gost2012-256.ts'
import type { KeyProvider } from '../../gateway/ports/keys.ts'
import { readHolder } from '../fixtures/signature/pki.ts'
import type { Holder, HolderName } from '../fixtures/signature/pki.ts'

const read = new Map<HolderName, Holder>()

export function holder(name: HolderName): Holder {
  const known = read.get(name) ?? readHolder(name)
  read.set(name, known)
  return known
}

/** SignatureValue of octets: s || r, both big-endian. */
export function signOctets(octets: Uint8Array, signer: Holder): Uint8Array {
  return signDigest(suite.digest(octets), signer)
}

/** The keys behind their usual port; a reference is the holder's name. */
export const fixtureKeys: KeyProvider = {
  ...createSoftwareKeys(new Map()),
  sign: async (ref, digest) => signDigest(digest, holder(ref as HolderName)),
}

function signDigest(digest: Uint8Array, { key }: Holder): Uint8Array {
  const secret = numberOf(Uint8Array.from(key.scalar).toReversed())
  const nonce = numberOf(createHmac('sha512', key.scalar).update(digest).digest())
  const value = signWithNonce({ curve: key.curve, secret, digest, nonce })
  if (value === undefined) throw new Error('r or s is zero')
  return value
}

const numberOf = (bigEndian: Uint8Array): bigint => BigInt(`0x${Buffer.from(bigEndian).toString('hex')}`)
