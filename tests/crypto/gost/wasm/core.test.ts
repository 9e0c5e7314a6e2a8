import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { loadCore, type Core } from '../../../../crypto/gost/wasm/core.ts'
import { createWasmSignatures } from '../../../../crypto/gost/wasm/gost3410.ts'
import { curveOf, message } from '../openssl-tables.ts'

const CURVE = curveOf('1.2.643.7.1.2.1.1.1')
const PEER = { curve: CURVE, point: Buffer.concat([...gxAndGy()]) }

describe('the module', () => {
  test.each([
    ['deriving a public key', (signatures, secret) => void signatures.derivePublicPoint(secret.key)],
    ['signing', (signatures, secret) => void signatures.sign(secret.key, message(32), secret.nonce)],
    ['an agreement', (signatures, secret) => void signatures.multiplyPoint(secret.key, PEER, 5n)],
  ] satisfies [string, (signatures: Signatures, secret: Secret) => void][])(
    'keeps nothing that depends on a key or a nonce after %s',
    (_what, operation) => {
      const core = loadCore()
      const signatures = createWasmSignatures(core)
      const memoryAfter = (byte: number): string => {
        operation(signatures, { key: { curve: CURVE, scalar: filled(32, byte) }, nonce: filled(64, byte + 1) })
        // What was published goes: the signature, the public key and, of a signature, the point that r is made from.
        core.write('signatureAt', new Uint8Array(128))
        core.write('pointAt', new Uint8Array(128))
        return fingerprint(core)
      }
      memoryAfter(1)
      expect(memoryAfter(3)).toBe(memoryAfter(5))
    },
  )

  test('wipes an agreed point too', () => {
    const core = loadCore()
    const key = { curve: CURVE, scalar: filled(32, 1) }
    const shared = createWasmSignatures(core).multiplyPoint(key, PEER, 5n)!
    expect(Buffer.from(core.memory.buffer).includes(Buffer.from(shared.subarray(0, 16)))).toBe(false)
  })

  test('has no more memory than it was built with, so that no flow of keys exhausts the machine', () => {
    const core = loadCore()
    expect(core.allocate(49 * 2 ** 20)).toBe(0)
    expect(core.allocate(2 ** 20)).not.toBe(0)
    expect(core.memory.buffer.byteLength).toBeLessThan(3 * 2 ** 20)
  })

  test('gives every instance a memory of its own', () => {
    const [one, other] = [loadCore(), loadCore()]
    one.write('digestAt', filled(32, 7))
    expect(other.read('digestAt', 1)).toEqual(Uint8Array.of(0))
  })
})

type Signatures = ReturnType<typeof createWasmSignatures>
interface Secret {
  readonly key: Parameters<Signatures['sign']>[0]
  readonly nonce: Uint8Array
}

function filled(length: number, byte: number): Uint8Array {
  return new Uint8Array(length).fill(byte)
}

function fingerprint(core: Core): string {
  return createHash('sha256').update(new Uint8Array(core.memory.buffer)).digest('hex')
}

function* gxAndGy(): Generator<Uint8Array> {
  const { x, y } = CURVE.Point.BASE.toAffine()
  for (const number of [x, y]) yield Buffer.from(number.toString(16).padStart(64, '0'), 'hex').toReversed()
}
