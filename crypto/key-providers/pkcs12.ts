/**
 * Keys of PKCS#12 files. Those of GOST are read here (gost-pfx.ts); all others by node-forge, the sole use of that library:
 * it reads the older ways of protecting them, and BER, which authorities still hand out. A key of RSA or ECDSA leaves it as
 * PKCS#8 and is read like any other.
 */
import { readFile } from 'node:fs/promises'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { DerError } from '../asn1/tlv.ts'
import type { PrivateKey } from '../suite.ts'
import { parseDecryptedPkcs8 } from './encrypted-pkcs8.ts'
import { findGostPfx, openGostPfx } from './gost-pfx.ts'
import type { StoredKey } from './gost-pfx.ts'
import type { Pkcs12Source } from './reference.ts'

/** The key of that alias, or the only one. Throws KEY_UNUSABLE naming the file. */
export async function loadPkcs12Key({ path, alias }: Pkcs12Source, passphrase: Uint8Array): Promise<PrivateKey> {
  try {
    const bytes = await readFile(path)
    const pfx = findGostPfx(bytes)
    const keys = pfx ? await openGostPfx(pfx, passphrase) : await readWithForge(bytes, passphrase)
    return parseDecryptedPkcs8(chooseKey(keys, alias).pkcs8)
  } catch (cause) {
    const reason = cause instanceof DerError || cause instanceof GatewayError ? cause.message : 'it cannot be read'
    throw new GatewayError('KEY_UNUSABLE', `PKCS#12 file ${path} is unusable: ${reason}`, { cause })
  }
}

function chooseKey(keys: readonly StoredKey[], alias: string | undefined): StoredKey {
  const chosen = alias === undefined ? keys : keys.filter((key) => key.alias === alias)
  const [key, second] = chosen
  if (key === undefined) throw new DerError(alias === undefined ? 'it holds no key' : 'it holds no key of this alias')
  if (second !== undefined) throw new DerError('it holds several such keys, and #alias must choose one')
  return key
}

async function readWithForge(bytes: Uint8Array, passphrase: Uint8Array): Promise<readonly StoredKey[]> {
  // RFC 7292 wants UTF-16 and PBES2 wants UTF-8; only of ASCII does the library make both rightly.
  if (passphrase.some((octet) => octet > 0x7e)) throw new DerError('its passphrase must be in ASCII')
  const { default: forge } = await import('node-forge')
  try {
    const outer = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('latin1')))
    const pfx = forge.pkcs12.pkcs12FromAsn1(outer, true, Buffer.from(passphrase).toString('latin1'))
    const bags = [forge.pki.oids['keyBag'], forge.pki.oids['pkcs8ShroudedKeyBag']].flatMap((bagType) =>
      bagType === undefined ? [] : (pfx.getBags({ bagType })[bagType] ?? []),
    )
    return bags.map(({ key, asn1, attributes }) => {
      // What is no RSA key stays as the library decrypted it.
      const info = key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1
      const pkcs8 = Uint8Array.from(Buffer.from(forge.asn1.toDer(info).getBytes(), 'latin1'))
      return { alias: attributes?.friendlyName?.[0], pkcs8 }
    })
  } catch (cause) {
    throw new DerError('the passphrase is wrong, or its protection is unknown', { cause })
  }
}
