/** Kuznyechik and Magma and what is built of them, against the examples of their standards. */
import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ctrAcpkm } from '../../../crypto/gost/acpkm.ts'
import type { Cipher, NewCipher } from '../../../crypto/gost/gost3412.ts'
import { kexp15, kimp15 } from '../../../crypto/gost/kexp15.ts'
import { newKuznyechik } from '../../../crypto/gost/kuznyechik.ts'
import { newMagma } from '../../../crypto/gost/magma.ts'
import { omac } from '../../../crypto/gost/omac.ts'
import { bytes, hex, message } from './openssl-tables.ts'

const KUZNYECHIK_KEY = bytes('8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef')
const MAGMA_KEY = bytes('ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff')
/** GOST R 34.13-2015 appendix A.1, continued as in R 1323565.1.017-2018 and RFC 8645. */
const TEXT = bytes(
  '1122334455667700ffeeddccbbaa9988' +
    '00112233445566778899aabbcceeff0a' +
    '112233445566778899aabbcceeff0a00' +
    '2233445566778899aabbcceeff0a0011' +
    '33445566778899aabbcceeff0a001122' +
    '445566778899aabbcceeff0a00112233' +
    '5566778899aabbcceeff0a0011223344',
)
/** GOST R 34.13-2015 appendix A.2. */
const MAGMA_TEXT = bytes('92def06b3c130a59db54c704f8189d204a98fb2e67a8024c8912409b17b57e41')

/** AES-256 by OpenSSL, to hold the modes against the examples that RFC 8645 and RFC 4493 give for AES. */
const newAes: NewCipher = (key) => ({
  blockBytes: 16,
  encryptBlock(block, offset) {
    const cipher = createCipheriv(key.length === 32 ? 'aes-256-ecb' : 'aes-128-ecb', key, null).setAutoPadding(false)
    block.set(cipher.update(block.subarray(offset, offset + 16)), offset)
  },
})

function ecb(cipher: Cipher, text: Uint8Array): string {
  const encrypted = Uint8Array.from(text)
  for (let offset = 0; offset < text.length; offset += cipher.blockBytes) cipher.encryptBlock(encrypted, offset)
  return hex(encrypted)
}

describe('one block', () => {
  test('of Kuznyechik (RFC 7801 section 5.5; GOST R 34.13-2015 A.1.1)', () => {
    expect(ecb(newKuznyechik(KUZNYECHIK_KEY), TEXT.subarray(0, 64))).toBe(
      '7f679d90bebc24305a468d42b9d4edcdb429912c6e0032f9285452d76718d08b' +
        'f0ca33549d247ceef3f5a5313bd4b157d0b09ccde830b9eb3a02c4c5aa8ada98',
    )
  })

  test('of Magma (RFC 8891 section A.4; GOST R 34.13-2015 A.2.1)', () => {
    expect(ecb(newMagma(MAGMA_KEY), bytes('fedcba9876543210'))).toBe('4ee901e5c2d8ca3d')
    expect(ecb(newMagma(MAGMA_KEY), MAGMA_TEXT)).toBe(
      '2b073f0494f372a0de70e715d3556e4811d8d9e9eacfbc1e7c68260996c67efb',
    )
  })

  test.each([
    ['Kuznyechik', newKuznyechik],
    ['Magma', newMagma],
  ])('of %s leaves key and neighbours as they were', (_name, newCipher) => {
    const key = message(32)
    const block = message(48)
    newCipher(key).encryptBlock(block, 16)
    expect(hex(key)).toBe(hex(message(32)))
    expect(hex(block.subarray(0, 16)) + hex(block.subarray(32))).toBe(
      hex(message(48).subarray(0, 16)) + hex(message(48).subarray(32)),
    )
  })

  test('takes keys of 32 bytes only', () => {
    expect(() => newKuznyechik(message(31))).toThrow(RangeError)
    expect(() => newMagma(message(36))).toThrow(RangeError)
  })
})

describe('counter mode', () => {
  const CASES: readonly (readonly [
    string,
    NewCipher,
    string,
    { key: Buffer; sectionBytes: number; length: number },
    string,
  ])[] = [
    [
      'plain, Kuznyechik (GOST R 34.13-2015 A.1.2)',
      newKuznyechik,
      '1234567890abcef0',
      { key: KUZNYECHIK_KEY, sectionBytes: Infinity, length: 64 },
      'f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee4a5eae88be6356ed3d5e877f13564a3a5cb91fab1f20cbab6d1c6d15820bdba73',
    ],
    [
      'ACPKM, Kuznyechik (R 1323565.1.017-2018)',
      newKuznyechik,
      '1234567890abcef0',
      { key: KUZNYECHIK_KEY, sectionBytes: 32, length: 112 },
      'f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee44bceeb8f646f4c55001706275e85e800587c4df568d094393e4834afd0805046cf30f57686aeece11cfc6c316b8a896edffd07ec813636460c4f3b743423163e6409a9c282fac8d469d221e7fbd6de5d',
    ],
    [
      'ACPKM, Magma (R 1323565.1.017-2018)',
      newMagma,
      '12345678',
      { key: KUZNYECHIK_KEY, sectionBytes: 16, length: 56 },
      '2ab81deeeb1e4cab68e104c4bd6b94eac72c67af6c2e5b6b0eafb61770f1b32ea1ae71149eed1382abd467180672ec6f84a2f15b3fca72c1',
    ],
    [
      'ACPKM, AES-256 (RFC 8645 appendix A)',
      newAes,
      '1234567890abcef0',
      { key: KUZNYECHIK_KEY, sectionBytes: 32, length: 112 },
      'ec5ccbde8c18d3b8725668d0a737f4581989e74232629d60997de24bc0e39fb8f5aaba0be364f053eef0bc15c2764cea9e7cc376bd8719c9770fca2de2a37cb55b2b771bf83a0517be042d8228fe2a95844e9f08fdf7b8944cb7aab7de3c67b456b843fc3231de46d5ab14f8ac09c739',
    ],
  ]

  test.each(CASES)('%s', (_what, newCipher, iv, { key, sectionBytes, length }, expected) => {
    const parameters = { newCipher, key, iv: bytes(iv), sectionBytes }
    const text = TEXT.subarray(0, length)
    expect(hex(ctrAcpkm(parameters, text))).toBe(expected)
    expect(hex(ctrAcpkm(parameters, bytes(expected)))).toBe(hex(text))
    // Any length is the beginning of a longer one.
    for (const cut of [0, 1, 15, 17, 33]) {
      expect(hex(ctrAcpkm(parameters, text.subarray(0, cut)))).toBe(expected.slice(0, 2 * cut))
    }
  })

  test('changes its key at every section and at no other place', () => {
    const parameters = { newCipher: newKuznyechik, key: KUZNYECHIK_KEY, iv: message(8) }
    const zeros = new Uint8Array(96)
    const plain = hex(ctrAcpkm({ ...parameters, sectionBytes: Infinity }, zeros))
    const sections = hex(ctrAcpkm({ ...parameters, sectionBytes: 64 }, zeros))
    expect(sections.slice(0, 128)).toBe(plain.slice(0, 128))
    expect(sections.slice(128)).not.toBe(plain.slice(128))
  })

  test('carries over the whole counter', () => {
    const cipher = newMagma(MAGMA_KEY)
    const counterAt = (n: number): string => {
      const block = Buffer.alloc(8)
      block.writeUInt32BE(0x12345678, 0)
      block.writeUInt32BE(n, 4)
      cipher.encryptBlock(block, 0)
      return hex(block)
    }
    const parameters = { newCipher: newMagma, key: MAGMA_KEY, iv: bytes('12345678'), sectionBytes: Infinity }
    const stream = hex(ctrAcpkm(parameters, new Uint8Array(8 * 300)))
    for (const n of [0, 1, 255, 256, 299]) expect(stream.slice(16 * n, 16 * (n + 1))).toBe(counterAt(n))
  })

  test.each([7, 9, 16])('takes no start of %i bytes', (length) => {
    const parameters = { newCipher: newKuznyechik, key: KUZNYECHIK_KEY, iv: message(length), sectionBytes: Infinity }
    expect(() => ctrAcpkm(parameters, TEXT)).toThrow(RangeError)
  })
})

describe('the MAC', () => {
  test('of Kuznyechik and of Magma (GOST R 34.13-2015 A.1.6 and A.2.6, there cut to half)', () => {
    expect(hex(omac(newKuznyechik(KUZNYECHIK_KEY), TEXT.subarray(0, 64)))).toMatch(/^336f4d296059fbe3/)
    expect(hex(omac(newMagma(MAGMA_KEY), MAGMA_TEXT))).toMatch(/^154e7210/)
  })

  // RFC 4493 section 4: incomplete and empty last blocks, of which the Russian standards give no example.
  test.each([
    [0, 'bb1d6929e95937287fa37d129b756746'],
    [16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [40, 'dfa66747de9ae63030ca32611497c827'],
    [64, '51f0bebf7e3b9d92fc49741779363cfe'],
  ])('of AES over %i bytes is CMAC', (length, expected) => {
    const key = bytes('2b7e151628aed2a6abf7158809cf4f3c')
    const text = bytes(
      '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
    )
    expect(hex(omac(newAes(key), text.subarray(0, length)))).toBe(expected)
  })
})

describe('KExp15 (R 1323565.1.017-2018; RFC 9189 section 8.2.1)', () => {
  const keys = {
    macKey: bytes('08090a0b0c0d0e0f0001020304050607101112131415161718191a1b1c1d1e1f'),
    encryptionKey: bytes('202122232425262728292a2b2c2d2e2f38393a3b3c3d3e3f3031323334353637'),
  }
  const CASES: readonly (readonly [string, NewCipher, string, string])[] = [
    ['Magma', newMagma, '67bed654', 'cfd5a12d5b81b6e1e99c916d07900c6ac12703fb3abded55567bf3742c899c755dafe7b42e3a8bd9'],
    [
      'Kuznyechik',
      newKuznyechik,
      '0909472dd9f26be8',
      'e36184e84e8d736ff36cc2e5ae065dc656b23c20f549b02fdff88e1f3f30d8c29a53f3ca554dbad80de152b9a4625b32',
    ],
  ]

  test.each(CASES)('%s: exports and imports a key', (_name, newCipher, iv, exported) => {
    const parameters = { ...keys, newCipher, iv: bytes(iv) }
    expect(hex(kexp15(parameters, KUZNYECHIK_KEY))).toBe(exported)
    expect(hex(kimp15(parameters, bytes(exported)))).toBe(hex(KUZNYECHIK_KEY))
  })

  test.each(CASES)(
    '%s: imports nothing that was changed, cut or made under another IV',
    (_name, newCipher, iv, exported) => {
      const parameters = { ...keys, newCipher, iv: bytes(iv) }
      const unopenable = expect.objectContaining({ code: 'CMS_UNOPENABLE' })
      for (let at = 0; at < exported.length / 2; at++) {
        const changed = bytes(exported)
        changed[at]! ^= 1 << (at % 8)
        expect(() => kimp15(parameters, changed)).toThrow(unopenable)
      }
      for (const length of [0, 1, 16, 39])
        expect(() => kimp15(parameters, bytes(exported).subarray(0, length))).toThrow(unopenable)
      const otherIv = { ...parameters, iv: bytes(iv).toReversed() }
      expect(() => kimp15(otherIv, bytes(exported))).toThrow(unopenable)
    },
  )
})
