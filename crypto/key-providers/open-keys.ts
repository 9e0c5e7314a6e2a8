/**
 * All keys of an office behind one KeyProvider, each opened where its reference says. A key that must sign proves at once
 * that it belongs to its certificate, so that a mix-up shows at the start and not at the first answer.
 */
import { randomBytes } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef } from '../../gateway/ports/keys.ts'
import { createSoftwareKeys, loadPrivateKey } from '../keys.ts'
import type { PrivateKey } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { OpenedKey } from './opened-key.ts'
import { openEngineKey } from './openssl-engine.ts'
import { readPassphrase } from './passphrase.ts'
import { openTokenLibrary } from './pkcs11-library.ts'
import { openTokenKey } from './pkcs11.ts'
import { loadPkcs12Key } from './pkcs12.ts'
import type { KeySource } from './reference.ts'

export interface KeySetting {
  readonly source: KeySource
  /** The file with the passphrase or PIN. */
  readonly passphraseFile: string | undefined
  readonly certificate: Certificate
}

export interface OpenedKeys {
  readonly provider: KeyProvider
  /** Lets go of tokens. Work that was begun before still ends. */
  close(): Promise<void>
}

/** Throws KEY_UNUSABLE naming the reference; then nothing stays open. */
export async function openKeys(settings: ReadonlyMap<KeyRef, KeySetting>): Promise<OpenedKeys> {
  const opened = new Map<KeyRef, OpenedKey>()
  const close = async (): Promise<void> => {
    await Promise.all(Array.from(opened.values(), (key) => key.close()))
  }
  try {
    // One after the other: of a PIN that is wrong, a token shall count one try and not three.
    for (const [ref, setting] of settings) {
      const key = await openKey(ref, setting)
      opened.set(ref, key)
      await proveOwnership(ref, setting.certificate, key)
    }
  } catch (error) {
    await close()
    throw error
  }
  return { provider: createProvider(opened), close }
}

function createProvider(opened: ReadonlyMap<KeyRef, OpenedKey>): KeyProvider {
  const of = async (ref: KeyRef): Promise<KeyProvider> => {
    const key = opened.get(ref)
    if (key === undefined) throw new GatewayError('KEY_UNUSABLE', `no key is named ${ref}`)
    return key.provider
  }
  return {
    sign: async (ref, digest, message) => (await of(ref)).sign(ref, digest, message),
    agree: async (ref, peerSpki, ukm) => (await of(ref)).agree(ref, peerSpki, ukm),
    agree512: async (ref, peerSpki, ukm) => (await of(ref)).agree512(ref, peerSpki, ukm),
    decrypt: async (ref, encrypted) => (await of(ref)).decrypt(ref, encrypted),
  }
}

async function openKey(ref: KeyRef, setting: KeySetting): Promise<OpenedKey> {
  const { source, certificate } = setting
  const passphrase = setting.passphraseFile === undefined ? undefined : await readPassphrase(setting.passphraseFile)
  switch (source.kind) {
    case 'FILE':
      return keepInMemory(ref, await loadPrivateKey(source.path, passphrase))
    case 'PKCS12':
      return keepInMemory(ref, await loadPkcs12Key(source, needed(ref, passphrase)))
    case 'PKCS11': {
      const pin = needed(ref, passphrase)
      return openTokenKey(await openTokenLibrary(source.module), { source, pin, certificate })
    }
    case 'ENGINE':
      return openEngineKey({ source, passphrase, certificate })
  }
}

function keepInMemory(ref: KeyRef, key: PrivateKey): OpenedKey {
  return { provider: createSoftwareKeys(new Map([[ref, key]])), close: async () => {} }
}

function needed(ref: KeyRef, passphrase: Uint8Array | undefined): Uint8Array {
  if (passphrase === undefined) throw new GatewayError('KEY_UNUSABLE', `key ${ref} needs a passphrase file`)
  return passphrase
}

/** Only of keys whose certificate is for signatures. */
async function proveOwnership(ref: KeyRef, certificate: Certificate, { provider }: OpenedKey): Promise<void> {
  const { suite, publicKey, keyUsage, fingerprint } = certificate
  if (!keyUsage?.some((usage) => usage === 'digitalSignature' || usage === 'nonRepudiation')) return
  const message = randomBytes(32)
  if (suite && publicKey) {
    const digest = suite.digest(message)
    if (suite.verify(publicKey, digest, await provider.sign(ref, digest, message))) return
  }
  throw new GatewayError('KEY_UNUSABLE', `key ${ref} does not sign for its certificate ${fingerprint}`)
}
