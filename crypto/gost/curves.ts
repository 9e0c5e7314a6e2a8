/** The curves of GOST R 34.10-2012 by object identifier; arithmetic is @noble/curves. */
import { weierstrass, type WeierstrassPoint, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js'
import { PARAMETER_SETS, type CurveParameters } from './curve-parameters.ts'

export type CurvePoint = WeierstrassPoint<bigint>

export interface GostCurve {
  /** Identifier of the parameter set, dotted. */
  readonly oid: string
  readonly name: string
  /** Length of one coordinate, of a private key and of a digest, in bytes. */
  readonly byteLength: 32 | 64
  /** Order of the prime subgroup; q in the standard. */
  readonly order: bigint
  readonly cofactor: bigint
  readonly Point: WeierstrassPointCons<bigint>
}

const built = new Map<string, GostCurve>()

/** The curve of a parameter set, built at first use; undefined when the identifier names none of ours. */
export function findCurve(oid: string): GostCurve | undefined {
  const known = built.get(oid)
  if (known) return known
  const set = PARAMETER_SETS.find(({ names }) => Object.hasOwn(names, oid))
  if (!set) return undefined
  // All names of one set share the arithmetic and its tables of multiples of G.
  const { Point } = buildCurve(oid, set)
  for (const [alias, name] of Object.entries(set.names)) built.set(alias, curveOver(Point, { oid: alias, name }))
  return built.get(oid)
}

/** A curve from bare parameters, for published examples on sets that no certificate may use. */
export function buildCurve(oid: string, { p, a, b, n, h, Gx, Gy }: CurveParameters): GostCurve {
  return curveOver(weierstrass({ p, a, b, n, h, Gx, Gy }), { oid, name: oid })
}

function curveOver(Point: WeierstrassPointCons<bigint>, { oid, name }: { oid: string; name: string }): GostCurve {
  const { n: order, h: cofactor } = Point.CURVE()
  return { oid, name, byteLength: Point.Fp.BITS > 256 ? 64 : 32, order, cofactor, Point }
}
