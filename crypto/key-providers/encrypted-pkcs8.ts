/** EncryptedPrivateKeyInfo (RFC 5958 chapter 3). */
import { DerError, openSequence, parseTlv } from '../asn1/tlv.ts'
import { parseOctets } from '../asn1/values.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import { parsePkcs8 } from '../x509/private-key.ts'
import type { PrivateKey } from '../suite.ts'
import { decryptPbes2 } from './pbes2.ts'

const MAX_BYTES = 16_384

/** The key inside. Throws DerError; a wrong passphrase and a damaged file cannot be told apart. */
export async function openEncryptedPkcs8(encrypted: Uint8Array, passphrase: Uint8Array): Promise<PrivateKey> {
  const fields = openSequence(parseTlv(encrypted, MAX_BYTES))
  const algorithm = parseAlgorithm(fields.read())
  const content = parseOctets(fields.read())
  fields.end()
  return parseDecryptedPkcs8(await decryptPbes2(algorithm, content, passphrase))
}

/** A PrivateKeyInfo that came out of a cipher without integrity. Throws DerError. */
export function parseDecryptedPkcs8(plain: Uint8Array): PrivateKey {
  try {
    // The version 0 or 1 behind the header: noise does not pass this, so what fails later is a key of an unknown kind.
    openSequence(parseTlv(plain, MAX_BYTES)).read(0x02)
  } catch (cause) {
    throw new DerError('the passphrase is wrong or the file is damaged', { cause })
  }
  return parsePkcs8(plain)
}
