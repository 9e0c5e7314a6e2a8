/**
 * Keys that an engine of OpenSSL reads and signs with, inside the OpenSSL of this very Node: gost.so, or a vendor's engine
 * of the same kind. Optional, and an oracle for tests: Node deprecates engines, and OpenSSL 4 has none.
 */
import * as crypto from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SuiteId } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'
import { signingOnly } from './opened-key.ts'
import type { OpenedKey } from './opened-key.ts'
import type { EngineSource } from './reference.ts'

export interface EngineKey {
  readonly source: EngineSource
  /** Of an encrypted key file. */
  readonly passphrase: Uint8Array | undefined
  readonly certificate: Pick<Certificate, 'suite' | 'fingerprint'>
}

const { ENGINE_METHOD_PKEY_METHS, ENGINE_METHOD_PKEY_ASN1_METHS, ENGINE_METHOD_DIGESTS } = crypto.constants
/** Keys and digests; the rest of this process, and its random numbers, stay with OpenSSL itself. */
const METHODS = ENGINE_METHOD_PKEY_METHS | ENGINE_METHOD_PKEY_ASN1_METHS | ENGINE_METHOD_DIGESTS
/** As gost.so names them. */
const DIGEST_NAMES: Partial<Readonly<Record<SuiteId, string>>> = {
  'gost2012-256': 'md_gost12_256',
  'gost2012-512': 'md_gost12_512',
}

const signMessage = promisify<string, Uint8Array, crypto.KeyObject, Buffer>(crypto.sign)

/** Throws KEY_UNUSABLE when there is no such engine, or the key file is not for it. */
export async function openEngineKey({ source, passphrase, certificate }: EngineKey): Promise<OpenedKey> {
  const { suite, fingerprint } = certificate
  const digestName = suite && DIGEST_NAMES[suite.id]
  if (digestName === undefined) {
    throw new GatewayError('KEY_UNUSABLE', `certificate ${fingerprint} has no key of GOST, which engines are for`)
  }
  loadEngine(source.engine)
  const key = await readKey(source.path, passphrase)
  return {
    provider: signingOnly(async (ref, _digest, message) => {
      if (message === undefined) throw new GatewayError('KEY_UNUSABLE', `key ${ref} in an engine signs messages only`)
      try {
        return Uint8Array.from(await signMessage(digestName, message, key))
      } catch (cause) {
        throw new GatewayError('KEY_UNUSABLE', `key ${ref} in its engine does not sign`, { cause })
      }
    }, 'in an engine'),
    close: async () => {},
  }
}

const loaded = new Set<string>()

/** Once per process: OpenSSL does not find an engine that it has already. */
function loadEngine(path: string): void {
  if (loaded.has(path)) return
  try {
    crypto.setEngine(path, METHODS)
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', `engine ${path} cannot be loaded into this Node`, { cause })
  }
  loaded.add(path)
}

async function readKey(path: string, passphrase: Uint8Array | undefined): Promise<crypto.KeyObject> {
  const pem = await readFile(path).catch((cause: unknown) => {
    throw new GatewayError('KEY_UNUSABLE', `key file ${path} cannot be read`, { cause })
  })
  const options = { key: pem, ...(passphrase ? { passphrase: Buffer.from(passphrase) } : {}) }
  try {
    return crypto.createPrivateKey(options)
  } catch {
    return readAgain(path, options)
  }
}

/** An error that an engine's digest left behind in OpenSSL fails the next key that is read, whichever, and is gone then. */
function readAgain(path: string, options: crypto.PrivateKeyInput): crypto.KeyObject {
  try {
    return crypto.createPrivateKey(options)
  } catch (cause) {
    throw new GatewayError(
      'KEY_UNUSABLE',
      `key file ${path} is unusable: not for this engine, or its passphrase is wrong`,
      {
        cause,
      },
    )
  }
}
