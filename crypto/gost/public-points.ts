/**
 * Public points that have been parsed and proved, the last 64 used. A key that keeps signing well gets a table of
 * multiples, which makes its verifications several times faster; a stranger's key never costs more than its parsing.
 */
import { bytesToNumberLE } from '@noble/curves/utils.js'
import type { CurvePoint, GostCurve } from './curves.ts'

const CACHED_POINTS = 64
const VERIFICATIONS_BEFORE_TABLE = 3
/** Bits per digit: 8 verifies a little faster, but its table costs twice the time and several times the memory. */
const TABLE_WINDOW_BITS = 6

interface KnownPoint {
  readonly point: CurvePoint
  verifications: number
}

// Insertion order is the order of use: the first key is the one unused for longest.
const known = new Map<string, KnownPoint>()

/** The point of x || y (little-endian each), or undefined unless it is a point of the prime subgroup other than O. */
export function findPoint(curve: GostCurve, bytes: Uint8Array): CurvePoint | undefined {
  const name = nameOf(curve, bytes)
  const entry = known.get(name)
  if (entry) {
    known.delete(name)
    known.set(name, entry)
    return entry.point
  }
  const point = parsePoint(curve, bytes)
  if (!point) return undefined
  known.set(name, { point, verifications: 0 })
  for (const oldest of known.keys()) {
    if (known.size <= CACHED_POINTS) break
    known.delete(oldest)
  }
  return point
}

/** Counts a good signature; after the third one the next verification builds the table. */
export function noteVerified(curve: GostCurve, bytes: Uint8Array): void {
  const entry = known.get(nameOf(curve, bytes))
  if (entry && ++entry.verifications === VERIFICATIONS_BEFORE_TABLE) entry.point.precompute(TABLE_WINDOW_BITS)
}

function nameOf(curve: GostCurve, bytes: Uint8Array): string {
  return `${curve.oid} ${Buffer.from(bytes).toString('base64')}`
}

function parsePoint({ Point, byteLength }: GostCurve, bytes: Uint8Array): CurvePoint | undefined {
  if (bytes.length !== 2 * byteLength) return undefined
  const x = bytesToNumberLE(bytes.subarray(0, byteLength))
  const y = bytesToNumberLE(bytes.subarray(byteLength))
  try {
    // Throws for coordinates outside the field, y = 0, O, points off the curve and outside the subgroup: here that is
    // an answer, not an accident.
    const point = Point.fromAffine({ x, y })
    point.assertValidity()
    return point
  } catch {
    return undefined
  }
}
