/** Known answers of the ciphers of the encryption profiles, and of how they carry keys. */
import { createHash } from 'node:crypto'
import { ctrAcpkm } from '../gost/acpkm.ts'
import { cfbDecrypt, cfbEncrypt, unwrapCryptoPro, wrapCryptoPro } from '../gost/gost28147.ts'
import { kexp15, kimp15 } from '../gost/kexp15.ts'
import { newKuznyechik } from '../gost/kuznyechik.ts'
import { newMagma } from '../gost/magma.ts'
import { decryptCbc, encryptCbc } from '../aes/aes256-cbc.ts'
import { decryptOaep } from '../rsa/oaep.ts'
import { bytes, knownAnswer } from './known-answer.ts'
import type { SelfTest } from './known-answer.ts'
import { RSA, readRsaKey } from './known-answers.ts'

const SET_Z = '1.2.643.7.1.2.5.1.1'
const KEY = bytes('00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f')
const IV = bytes('0123456789abcdef')
/** One byte more than one key of the meshing serves. */
const ZEROS = new Uint8Array(1025)
const CONTENT_KEY = bytes('66e94bd4ef8a2c3b884cfa59ca342b2e58e2fccefa7e3061367f1d57a4e7455a')
const WRAPPED_KEY = '7d25e858cd6eda24ee8a47f63f9742ba6f25ac470bb1401c54e111331de2cc36'
const WRAPPED_MAC = 'fa804e92'

/** GOST R 34.13-2015 appendix A.1 and R 1323565.1.017-2018. */
const EXAMPLE_KEY = bytes('8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef')
const EXAMPLE_TEXT = bytes(
  '1122334455667700ffeeddccbbaa998800112233445566778899aabbcceeff0a112233445566778899aabbcceeff0a00',
)
const EXPORT_KEYS = {
  macKey: bytes('08090a0b0c0d0e0f0001020304050607101112131415161718191a1b1c1d1e1f'),
  encryptionKey: bytes('202122232425262728292a2b2c2d2e2f38393a3b3c3d3e3f3031323334353637'),
}
const WITH_KUZNYECHIK = { ...EXPORT_KEYS, newCipher: newKuznyechik, iv: bytes('0909472dd9f26be8') }
const WITH_MAGMA = { ...EXPORT_KEYS, newCipher: newMagma, iv: bytes('67bed654') }
const EXPORTED_BY_KUZNYECHIK =
  'e36184e84e8d736ff36cc2e5ae065dc656b23c20f549b02fdff88e1f3f30d8c29a53f3ca554dbad80de152b9a4625b32'
const EXPORTED_BY_MAGMA = 'cfd5a12d5b81b6e1e99c916d07900c6ac12703fb3abded55567bf3742c899c755dafe7b42e3a8bd9'

/** NIST SP 800-38A section F.2.5, first block; what follows it there is text, here padding. */
const AES = {
  key: bytes('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4'),
  iv: bytes('000102030405060708090a0b0c0d0e0f'),
}
const AES_TEXT = '6bc1bee22e409f96e93d7e117393172a'
const AES_ENCRYPTED = 'f58c4c04d6e5f1ba779eabfb5f7bfbd6'

export const CIPHER_TESTS: readonly SelfTest[] = [
  knownAnswer(
    'GOST 28147-89 in CFB with key meshing: encryption',
    () =>
      createHash('sha256')
        .update(cfbEncrypt({ key: KEY, iv: IV, paramSet: SET_Z }, ZEROS))
        .digest(),
    '9a3a049a8c68452f97f9c079538b76e04751e4c4520453cb8f48b33534c6398b',
  ),
  knownAnswer(
    'GOST 28147-89 in CFB with key meshing: decryption',
    () => cfbDecrypt({ key: KEY, iv: IV, paramSet: SET_Z }, cfbEncrypt({ key: KEY, iv: IV, paramSet: SET_Z }, ZEROS)),
    '00'.repeat(ZEROS.length),
  ),
  knownAnswer(
    'CryptoPro key wrap',
    () => {
      const { encryptedKey, mac } = wrapCryptoPro(KEY, IV, CONTENT_KEY, SET_Z)
      return Buffer.concat([encryptedKey, mac])
    },
    WRAPPED_KEY + WRAPPED_MAC,
  ),
  knownAnswer(
    'CryptoPro key unwrap',
    () => unwrapCryptoPro(KEY, IV, { encryptedKey: bytes(WRAPPED_KEY), mac: bytes(WRAPPED_MAC) }, SET_Z),
    hexOf(CONTENT_KEY),
  ),
  knownAnswer(
    'Kuznyechik in CTR-ACPKM (R 1323565.1.017-2018)',
    () =>
      ctrAcpkm(
        { newCipher: newKuznyechik, key: EXAMPLE_KEY, iv: bytes('1234567890abcef0'), sectionBytes: 32 },
        EXAMPLE_TEXT,
      ),
    'f195d8bec10ed1dbd57b5fa240bda1b885eee733f6a13e5df33ce4b33c45dee44bceeb8f646f4c55001706275e85e800',
  ),
  knownAnswer('KExp15 with Kuznyechik and OMAC', () => kexp15(WITH_KUZNYECHIK, EXAMPLE_KEY), EXPORTED_BY_KUZNYECHIK),
  knownAnswer(
    'KImp15 with Kuznyechik',
    () => kimp15(WITH_KUZNYECHIK, bytes(EXPORTED_BY_KUZNYECHIK)),
    hexOf(EXAMPLE_KEY),
  ),
  knownAnswer('KImp15 with Magma', () => kimp15(WITH_MAGMA, bytes(EXPORTED_BY_MAGMA)), hexOf(EXAMPLE_KEY)),
  knownAnswer(
    'AES-256 in CBC: encryption (SP 800-38A)',
    () => encryptCbc(AES, bytes(AES_TEXT)).subarray(0, 16),
    AES_ENCRYPTED,
  ),
  knownAnswer('AES-256 in CBC: decryption', () => decryptCbc(AES, encryptCbc(AES, bytes(AES_TEXT))), AES_TEXT),
  knownAnswer(
    'RSAES-OAEP with SHA-256: decryption',
    () => decryptOaep({ rsaPrivate: readRsaKey() }, bytes(RSA.encrypted)),
    RSA.message,
  ),
]

function hexOf(data: Uint8Array): string {
  return Buffer.from(data).toString('hex')
}
