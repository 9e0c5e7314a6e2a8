/**
 * Random cases on which WebAssembly and TypeScript must agree to the byte. A case is made from the seed and its number
 * alone, so that one that failed can be run again by itself.
 */
import { createHash } from 'node:crypto'
import { PARAMETER_SETS } from '../../../../crypto/gost/curve-parameters.ts'
import type { GostCurve } from '../../../../crypto/gost/curves.ts'
import { gost3410Over } from '../../../../crypto/gost/gost3410.ts'
import { Streebog } from '../../../../crypto/gost/streebog.ts'
import { TYPESCRIPT, WASM } from '../arithmetics.ts'
import { curveOf } from '../openssl-tables.ts'

const OIDS = PARAMETER_SETS.map(({ names }) => Object.keys(names)[0]!)
const CURVES = OIDS.map(curveOf)
const SHORT_CURVES = CURVES.filter(({ byteLength }) => byteLength === 32)
const KEYS_PER_CURVE = 8

const typescript = gost3410Over(TYPESCRIPT.signatures)
const wasm = gost3410Over(WASM.signatures)

/** The two answers to one case, as text. */
interface Answers {
  readonly what: string
  readonly typescript: string
  readonly wasm: string
}

/** The cases from `first` up to `first + count` on which the two disagree. */
export function findDisagreements(seed: string, first: number, count: number): string[] {
  const wrong: string[] = []
  for (let index = first; index < first + count; index++) {
    const answers = runCase(`${seed}/${index}`)
    if (answers.typescript !== answers.wasm) {
      wrong.push(`${seed}/${index} ${answers.what}: TypeScript ${answers.typescript}, WebAssembly ${answers.wasm}`)
    }
  }
  return wrong
}

function runCase(name: string): Answers {
  const source = new Source(name)
  const curve = source.below(16) === 0 ? source.pick(CURVES) : source.pick(SHORT_CURVES)
  return source.pick([hashCase, signCase, verifyCase, verifyCase, verifyCase, agreeCase])(source, curve)
}

function hashCase(source: Source): Answers {
  const data = source.bytes(source.below(300))
  const bits = source.pick([256, 512] as const)
  const cuts = Array.from({ length: source.below(4) }, () => source.below(data.length + 1)).toSorted((a, b) => a - b)
  const answer = ({ streebog }: typeof WASM): string => {
    const hash = new Streebog(bits, streebog)
    for (const [i, cut] of [...cuts, data.length].entries()) hash.update(data.subarray(cuts[i - 1] ?? 0, cut))
    return hex(hash.digest())
  }
  return { what: `hash of ${data.length} bytes`, typescript: answer(TYPESCRIPT), wasm: answer(WASM) }
}

function signCase(source: Source, curve: GostCurve): Answers {
  const { byteLength, order } = curve
  const key = { curve, scalar: encode(source.number(order - 1n) + 1n, byteLength) }
  const digest = encode(source.number(2n ** BigInt(8 * byteLength)), byteLength)
  // Also multiples of the order and what lies next to them: nonces that come to zero, one or minus one.
  const multiple = source.number(order - 1n) * order * BigInt(source.below(2))
  const nonce = encode(multiple + source.number(order), 2 * byteLength)
  const answer = ({ signatures }: typeof WASM): string => hex(signatures.sign(key, digest, nonce) ?? new Uint8Array(0))
  return { what: `signature on ${curve.name}`, typescript: answer(TYPESCRIPT), wasm: answer(WASM) }
}

function verifyCase(source: Source, curve: GostCurve): Answers {
  const { byteLength } = curve
  const key = { curve, scalar: keyOf(source, curve) }
  const digest = encode(source.number(2n ** BigInt(8 * byteLength)), byteLength)
  const made = WASM.signatures.sign(key, digest, source.bytes(2 * byteLength))
  const good = { point: wasm.publicKeyOf(key).point, digest, signature: made ?? new Uint8Array(2 * byteLength) }
  const defect = source.pick(DEFECTS)
  const { point, digest: over, signature } = defect(good, source, curve)
  const verdict = String(typescript.verifyDigest({ curve, point }, over, signature))
  return {
    what: `verification on ${curve.name}, ${defect.name}`,
    typescript: defect === nothing ? 'true' : verdict,
    wasm: String(wasm.verifyDigest({ curve, point }, over, signature)),
  }
}

function agreeCase(source: Source, curve: GostCurve): Answers {
  const key = { curve, scalar: keyOf(source, curve) }
  const own = wasm.publicKeyOf({ curve, scalar: keyOf(source, curve) }).point
  const point = source.below(4) === 0 ? flipBit(own, source) : own
  const factor = source.number(2n * curve.order)
  const answer = ({ signatures }: typeof WASM): string =>
    hex(signatures.multiplyPoint(key, { curve, point }, factor) ?? new Uint8Array(0))
  return { what: `agreement on ${curve.name}`, typescript: answer(TYPESCRIPT), wasm: answer(WASM) }
}

/** Few keys for each curve, so that they come to have tables; among them 1 and -1, whose points are G and -G. */
function keyOf(source: Source, { name, order, byteLength }: GostCurve): Uint8Array {
  const number = source.below(KEYS_PER_CURVE)
  const edges = [1n, order - 1n, 2n]
  return encode(edges[number] ?? new Source(`${name}/${number}`).number(order - 1n) + 1n, byteLength)
}

interface Signed {
  readonly point: Uint8Array
  readonly digest: Uint8Array
  readonly signature: Uint8Array
}
type Defect = (good: Signed, source: Source, curve: GostCurve) => Signed

const nothing: Defect = (good) => good
const changedDigest: Defect = (good, source) => ({ ...good, digest: flipBit(good.digest, source) })
const changedSignature: Defect = (good, source) => ({ ...good, signature: flipBit(good.signature, source) })
const changedPoint: Defect = (good, source) => ({ ...good, point: flipBit(good.point, source) })
const otherKey: Defect = (good, source, curve) => ({
  ...good,
  point: wasm.publicKeyOf({ curve, scalar: keyOf(source, curve) }).point,
})
const oddHalves: Defect = (good, source, { order, byteLength }) => {
  const half = (): Uint8Array =>
    encode(source.pick([0n, 1n, order - 1n, order, source.number(order), source.number(2n * order)]), byteLength)
  const [s, r] = [good.signature.subarray(0, byteLength), good.signature.subarray(byteLength)]
  const halves = source.pick([
    [half(), r],
    [s, half()],
    [half(), half()],
    [r, s],
  ])
  return { ...good, signature: Buffer.concat(halves.map((bytes) => Uint8Array.from(bytes).toReversed())) }
}
const DEFECTS: readonly Defect[] = [
  nothing,
  nothing,
  changedDigest,
  changedSignature,
  changedPoint,
  otherKey,
  oddHalves,
]

/** Bytes without end out of a name. */
class Source {
  readonly #name: string
  #taken = 0
  constructor(name: string) {
    this.#name = name
  }
  bytes(length: number): Uint8Array {
    return createHash('shake256', { outputLength: length }).update(`${this.#name}/${this.#taken++}`).digest()
  }
  below(limit: number): number {
    return Number(this.#uniform(BigInt(limit)))
  }
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }
  /** Below the limit; one time in four at an edge: next to zero, to the limit or to a power of two. */
  number(limit: bigint): bigint {
    if (this.below(4) !== 0) return this.#uniform(limit)
    const near = this.pick([0n, limit, 2n ** this.#uniform(BigInt(limit.toString(2).length))])
    return (((near + this.#uniform(5n) - 2n) % limit) + limit) % limit
  }
  #uniform(limit: bigint): bigint {
    return BigInt(`0x${hex(this.bytes(136))}`) % limit
  }
}

function flipBit(data: Uint8Array, source: Source): Uint8Array {
  const index = source.below(data.length)
  const bit = 1 << source.below(8)
  return Uint8Array.from(data, (byte, i) => (i === index ? byte ^ bit : byte))
}

/** Little-endian. */
function encode(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')
    .subarray(-length)
    .toReversed()
}

function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex')
}
