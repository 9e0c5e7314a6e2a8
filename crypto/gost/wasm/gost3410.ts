/** GOST R 34.10-2012 in WebAssembly, every curve of ours: numbers go in and out as bytes, in the order they travel. */
import type { SignatureArithmetic } from '../arithmetic.ts'
import type { GostCurve } from '../curves.ts'
import { encodePoint, unusableKey, type PrivateKey } from '../gost3410-keys.ts'
import type { Core } from './core.ts'
import { encodeCurve } from './curve-constants.ts'
import { createSigners, tableBytes, type Signers } from './signers.ts'

/** What assembly/sign.ts returns. */
const DONE = 0
const KEY_UNUSABLE = 1

export function createWasmSignatures(core: Core): SignatureArithmetic {
  const curveAt = createCurves(core)
  const signers = createSignersIn(core, curveAt)

  /** Runs what needs the private key, which it wipes from its memory; whether there is a result. */
  function runWithKey({ curve, scalar }: PrivateKey, operation: (curve: number) => number): boolean {
    core.write('scalarAt', scalar)
    const outcome = operation(curveAt(curve))
    if (outcome === KEY_UNUSABLE) throw unusableKey(curve)
    return outcome === DONE
  }

  return {
    derivePublicPoint(key) {
      requireLength(key)
      runWithKey(key, core.derivePublicKey)
      return core.read('pointAt', 2 * key.curve.byteLength)
    },

    sign(key, digest, nonce) {
      requireLength(key)
      core.write('digestAt', digest)
      core.write('nonceAt', nonce)
      return runWithKey(key, core.sign) ? core.read('signatureAt', 2 * key.curve.byteLength) : undefined
    },

    verify(key, digest, signature) {
      const signer = signers.find(key)
      if (!signer) return false
      core.write('digestAt', digest)
      core.write('signatureAt', signature)
      if (signer.table === 0) core.write('pointAt', key.point)
      const matches = core.verify(curveAt(key.curve), signer.table) !== 0
      if (matches) signers.noteVerified(signer)
      return matches
    },

    multiplyPoint(key, peer, factor) {
      const { curve } = key
      requireLength(key)
      // Two names of one parameter set share their Point: keys under either name agree.
      if (peer.curve.Point !== curve.Point || !signers.find(peer)) return undefined
      core.write('pointAt', peer.point)
      core.write('nonceAt', littleEndian(factor % curve.order, curve.byteLength))
      const shared = runWithKey(key, core.agree) ? core.read('pointAt', 2 * curve.byteLength) : undefined
      core.write('pointAt', new Uint8Array(2 * curve.byteLength))
      return shared
    },
  }
}

function requireLength({ curve, scalar }: PrivateKey): void {
  if (scalar.length !== curve.byteLength) throw unusableKey(curve)
}

/** Where a curve's constants lie, written with the table of G when the curve is first asked for. */
function createCurves(core: Core): (curve: GostCurve) => number {
  const addresses = new Map<GostCurve['Point'], number>()
  return (curve) => {
    const known = addresses.get(curve.Point)
    if (known !== undefined) return known
    const table = core.allocate(tableBytes(curve.byteLength))
    const constants = encodeCurve(curve, table)
    const address = core.allocate(constants.length)
    if (table === 0 || address === 0) throw new RangeError('no room for another curve')
    core.write(address, constants)
    core.write('pointAt', encodePoint(curve, curve.Point.BASE))
    core.makeTable(address, table)
    addresses.set(curve.Point, address)
    return address
  }
}

function createSignersIn(core: Core, curveAt: (curve: GostCurve) => number): Signers {
  return createSigners({
    allocate: core.allocate,
    prove({ curve, point }) {
      if (point.length !== 2 * curve.byteLength) return false
      const address = curveAt(curve)
      core.write('pointAt', point)
      return core.provePoint(address) !== 0
    },
    makeTable({ key, table }) {
      core.write('pointAt', key.point)
      core.makeTable(curveAt(key.curve), table)
    },
  })
}

function littleEndian(value: bigint, length: number): Uint8Array {
  return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex').toReversed()
}
