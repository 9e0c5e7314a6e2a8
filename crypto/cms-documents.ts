/** The CmsDocuments port on the CMS profile, the trust store and the keys of this house. */
import { GatewayError } from '../gateway/domain/faults.ts'
import type { CmsDocuments } from '../gateway/ports/cms-documents.ts'
import type { KeyRole } from '../gateway/ports/keys.ts'
import type { SignerEvidence } from '../gateway/ports/signatures.ts'
import { decryptCms } from './cms/enveloped-data.ts'
import { signCms, verifyCms } from './cms/signed-data.ts'
import type { OwnKey, XmlSignatureParts } from './xml-signatures.ts'

export function createCmsDocuments({ trustStore, provider, keys }: XmlSignatureParts): CmsDocuments {
  const ownKey = (role: KeyRole): OwnKey => {
    const own = keys[role]
    if (!own) throw new GatewayError('KEY_UNUSABLE', `no key is configured for the role ${role}`)
    return own
  }
  const verify = (cms: Uint8Array, at: Date, detachedContent?: Uint8Array) => {
    const detached = detachedContent === undefined ? {} : { detachedContent }
    const { content, signer, digest, algorithm } = verifyCms(cms, { trust: trustStore, at, ...detached })
    const { revocation } = trustStore.verifyCertificate(signer, at)
    const evidence: SignerEvidence = {
      certificateSerial: signer.serial,
      algorithm,
      digest,
      certificate: signer,
      revocation,
    }
    return { content, signer: evidence }
  }
  return {
    async decrypt(sealed) {
      const current = { ...ownKey('DECRYPTION'), provider }
      const previous = keys.DECRYPTION_PREVIOUS
      return previous ? decryptCms(sealed, current, { ...previous, provider }) : decryptCms(sealed, current)
    },
    verify: (signed, at) => verify(signed, at),
    verifyDetached: (signature, content, at) => verify(signature, at, content).signer,
    signDetached: async (role, content, at) =>
      signCms(content, { ...ownKey(role), provider }, { signingAt: at, detached: true }),
  }
}
