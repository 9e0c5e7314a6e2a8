/** Documents in CMS (DER) as adapters use them: `crypto/cms`, the trust store and our own keys stand behind. */
import type { KeyRole } from './keys.ts'
import type { SignerEvidence } from './signatures.ts'

export interface CmsDocuments {
  /** Of EnvelopedData to our decryption key, or the one before it, what is inside. Throws CMS_UNOPENABLE, in one wording, and KEY_UNUSABLE. */
  decrypt(sealed: Uint8Array): Promise<Uint8Array>
  /** SignedData with its content. Throws CMS_* and CERTIFICATE_* faults, judged at the instant. */
  verify(signed: Uint8Array, at: Date): { readonly content: Uint8Array; readonly signer: SignerEvidence }
  /** SignedData beside its content. Throws as above. */
  verifyDetached(signature: Uint8Array, content: Uint8Array, at: Date): SignerEvidence
  /** Throws KEY_UNUSABLE. */
  signDetached(role: KeyRole, content: Uint8Array, at: Date): Promise<Uint8Array>
}
