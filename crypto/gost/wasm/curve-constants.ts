/**
 * What the module needs to know of a curve, in the form it wants (assembly/curve.ts): numbers as limbs of 26 bits, each
 * in a word of 64. All of it is public and computed once.
 */
import type { GostCurve } from '../curves.ts'

const LIMB_BITS = 26
const WORDS_PER_CONSTANT = 21
/** Bounds that keep products within 63 bits: of a where it cannot be 3 or -3, of 3b, of 2^260 or 2^520 modulo p. */
const SMALL_A = 7n
const SMALL_3B = 2n ** 20n
const SMALL_FOLD = 2n ** 18n

/** The curve's constants as the module reads them, little-endian. Throws RangeError for a curve it cannot reckon on. */
export function encodeCurve(curve: GostCurve, tableOfG: number): Uint8Array {
  const { p, n } = curve.Point.CURVE()
  const limbs = curve.byteLength === 32 ? 10 : 20
  const radix = 2n ** BigInt(LIMB_BITS * (limbs + 1))
  const { a, b, squareU, cubeU } = scaleCurve(curve)
  const fold = signed(2n ** BigInt(LIMB_BITS * limbs), p)
  const usesFold = absolute(fold) < SMALL_FOLD
  /** Field elements inside: as they are, or times the Montgomery radix. */
  const unit = usesFold ? 1n : radix % p
  const { Fp } = curve.Point
  const tripleB = Fp.mul(3n, b)
  const header = [
    BigInt(curve.byteLength),
    usesFold ? fold : 0n,
    a,
    usesFold && tripleB < SMALL_3B ? tripleB : 0n,
    BigInt(nearestPower(p) - LIMB_BITS * (limbs - 1)),
    curve.cofactor,
    BigInt(tableOfG),
    0n,
  ]
  const squareUnit = Fp.sqr(unit)
  const constants = [
    constant(p, wordInverse(p)),
    constant(n, wordInverse(n)),
    constant((radix * radix) % n),
    constant((radix << BigInt(8 * curve.byteLength)) % n),
    constant(unit),
    constant(Fp.mul(tripleB, unit)),
    constant(Fp.mul(squareU, squareUnit)),
    constant(Fp.mul(cubeU, squareUnit)),
    constant(Fp.inv(squareU)),
    constant(Fp.inv(cubeU)),
    [0n, ...words(p - 2n, 64n)],
  ]
  return new Uint8Array(BigInt64Array.from([...header, ...constants.flatMap(padded)]).buffer)
}

/**
 * An isomorphic curve, (x, y) -> (u^2 x, u^3 y), whose a is small. When p = 3 modulo 4, minus one is no square, so one
 * of 3/a and -3/a is, and one of its roots is again: a = 3 or a = -3 can be had.
 */
function scaleCurve(curve: GostCurve): { a: bigint; b: bigint; squareU: bigint; cubeU: bigint } {
  const { Fp } = curve.Point
  const { p, a, b } = curve.Point.CURVE()
  const scalable = p % 4n === 3n
  const given = signed(a, p)
  if (given === -3n || (!scalable && absolute(given) <= SMALL_A)) return { a: given, b, squareU: 1n, cubeU: 1n }
  if (!scalable) throw new RangeError('the curve has neither a small a nor p = 3 modulo 4')
  const isSquare = (value: bigint): boolean => Fp.pow(value, (p - 1n) / 2n) === 1n
  const root = (value: bigint): bigint => Fp.pow(value, (p + 1n) / 4n)
  const smallA = isSquare(Fp.div(3n, a)) ? 3n : -3n
  const someRoot = root(Fp.div(Fp.create(smallA), a))
  const squareU = isSquare(someRoot) ? someRoot : Fp.neg(someRoot)
  return { a: smallA, b: Fp.mul(b, Fp.pow(squareU, 3n)), squareU, cubeU: Fp.mul(squareU, root(squareU)) }
}

/** The word before a constant, of a modulus -1/m modulo 2^26, and its limbs. */
function constant(value: bigint, before = 0n): bigint[] {
  return [before, ...words(value, BigInt(LIMB_BITS))]
}

function words(value: bigint, bits: bigint): bigint[] {
  const result: bigint[] = []
  for (let rest = value; rest > 0n; rest >>= bits) result.push(BigInt.asUintN(Number(bits), rest))
  return result
}

function padded(list: bigint[]): bigint[] {
  return Array.from({ length: WORDS_PER_CONSTANT }, (_, index) => list[index] ?? 0n)
}

/** Newton's iteration: every step doubles the number of right bits. */
function wordInverse(modulus: bigint): bigint {
  let inverse = 1n
  for (let bits = 1; bits < LIMB_BITS; bits *= 2) inverse *= 2n - modulus * inverse
  return BigInt.asUintN(LIMB_BITS, -inverse)
}

/** The representative of least absolute value. */
function signed(value: bigint, modulus: bigint): bigint {
  const reduced = value % modulus
  return reduced > modulus / 2n ? reduced - modulus : reduced
}

/** The exponent of the power of two that is nearest to a number. */
function nearestPower(value: bigint): number {
  const bits = value.toString(2).length
  return value - 2n ** BigInt(bits - 1) < 2n ** BigInt(bits - 2) ? bits - 1 : bits
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}
