/** What an agency of the development PKI does with documents: its own files signed, the office's opened and proved. */
import type { AgencyDocuments } from '../../adapters/agency/parts.ts'
import { decryptCms, encryptCms } from '../../crypto/cms/enveloped-data.ts'
import { signCms, verifyCms, type CmsSigner } from '../../crypto/cms/signed-data.ts'
import type { TrustStore } from '../../crypto/trust-store.ts'
import { GatewayError } from '../domain/faults.ts'
import type { AgencyKeys } from './agency-keys.ts'

export function agencyDocuments({ provider, certificates, peers }: AgencyKeys, trust: TrustStore): AgencyDocuments {
  const { system, encryption, official } = certificates
  const signer: CmsSigner = { certificate: official, key: 'official', provider }
  return {
    async sealInquiry(inquiry, at) {
      return encryptCms(await signCms(inquiry, signer, { signingAt: at }), [peers.decryption])
    },
    signFile: (content, at) => signCms(content, signer, { signingAt: at, detached: true }),
    async decrypt(sealed) {
      try {
        return await decryptCms(sealed, { certificate: encryption, key: 'encryption', provider })
      } catch (error) {
        if (!(error instanceof GatewayError) || error.code !== 'CMS_UNOPENABLE') throw error
        // Whoever is in no list is known by the certificate it signed with, and answered to that one.
        return decryptCms(sealed, { certificate: system, key: 'system', provider })
      }
    },
    verify(signed, at) {
      const { content, signer: found } = verifyCms(signed, { trust, at })
      if (found.ogrn === undefined || found.ogrn !== peers.office.ogrn)
        throw new GatewayError('CMS_SIGNATURE', 'the signer is nobody of the office')
      return { content, signer: found }
    },
    verifyOfficeFile(signature, content, at) {
      const { signer: found } = verifyCms(signature, { trust, at, detachedContent: content })
      if (found.fingerprint !== peers.office.fingerprint)
        throw new GatewayError('CMS_SIGNATURE', "the attachment is not signed by the office's system")
    },
  }
}
