/**
 * GOST 28147-89 against messages that others have published (the test suites of Nettle and of OpenSSL's gost engine: RFC
 * 5830 and RFC 4357 give no examples), against tables of that engine, and against the rules of the RFCs themselves.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  cfbDecrypt,
  cfbEncrypt,
  ecbDecrypt,
  ecbEncrypt,
  imit,
  unwrapCryptoPro,
  wrapCryptoPro,
} from '../../../crypto/gost/gost28147.ts'
import { vko256 } from '../../../crypto/gost/vko.ts'
import { bytes, hex, message, privateKeyOf, tableRows } from './openssl-tables.ts'

const KEY = bytes('00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f')
const IV = bytes('0123456789abcdef')
const [A, B, C, D] = [1, 2, 3, 4].map((set) => `1.2.643.2.2.31.${set}`) as [string, string, string, string]
const Z = '1.2.643.7.1.2.5.1.1'
const unopenable = expect.objectContaining({ code: 'CMS_UNOPENABLE' })

describe('ECB (RFC 5830 section 5)', () => {
  test.each([
    [A, '668184aedc48c9174164347058845cac'],
    [B, 'dbee81147b74b0f2db5ef00eff4bd528'],
    [C, '31a3859d0aeeb80e4afbd6ce7798ffa9'],
    [D, 'b1323e0b2173cbd1c5282f2461e97aa8'],
    [Z, 'ce5a5ed7e0577a5fd0cc85ce31635b8b'],
  ])(
    'with substitution %s (RFC 4357 section 11.2, RFC 7836 for TC26 Z) gives what Nettle published',
    (set, expected) => {
      const key = bytes('8182838485868788898a8b8c8d8e8f80d1d2d3d4d5d6d7d8d9dadbdcdddedfd0')
      const plain = bytes('0102030405060708f1f2f3f4f5f6f7f8')
      expect(hex(ecbEncrypt(key, set, plain))).toBe(expected)
      expect(hex(ecbDecrypt(key, set, bytes(expected)))).toBe(hex(plain))
    },
  )

  test('with set Z is Magma of RFC 8891 read in the other byte order', () => {
    const key = bytes('ccddeeff8899aabb4455667700112233f3f2f1f0f7f6f5f4fbfaf9f8fffefdfc')
    const plain = bytes('fedcba9876543210').toReversed()
    const encrypted = bytes('4ee901e5c2d8ca3d').toReversed()
    expect(hex(ecbEncrypt(key, Z, plain))).toBe(hex(encrypted))
    expect(hex(ecbDecrypt(key, Z, encrypted))).toBe(hex(plain))
  })

  test('takes whole blocks only', () => {
    expect(() => ecbEncrypt(KEY, Z, message(7))).toThrow(RangeError)
    expect(() => ecbDecrypt(KEY, Z, message(9))).toThrow(RangeError)
  })

  test('refuses a key of another length', () => {
    expect(() => ecbEncrypt(KEY.subarray(1), Z, message(8))).toThrow(RangeError)
  })
})

describe('CFB (RFC 5830 section 7)', () => {
  const ENGINE = {
    key: bytes('0123456789abcdef'.repeat(4)),
    iv: Buffer.alloc(8),
    text: Buffer.from('The quick brown fox jumps over the lazy dog\n'),
  }

  test.each([
    [A, '07f4102c6185c4a09e676e269bfa4bc9c5df6575916b879bd13a893a2285ee6690107cdeef7a315d2eb54bfa'],
    [B, '11465c1c9708033e784fbb5536f2719c38353cb488b01f195c20d4c027022e8300d98bb66c138afbe878c88b'],
    [C, '2f213b390c9b6ceb18de479686d23f4f03c76644a0aab8894b50b71a3bbb3c027ec4c2d569ba0e6a873bd46e'],
    [D, 'e835f59a7fdfd84764efe1e987660327f5d0de187afea72f9cd040983a5e5bbeb4fe1aa5ff85d623ebc4d435'],
  ])("%s: gives what OpenSSL's gost engine published", (paramSet, expected) => {
    const { key, iv, text } = ENGINE
    expect(hex(cfbEncrypt({ key, iv, paramSet }, text))).toBe(expected)
    expect(hex(cfbDecrypt({ key, iv, paramSet }, bytes(expected)))).toBe(hex(text))
  })

  test.each([
    [
      A,
      '8d5a2c83a7c70a61d61b34b51fdf42686671a35d874cfd84993663b61ed60dad',
      '46606f0d8834235a',
      'd2fdf83ac1b439232eaacc980a02da33',
      '88b7751674a5ee2d14fe9167d05ccc40',
    ],
    [C, '77c3458ef642e7048efc08e47096d6059359026d6f97cae9cf89444bde6c221d', '437c3e8e2f2a0098', '079c91be', '19358134'],
    [
      D,
      '389fe837ff9c5d29fc4855a087eae84020875bb2011555a7e32dcb3dd6590473',
      'c5a2d21f2fdfb8eb',
      '2f31d883b420e86eda',
      '6da4ed40088871ad16',
    ],
  ])('%s: gives what Nettle published, also of a part of a block', (paramSet, key, iv, plain, expected) => {
    expect(hex(cfbEncrypt({ key: bytes(key), iv: bytes(iv), paramSet }, bytes(plain)))).toBe(expected)
  })
})

describe('CFB with the key meshing of RFC 4357 section 2.3.2', () => {
  /** As the RFC gives it, octet by octet. */
  const MESHING = bytes('6900722264c904238d3adb9646e92ac418feac9400ed0712c086dcc2ef4ca92b')

  test.each([A, B, C, D, Z])(
    '%s: after 1024 bytes the key is the constant decrypted with it, and the register is encrypted with the new one',
    (paramSet) => {
      const plain = message(2048 + 100)
      const encrypted = cfbEncrypt({ key: KEY, iv: IV, paramSet }, plain)
      let key: Uint8Array = KEY
      for (const at of [1024, 2048]) {
        key = ecbDecrypt(key, paramSet, MESHING)
        const iv = ecbEncrypt(key, paramSet, encrypted.subarray(at - 8, at))
        const part = cfbEncrypt({ key, iv, paramSet }, plain.subarray(at, at + 1024))
        expect(hex(encrypted.subarray(at, at + 1024))).toBe(hex(part))
      }
    },
  )

  test.each(tableRows('cfb.txt'))('%s: agrees with openssl on %s bytes', (paramSet, length, sha256) => {
    const plain = message(Number(length))
    const parameters = { key: KEY, iv: IV, paramSet: paramSet! }
    const encrypted = cfbEncrypt(parameters, plain)
    expect(encrypted.length).toBe(plain.length)
    expect(createHash('sha256').update(encrypted).digest('hex')).toBe(sha256)
    expect(Buffer.compare(cfbDecrypt(parameters, encrypted), plain)).toBe(0)
  })

  test('leaves its inputs as they were', () => {
    const [key, iv, plain] = [message(32), message(8), message(2000)]
    cfbEncrypt({ key, iv, paramSet: Z }, plain)
    expect([hex(key), hex(iv), hex(plain)]).toEqual([32, 8, 2000].map((length) => hex(message(length))))
  })

  test.each(['1.2.643.2.2.31.0', '', 'constructor'])('refuses the unknown parameter set %o', (paramSet) => {
    expect(() => cfbDecrypt({ key: KEY, iv: IV, paramSet }, message(8))).toThrow(unopenable)
  })

  test.each([0, 7, 9, 16])('refuses a start vector of %i bytes', (length) => {
    expect(() => cfbDecrypt({ key: KEY, iv: message(length), paramSet: Z }, message(8))).toThrow(unopenable)
  })
})

describe('the MAC (RFC 5830 section 8)', () => {
  test.each([
    [A, '2ee8d13d'],
    [Z, 'be4453ec'],
  ])("%s: is what OpenSSL's gost engine published", (paramSet, expected) => {
    const parameters = { key: Buffer.from('0123456789abcdef'.repeat(2)), iv: Buffer.alloc(8), paramSet }
    expect(hex(imit(parameters, Buffer.from('12345670'.repeat(128))))).toBe(expected)
  })

  test.each(tableRows('imit.txt'))('%s: agrees with openssl on %s bytes', (paramSet, length, mac) => {
    const parameters = { key: KEY, iv: Buffer.alloc(8), paramSet: paramSet! }
    expect(hex(imit(parameters, message(Number(length))))).toBe(mac)
  })
})

describe('CryptoPro key wrap (RFC 4357 sections 6.3 to 6.5)', () => {
  const ukm = IV
  const wrapped = wrapCryptoPro(KEY, ukm, message(32), Z)

  test.each(tableRows('key-transport.txt'))('%s: opens what openssl wrapped', (oid, pkcs8, cek, transport) => {
    const own = privateKeyOf(oid!, pkcs8!)
    const { point, ukm: theirUkm, encryptedKey, mac } = fieldsOfKeyTransport(bytes(transport!), own.curve.byteLength)
    const kek = vko256(own, { curve: own.curve, point }, theirUkm)
    expect(hex(unwrapCryptoPro(kek, theirUkm, { encryptedKey, mac }, Z))).toBe(cek)
    expect(wrapCryptoPro(kek, theirUkm, bytes(cek!), Z)).toEqual({
      encryptedKey: Uint8Array.from(encryptedKey),
      mac: Uint8Array.from(mac),
    })
  })

  test('opens its own', () => {
    expect(hex(unwrapCryptoPro(KEY, ukm, wrapped, Z))).toBe(hex(message(32)))
  })

  test.each([
    [
      'a changed key',
      { ...wrapped, encryptedKey: wrapped.encryptedKey.map((byte, i) => (i === 31 ? byte ^ 1 : byte)) },
    ],
    ['a changed MAC', { ...wrapped, mac: wrapped.mac.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) }],
    ['a short MAC', { ...wrapped, mac: wrapped.mac.subarray(0, 3) }],
    ['no MAC', { ...wrapped, mac: new Uint8Array(0) }],
    ['a short key', { ...wrapped, encryptedKey: wrapped.encryptedKey.subarray(0, 24) }],
  ])('refuses %s', (_defect, changed) => {
    expect(() => unwrapCryptoPro(KEY, ukm, changed, Z)).toThrow(unopenable)
  })

  test('refuses another key, another UKM, another parameter set and a UKM of another length', () => {
    expect(() => unwrapCryptoPro(message(32), ukm, wrapped, Z)).toThrow(unopenable)
    expect(() => unwrapCryptoPro(KEY, message(8), wrapped, Z)).toThrow(unopenable)
    expect(() => unwrapCryptoPro(KEY, ukm, wrapped, '1.2.643.2.2.31.1')).toThrow(unopenable)
    expect(() => unwrapCryptoPro(KEY, ukm.subarray(1), wrapped, Z)).toThrow(unopenable)
  })

  test('wraps content keys of 32 bytes only', () => {
    expect(() => wrapCryptoPro(KEY, ukm, message(31), Z)).toThrow(RangeError)
  })
})

/** GostR3410-KeyTransport as openssl writes it: SEQ{ SEQ{ key, mac }, [0]{ set, [0] spki, ukm } }, every length known. */
function fieldsOfKeyTransport(der: Buffer, coordinateBytes: number) {
  const key = der.indexOf('30280420', 0, 'hex') + 4
  const spkiEnd = der.length - 10
  return {
    encryptedKey: der.subarray(key, key + 32),
    mac: der.subarray(key + 34, key + 38),
    point: der.subarray(spkiEnd - 2 * coordinateBytes, spkiEnd),
    ukm: der.subarray(-8),
  }
}
