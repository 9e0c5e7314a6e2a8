/** A few answers known beforehand, so that a module that is damaged or miscompiled here is never used. */
import type { GostArithmetic } from '../arithmetic.ts'
import { findCurve } from '../curves.ts'

/** The message M1 of RFC 6986 section 10.1 and its hash of 512 bits: one block, its last byte the padding. */
const M1 = '012345678901234567890123456789012345678901234567890123456789012'
const M1_HASH =
  '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa' +
  '00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48'

/** Signatures by keys and nonces of no secret, computed over BigInt; the tests compute them again. */
export const KNOWN_SIGNATURES = [
  {
    oid: '1.2.643.2.2.35.1',
    signature:
      '915af3a417bd9a4deff9fc5fc731d69f3bbaa2fe39aa6065b2306d0bf785dd07' +
      'a60e909c13a74ecc3d9f2fda6c455045cb38859a78b082a71f2d84f73fc22369',
  },
  {
    oid: '1.2.643.7.1.2.1.1.1',
    signature:
      '06b279173545c4506ebda60aa3cfc1605513df37d3e0bbdf8480ddbc55f28bc8' +
      '3dc2fd34b7b7bbb3f204c6185eb85b77ed10e8a6b2120968bd9157ccb4609312',
  },
] as const

/** The key, digest and nonce of the known signatures: bytes that count upwards. */
export const KNOWN_SCALAR = counting(32, 1)
export const KNOWN_DIGEST = counting(32, 65)
export const KNOWN_NONCE = counting(64, 129)

/** Throws an Error that names the first wrong answer. */
export function checkKnownAnswers({ signatures, streebog }: GostArithmetic): void {
  const state = new Int32Array(48)
  streebog.finish(state, Buffer.from(`${M1}\u0001`, 'latin1'), M1.length)
  if (hex(new Uint8Array(state.buffer, 0, 64)) !== M1_HASH) throw new Error('Streebog gives a wrong hash')
  for (const { oid, signature } of KNOWN_SIGNATURES) {
    const curve = findCurve(oid)!
    const key = { curve, scalar: KNOWN_SCALAR }
    const made = signatures.sign(key, KNOWN_DIGEST, KNOWN_NONCE)
    if (!made || hex(made) !== signature) throw new Error(`${curve.name} gives a wrong signature`)
    const publicKey = { curve, point: signatures.derivePublicPoint(key) }
    if (!signatures.verify(publicKey, KNOWN_DIGEST, made)) throw new Error(`${curve.name} refuses a good signature`)
    made[0]! ^= 1
    if (signatures.verify(publicKey, KNOWN_DIGEST, made)) throw new Error(`${curve.name} accepts a bad signature`)
  }
}

function counting(length: number, first: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => first + index)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
