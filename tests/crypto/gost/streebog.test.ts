import { describe, expect, test } from 'vitest'
import { Streebog } from '../../../crypto/gost/streebog.ts'
import { ARITHMETICS } from './arithmetics.ts'
import { bytes, hex, message, tableRows } from './openssl-tables.ts'

// RFC 6986 section 10; the RFC prints vectors most significant byte first, messages and hashes here are as transmitted.
const M1 = Buffer.from('012345678901234567890123456789012345678901234567890123456789012')
const M2 = bytes(
  'd1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820' +
    'ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb',
)

describe.each(ARITHMETICS)('Streebog over $name', ({ streebog }) => {
  const streebog256 = (data: Uint8Array): Uint8Array => new Streebog(256, streebog).update(data).digest()
  const streebog512 = (data: Uint8Array): Uint8Array => new Streebog(512, streebog).update(data).digest()

  test.each([
    [
      'M1',
      M1,
      '9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500',
      '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa' +
        '00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
    ],
    [
      'M2',
      M2,
      '9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50',
      '1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376' +
        '035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
    ],
  ])('hashes %s of RFC 6986', (_name, data, expected256, expected512) => {
    expect(hex(streebog256(data))).toBe(expected256)
    expect(hex(streebog512(data))).toBe(expected512)
  })

  test.each(tableRows('streebog.txt'))('agrees with openssl on %s bytes', (length, expected256, expected512) => {
    expect(hex(streebog256(message(Number(length))))).toBe(expected256)
    expect(hex(streebog512(message(Number(length))))).toBe(expected512)
  })

  test('carries through a checksum of all ones', () => {
    // openssl dgst -md_gost12_256 over a thousand bytes FF
    expect(hex(streebog256(Buffer.alloc(1000, 0xff)))).toBe(
      '88a43f42302c9c589b047bc26bed7c3b7d92216a3747448883edf057f52a8ef5',
    )
  })

  test('gives one hash however the message is cut', () => {
    const data = message(1000)
    for (const size of [1, 3, 63, 64, 65, 130, 999]) {
      const hash = new Streebog(512, streebog)
      for (let offset = 0; offset < data.length; offset += size) hash.update(data.subarray(offset, offset + size))
      expect(hex(hash.digest())).toBe(hex(streebog512(data)))
    }
  })

  test('keeps two running hashes apart', () => {
    const one = new Streebog(256, streebog).update(message(70))
    const other = new Streebog(256, streebog).update(M2)
    expect(hex(one.update(message(200).subarray(70)).digest())).toBe(hex(streebog256(message(200))))
    expect(hex(other.digest())).toBe(hex(streebog256(M2)))
  })

  test('refuses to go on after the digest', () => {
    const hash = new Streebog(256, streebog)
    hash.digest()
    expect(() => hash.update(M1)).toThrow('update after digest')
    expect(() => hash.digest()).toThrow('digest twice')
  })
})
