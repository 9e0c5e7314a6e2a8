/**
 * Keys on PKCS#11 tokens, which sign and never leave. A lost session, or a token that was pulled out and put back, mends
 * itself at the next signature; while it is out, signing is KEY_UNUSABLE, which callers retry.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyRef } from '../../gateway/ports/keys.ts'
import type { PublicKey, SignatureSuite } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'
import * as ck from './cryptoki.ts'
import type { Attribute, Cryptoki, Handle } from './cryptoki.ts'
import { signingOnly } from './opened-key.ts'
import type { OpenedKey } from './opened-key.ts'
import type { TokenLibrary } from './pkcs11-library.ts'
import { MECHANISMS } from './pkcs11-mechanisms.ts'
import type { TokenMechanism } from './pkcs11-mechanisms.ts'
import { createSessionPool } from './pkcs11-session-pool.ts'
import type { TokenSession } from './pkcs11-session-pool.ts'
import type { Pkcs11Source } from './reference.ts'

export interface TokenKey {
  readonly source: Pkcs11Source
  readonly pin: Uint8Array
  /** Names the suite, and the public key that the first signature is checked with. */
  readonly certificate: Pick<Certificate, 'suite' | 'publicKey' | 'fingerprint'>
}

/** Such calls wait in Node's four threads, and other work needs some of them. */
const MAX_SESSIONS = 2
/** Room for the signature of the longest RSA key that is accepted. */
const MAX_SIGNATURE_BYTES = 1024

/**
 * Connects at the first signature, which is KEY_UNUSABLE for an absent token or key, a wrong PIN, a key of another kind or
 * certificate. Throws KEY_UNUSABLE for a certificate of no suite.
 */
export function openTokenKey(library: TokenLibrary, key: TokenKey): OpenedKey {
  const { suite, publicKey, fingerprint } = key.certificate
  if (suite === undefined || publicKey === undefined) {
    throw new GatewayError('KEY_UNUSABLE', `certificate ${fingerprint} has a key of no suite of ours`)
  }
  const mechanism = MECHANISMS[suite.id]
  const open = createOpener(key, mechanism)
  const pool = createSessionPool({ library, open, maxSessions: MAX_SESSIONS })
  const arrange = createArrangement({ mechanism, suite, publicKey })

  async function signOnce(digest: Uint8Array): Promise<Uint8Array> {
    const input = Buffer.from(mechanism.present(digest))
    return pool.use((cryptoki, session) => {
      cryptoki.C_SignInit(session.handle, { mechanism: mechanism.mechanism }, session.key)
      return cryptoki.C_SignAsync(session.handle, input, Buffer.alloc(MAX_SIGNATURE_BYTES))
    })
  }

  /** Whatever failed, a new session may mend it; what a new session does not mend, a restart of the library may. */
  async function sign(ref: KeyRef, digest: Uint8Array): Promise<Uint8Array> {
    const seen = library.generation
    const attempts = [
      () => signOnce(digest),
      () => signOnce(digest),
      () => library.restart(seen).then(() => signOnce(digest)),
    ]
    let failure: unknown
    for (const attempt of attempts) {
      try {
        return arrange(digest, await attempt())
      } catch (error) {
        failure = error
        if (error instanceof GatewayError) break
      }
    }
    const words = failure instanceof Error ? failure.message : 'it failed'
    throw new GatewayError('KEY_UNUSABLE', `key ${ref} on its token: ${words}`, { cause: failure })
  }

  return { provider: signingOnly(sign, 'on a token'), close: () => pool.close() }
}

/** A token locks itself after a few wrong PINs: one that was refused is not tried again until keys are reloaded. */
function createOpener({ source, pin }: TokenKey, { keyType }: TokenMechanism): (cryptoki: Cryptoki) => TokenSession {
  let refusal: GatewayError | undefined
  return (cryptoki) => {
    if (refusal) throw refusal
    const slot = getSlot(cryptoki, source)
    const handle = cryptoki.C_OpenSession(slot, ck.CKF_SERIAL_SESSION)
    try {
      logIn(cryptoki, { slot, handle, pin })
      return { handle, key: getKey(cryptoki, handle, { source, keyType }) }
    } catch (error) {
      closeQuietly(cryptoki, handle)
      if (!ck.isPinRefusal(error)) throw error
      refusal = new GatewayError('KEY_UNUSABLE', 'the token refused its PIN, which is not tried again', {
        cause: error,
      })
      throw refusal
    }
  }
}

function getSlot(cryptoki: Cryptoki, { tokenLabel, tokenSerial }: Pkcs11Source): Handle {
  const slots = cryptoki.C_GetSlotList(true).filter((slot) => {
    const { label, serialNumber } = cryptoki.C_GetTokenInfo(slot)
    return (
      (tokenLabel === undefined || label.trimEnd() === tokenLabel) &&
      (tokenSerial === undefined || serialNumber.trim() === tokenSerial)
    )
  })
  const [slot, second] = slots
  if (slot === undefined) throw new Error('the token is not present')
  if (second !== undefined) throw new GatewayError('KEY_UNUSABLE', 'several tokens match, serial= must choose one')
  return slot
}

function logIn(cryptoki: Cryptoki, { slot, handle, pin }: { slot: Handle; handle: Handle; pin: Uint8Array }): void {
  const { flags } = cryptoki.C_GetTokenInfo(slot)
  if ((flags & (ck.CKF_USER_PIN_FINAL_TRY | ck.CKF_USER_PIN_LOCKED)) !== 0) {
    throw new GatewayError('KEY_UNUSABLE', 'the token is locked, or a wrong PIN would lock it: log in by hand first')
  }
  try {
    cryptoki.C_Login(handle, ck.CKU_USER, Buffer.from(pin).toString('utf8'))
  } catch (error) {
    // Of the token as a whole: another session has done it.
    if (ck.returnValueOf(error) !== ck.CKR_USER_ALREADY_LOGGED_IN) throw error
  }
}

/** The private key; that it is the one of the certificate shows at its first signature. */
function getKey(
  cryptoki: Cryptoki,
  handle: Handle,
  { source, keyType }: { source: Pkcs11Source; keyType: number },
): Handle {
  const template: Attribute[] = [{ type: ck.CKA_CLASS, value: ck.CKO_PRIVATE_KEY }]
  if (source.keyId !== undefined) template.push({ type: ck.CKA_ID, value: Buffer.from(source.keyId, 'hex') })
  if (source.keyLabel !== undefined) template.push({ type: ck.CKA_LABEL, value: source.keyLabel })
  cryptoki.C_FindObjectsInit(handle, template)
  const found = cryptoki.C_FindObjects(handle, 2)
  cryptoki.C_FindObjectsFinal(handle)
  const [key, second] = found
  if (key === undefined) throw new GatewayError('KEY_UNUSABLE', 'the token holds no such private key')
  if (second !== undefined) throw new GatewayError('KEY_UNUSABLE', 'several keys of the token match')
  const [type] = cryptoki.C_GetAttributeValue(handle, key, [{ type: ck.CKA_KEY_TYPE }])
  // CK_ULONG in the order of the machine, which is little-endian wherever these libraries exist.
  if (type?.value.readUInt32LE() !== keyType) throw new GatewayError('KEY_UNUSABLE', 'the key is of another kind')
  return key
}

function closeQuietly(cryptoki: Cryptoki, handle: Handle): void {
  try {
    cryptoki.C_CloseSession(handle)
  } catch {
    // The reason for closing it is thrown by the caller.
  }
}

/** Learns from the first signature in which order this token gives its numbers. */
function createArrangement(check: {
  mechanism: TokenMechanism
  suite: SignatureSuite
  publicKey: PublicKey
}): (digest: Uint8Array, signature: Uint8Array) => Uint8Array {
  const { mechanism, suite, publicKey } = check
  let learned: ((signature: Uint8Array) => Uint8Array) | undefined
  return (digest, signature) => {
    learned ??= mechanism.layouts.find((layout) => suite.verify(publicKey, digest, layout(signature)))
    if (learned) return learned(signature)
    throw new GatewayError('KEY_UNUSABLE', 'the key on the token does not sign for its certificate')
  }
}
