/** GOST R 34.11-94 with the CryptoPro substitution: known digests (RFC 5831's messages), and openssl's `md_gost94` (stored). */
import { expect, test } from 'vitest'
import { gost341194 } from '../../../crypto/gost/gost341194.ts'
import { hex, message, tableRows } from './openssl-tables.ts'

test.each([
  ['', '981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0'],
  ['a', 'e74c52dd282183bf37af0079c9f78055715a103f17e3133ceff1aacf2f403011'],
  ['abc', 'b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c'],
  ['message digest', 'bc6041dd2aa401ebfa6e9886734174febdb4729aa972d60f549ac39b29721ba0'],
  ['The quick brown fox jumps over the lazy dog', '9004294a361a508c586fe53d1f1b02746765e71b765472786e4770d565830a76'],
  ['This is message, length=32 bytes', '2cefc2f7b7bdc514e18ea57fa74ff357e7fa17d652c75f69cb1be7893ede48eb'],
  [
    'Suppose the original message has length = 50 bytes',
    'c3730c5cbccacf915ac292676f21e8bd4ef75331d9405e5f1a61dc3130a65011',
  ],
  ['U'.repeat(128), '1c4ac7614691bbf427fa2316216be8f10d92edfd37cd1027514c1008f649c4e8'],
])('of %o, with the substitution of RFC 4357 section 11.2', (text, digest) => {
  expect(hex(gost341194(Buffer.from(text)))).toBe(digest)
})

test.each(tableRows('gost341194.txt'))('of %s bytes agrees with openssl', (length, digest) => {
  expect(hex(gost341194(message(Number(length))))).toBe(digest)
})
