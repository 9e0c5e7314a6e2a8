/**
 * Whether the time of a signature tells of the key or the nonce: the test of Reparaz, Balasch and Verbauwhede («Dude, is
 * my code constant time?», 2017). Signatures with one fixed secret and with ever new ones are timed in random order, and
 * Welch's t compares the two means. Beyond 4.5 there is reason to doubt, beyond 10 there is a leak.
 *
 * Secrets are made beforehand and copied to one place before the clock starts, so that signing alone is timed. Other
 * processes and collections make for long times: they are cut off at several quantiles, and the worst t counts.
 */
import { randomBytes, randomInt } from 'node:crypto'
import type { SignatureArithmetic } from '../../crypto/gost/arithmetic.ts'
import type { GostCurve } from '../../crypto/gost/curves.ts'

const WARM_UP = 500
const QUANTILES = [1, 0.99, 0.95, 0.9, 0.75, 0.5]

export interface TimingLeak {
  /** What was fixed in one class and random in the other. */
  readonly secret: 'nonce' | 'key'
  /** Of both classes together. */
  readonly signatures: number
  /** The t of greatest absolute value over all quantiles. */
  readonly t: number
  /** Of the faster half: what a signature takes when nothing comes between. */
  readonly meanMicroseconds: number
}

interface Secrets {
  readonly scalar: Uint8Array
  readonly nonce: Uint8Array
}

/** Times `count` signatures for each of the two secrets; 20,000 take a second or two in WebAssembly. */
export function measureTimingLeak(arithmetic: SignatureArithmetic, curve: GostCurve, count: number): TimingLeak[] {
  const { byteLength } = curve
  // One is as unlike a random number as can be: zeros above its lowest bit.
  const oneScalar = Uint8Array.from({ length: byteLength }, (_, index) => (index === 0 ? 1 : 0))
  const oneNonce = Uint8Array.from({ length: 2 * byteLength }, (_, index) => (index === 0 ? 1 : 0))
  const someScalar = randomScalar(curve)
  const fresh = (): Uint8Array => randomBytes(2 * byteLength)
  const classes = {
    nonce: [(): Secrets => ({ scalar: someScalar, nonce: oneNonce }), () => ({ scalar: someScalar, nonce: fresh() })],
    key: [
      (): Secrets => ({ scalar: oneScalar, nonce: fresh() }),
      () => ({ scalar: randomScalar(curve), nonce: fresh() }),
    ],
  } as const
  return (['nonce', 'key'] as const).map((secret) => {
    const times = timeSignatures({ arithmetic, curve, count, makers: classes[secret] })
    const t = QUANTILES.map((quantile) => welchT(...cropped(times, quantile))).reduce(greaterInSize)
    return { secret, signatures: count, t, meanMicroseconds: mean(cropped(times, 0.5).flat()) / 1000 }
  })
}

/** Nanoseconds of each signature, those with the fixed secret first. */
function timeSignatures(run: {
  arithmetic: SignatureArithmetic
  curve: GostCurve
  count: number
  makers: readonly [() => Secrets, () => Secrets]
}): [number[], number[]] {
  const { arithmetic, curve } = run
  const key = { curve, scalar: new Uint8Array(curve.byteLength) }
  const nonce = new Uint8Array(2 * curve.byteLength)
  const digest = randomBytes(curve.byteLength)
  const times: [number[], number[]] = [[], []]
  for (let i = 0; i < WARM_UP + run.count; i++) {
    // Both are made, whichever is used, so that the machine is left in the same state.
    const secrets = [run.makers[0](), run.makers[1]()] as const
    const which = randomInt(2) as 0 | 1
    key.scalar.set(secrets[which].scalar)
    nonce.set(secrets[which].nonce)
    const start = process.hrtime.bigint()
    arithmetic.sign(key, digest, nonce)
    const end = process.hrtime.bigint()
    if (i >= WARM_UP) times[which].push(Number(end - start))
  }
  return times
}

/** Both classes without the times above a quantile of them all. */
function cropped([fixed, random]: [number[], number[]], quantile: number): [number[], number[]] {
  const all = [...fixed, ...random].toSorted((a, b) => a - b)
  const limit = all[Math.ceil(all.length * quantile) - 1] ?? 0
  return [fixed.filter((time) => time <= limit), random.filter((time) => time <= limit)]
}

/** Welch's t of two samples; 0 where one is too small to say anything. */
function welchT(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2 || b.length < 2) return 0
  const error = Math.sqrt(variance(a) / a.length + variance(b) / b.length)
  return error === 0 ? 0 : (mean(a) - mean(b)) / error
}

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length
}

function variance(sample: readonly number[]): number {
  const centre = mean(sample)
  return sample.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (sample.length - 1)
}

function greaterInSize(a: number, b: number): number {
  return Math.abs(b) > Math.abs(a) ? b : a
}

function randomScalar({ byteLength }: GostCurve): Uint8Array {
  // Below every order of that length: the topmost two bits are zero, the lowest is one.
  const scalar = Uint8Array.from(randomBytes(byteLength))
  scalar[0]! |= 1
  scalar[byteLength - 1]! &= 0x3f
  return scalar
}
