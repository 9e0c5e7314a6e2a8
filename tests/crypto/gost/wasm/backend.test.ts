import { describe, expect, test } from 'vitest'
import { chooseArithmetic, gostArithmetic, gostBackend } from '../../../../crypto/gost/backend.ts'
import {
  checkKnownAnswers,
  KNOWN_DIGEST,
  KNOWN_NONCE,
  KNOWN_SCALAR,
  KNOWN_SIGNATURES,
} from '../../../../crypto/gost/wasm/known-answers.ts'
import { ARITHMETICS, TYPESCRIPT, WASM } from '../arithmetics.ts'
import { curveOf, hex } from '../openssl-tables.ts'

const { signatures, streebog } = WASM

describe('the backend', () => {
  test('is WebAssembly where it works', () => {
    expect(gostBackend()).toEqual({ name: 'wasm', reason: 'WebAssembly gives the known answers' })
    expect(gostArithmetic()).toBe(gostArithmetic())
  })

  test('is TypeScript, with the reason, where WebAssembly cannot be loaded', () => {
    const choice = chooseArithmetic(() => {
      throw new ReferenceError('WebAssembly is not defined')
    })
    expect(choice.arithmetic).toBe(TYPESCRIPT)
    expect(choice.reason).toBe(
      'WebAssembly is not usable here (WebAssembly is not defined): signing is slower and not constant-time',
    )
  })

  test.each([
    ['a wrong hash', 'Streebog gives a wrong hash', { ...WASM, streebog: { ...streebog, finish: () => undefined } }],
    [
      'a wrong signature',
      'CryptoPro-A gives a wrong signature',
      { ...WASM, signatures: { ...signatures, sign: () => new Uint8Array(64) } },
    ],
    [
      'a good signature that is refused',
      'CryptoPro-A refuses a good signature',
      { ...WASM, signatures: { ...signatures, verify: () => false } },
    ],
    [
      'a bad signature that is accepted',
      'CryptoPro-A accepts a bad signature',
      { ...WASM, signatures: { ...signatures, verify: () => true } },
    ],
  ])('is TypeScript after %s', (_defect, words, faulty) => {
    const choice = chooseArithmetic(() => faulty)
    expect(choice.arithmetic).toBe(TYPESCRIPT)
    expect(choice.reason).toContain(`(${words})`)
  })
})

describe('the known answers', () => {
  test.each(KNOWN_SIGNATURES)('$oid: the signature is what BigInt computes', ({ oid, signature }) => {
    const key = { curve: curveOf(oid), scalar: KNOWN_SCALAR }
    expect(hex(TYPESCRIPT.signatures.sign(key, KNOWN_DIGEST, KNOWN_NONCE)!)).toBe(signature)
  })

  test.each(ARITHMETICS)('are those of $name', (arithmetic) => {
    expect(() => checkKnownAnswers(arithmetic)).not.toThrow()
  })
})
