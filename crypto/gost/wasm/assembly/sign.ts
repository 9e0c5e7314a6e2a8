/**
 * What is done with private keys: signatures (RFC 7091, section 6.1), public halves, agreements (RFC 7836, 4.3.1).
 *
 * No branch and no address depends on a key, a nonce or anything made from them; all that does is whether the key was a
 * key at all, and whether r or s came out as zero. Every secret is wiped from this memory before the return.
 */
import { leaveX, leaveY, tableOfG, useCurve } from './curve'
import { invert, multiply, multiplyFully } from './field'
import { multiplyPoint } from './ladder'
import { digestAt, ELEMENT, nonceAt, pointAt, scalarAt, signatureAt, TEMPORARY, wipe, X, Y, Z } from './layout'
import { bytes, pack, reverseBytes, unpack, zeroMask } from './limbs'
import { setInfinity } from './point'
import { addScalars, multiplyScalars, reduceDigest, reduceDouble, reduceScalar, scalarMask } from './scalar'
import { addSecretMultiple } from './table'
import { readPoint } from './verify'

const DONE = 0
const KEY_UNUSABLE = 1
/** One in 2^254 nonces; or an agreement that comes to zero. */
const ZERO = 2

const d: usize = TEMPORARY + 77 * ELEMENT
const k: usize = TEMPORARY + 78 * ELEMENT
const e: usize = TEMPORARY + 79 * ELEMENT
const r: usize = TEMPORARY + 80 * ELEMENT
const s: usize = TEMPORARY + 81 * ELEMENT
const multiple: usize = TEMPORARY + 83 * ELEMENT
const peer: usize = TEMPORARY + 86 * ELEMENT
const upper: usize = TEMPORARY + 89 * ELEMENT
const packed: usize = TEMPORARY + 90 * ELEMENT

/** Signs the exchanged digest with the exchanged key and random bytes. */
export function sign(curve: usize): i32 {
  useCurve(curve)
  const outcome = makeSignature()
  wipe()
  return outcome
}

function makeSignature(): i32 {
  if (!readKey()) return KEY_UNUSABLE
  // Twice as many random bits as n has leave a bias below 2^-254.
  unpack(k, nonceAt)
  unpack(upper, nonceAt + bytes)
  reduceDouble(k, k, upper)

  setInfinity(multiple)
  addSecretMultiple(multiple, tableOfG, k)
  writePoint(multiple)
  unpack(r, pointAt)
  reduceScalar(r, r)

  unpack(e, digestAt)
  reduceDigest(e, e)
  multiplyScalars(s, r, d)
  multiplyScalars(k, k, e)
  addScalars(s, s, k)
  writeNumber(signatureAt, s)
  writeNumber(signatureAt + bytes, r)
  return (zeroMask(r) | zeroMask(s)) === 0 ? DONE : ZERO
}

/** The public half of the exchanged key, as the exchanged point. */
export function derivePublicKey(curve: usize): i32 {
  useCurve(curve)
  const usable = readKey()
  if (usable) {
    setInfinity(multiple)
    addSecretMultiple(multiple, tableOfG, d)
    writePoint(multiple)
  }
  wipe()
  return usable ? DONE : KEY_UNUSABLE
}

/** The exchanged point, proved before, times the exchanged key and the number in the nonce's place. */
export function agree(curve: usize): i32 {
  useCurve(curve)
  const outcome = multiplyPeer()
  wipe()
  return outcome
}

function multiplyPeer(): i32 {
  if (!readKey()) return KEY_UNUSABLE
  unpack(k, nonceAt)
  multiplyScalars(k, k, d)
  if (zeroMask(k) !== 0) return ZERO
  readPoint(peer)
  multiplyPoint(multiple, peer, k)
  writePoint(multiple)
  return DONE
}

function readKey(): bool {
  unpack(d, scalarAt)
  return scalarMask(d) !== 0
}

/** To x || y outside. The inversion takes the same steps for every Z, which tells of the scalar. */
function writePoint(point: usize): void {
  invert(e, point + Z)
  multiply(point + X, point + X, e)
  multiplyFully(point + X, point + X, leaveX)
  pack(pointAt, point + X)
  multiply(point + Y, point + Y, e)
  multiplyFully(point + Y, point + Y, leaveY)
  pack(pointAt + bytes, point + Y)
}

/** A big-endian number. */
function writeNumber(to: usize, a: usize): void {
  pack(packed, a)
  reverseBytes(to, packed)
}
