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
const Z = '1.2.643.7.1.2.5.1.1'
const unopenable = expect.objectContaining({ code: 'CMS_UNOPENABLE' })

describe('ECB', () => {
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

describe('CFB with key meshing', () => {
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

describe('the MAC', () => {
  test.each(tableRows('imit.txt'))('%s: agrees with openssl on %s bytes', (paramSet, length, mac) => {
    const parameters = { key: KEY, iv: Buffer.alloc(8), paramSet: paramSet! }
    expect(hex(imit(parameters, message(Number(length))))).toBe(mac)
  })
})

describe('CryptoPro key wrap', () => {
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
