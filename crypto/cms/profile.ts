/** What an encryption profile has to do for EnvelopedData; one file each in `profiles/`, listed in profiles.ts. */
import type { EncryptionProfile } from '../../gateway/domain/requester.ts'
import type { KeyProvider, KeyRef } from '../../gateway/ports/keys.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Algorithm } from '../x509/public-key.ts'

/** Whose envelope it is: the certificate it was encrypted for, and the key to it. */
export interface CmsRecipient {
  readonly certificate: Certificate
  readonly key: KeyRef
  readonly provider: KeyProvider
}

export interface EncryptedContent {
  /** To be carried to every recipient. */
  readonly contentKey: Uint8Array
  /** AlgorithmIdentifier (DER), parameters included. */
  readonly algorithm: Uint8Array
  readonly encrypted: Uint8Array
  /** Encrypted MAC, for the unprotected attribute; undefined where the cipher has none. */
  readonly mac: Uint8Array | undefined
}

/** KeyTransRecipientInfo, less whose it is; of KeyAgreeRecipientInfo with the originator's half. */
export interface CarriedKey {
  readonly algorithm: Algorithm
  readonly encryptedKey: Uint8Array
  readonly originator: { readonly spki: Uint8Array; readonly ukm: Uint8Array } | undefined
}

export interface ReceivedContent {
  readonly algorithm: Algorithm
  readonly encrypted: Uint8Array
  readonly mac: Uint8Array | undefined
}

export interface CmsProfile {
  readonly id: EncryptionProfile
  /** Content ciphers that it opens; what it writes is one of them. */
  readonly contentOids: readonly string[]
  /** Whether the certificate's key can receive it. */
  readonly isFor: (certificate: Certificate) => boolean
  readonly encryptContent: (content: Uint8Array) => EncryptedContent
  /** keyEncryptionAlgorithm (DER) and content of encryptedKey for a recipient that it is for. */
  readonly carryKey: (
    contentKey: Uint8Array,
    recipient: Certificate,
  ) => { readonly algorithm: Uint8Array; readonly encryptedKey: Uint8Array }
  /** The content key. Throws DerError, CMS_UNOPENABLE, KEY_UNUSABLE. */
  readonly openKey: (carried: CarriedKey, recipient: CmsRecipient) => Promise<Uint8Array>
  /** The content; nothing of it when its MAC is wrong. Throws DerError, CMS_UNOPENABLE. */
  readonly decryptContent: (contentKey: Uint8Array, received: ReceivedContent) => Uint8Array
}
