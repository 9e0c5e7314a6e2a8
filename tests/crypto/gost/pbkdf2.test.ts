/** PBKDF2 over Streebog: the values of openssl kdf with the gost engine; those of 512 bits are also RFC 9337 appendix A. */
import { expect, test } from 'vitest'
import { pbkdf2Streebog } from '../../../crypto/gost/pbkdf2.ts'
import { hex } from './openssl-tables.ts'

const PASSWORD = Buffer.from('password')
const SALT = Buffer.from('salt')

test.each([
  [
    512,
    1,
    '64770af7f748c3b1c9ac831dbcfd85c26111b30a8a657ddc3056b80ca73e040d2854fd36811f6d825cc4ab66ec0a68a490a9e5cf5156b3a2b7eecddbf9a16b47',
  ],
  [
    512,
    2,
    '5a585bafdfbb6e8830d6d68aa3b43ac00d2e4aebce01c9b31c2caed56f0236d4d34b2b8fbd2c4e89d54d46f50e47d45bbac301571743119e8d3c42ba66d348de',
  ],
  [
    512,
    1000,
    'cf2b8e11666bf154ccabb270f31f984c1f336aac277236270266ec6ee71d54e0de908f28da8c729ef5218e5ba7ca5b8fff1493f18ad55cdac1bdcac15e616862',
  ],
  [
    256,
    2,
    'b0a3ff64e42ca187f96e7263788b3f97938e1fefe962b06b24b9c7470ba5ca3197fce7c85cd6dda8a37ca17aee2f30398713812183cac24151efb648297bf954',
  ],
] as const)('HMAC of %i bits, %i iterations', async (bits, iterations, derived) => {
  expect(hex(await pbkdf2Streebog(PASSWORD, { bits, salt: SALT, iterations, bytes: 64 }))).toBe(derived)
})

test('a shorter key is the beginning of a longer one, across blocks', async () => {
  const derive = (bytes: number) => pbkdf2Streebog(PASSWORD, { bits: 512, salt: SALT, iterations: 2, bytes })
  const long = await derive(96)
  expect(long).toHaveLength(96)
  expect(await derive(40)).toEqual(long.subarray(0, 40))
})
