/** What leaves, put together: the envelopes of SMEV and the documents in them, over trust and own keys. */
import { createExchangeWriter } from '../adapters/smev/write-exchange.ts'
import { createReplyWriter } from '../adapters/smev/reply-document.ts'
import { encryptCms } from '../crypto/cms/enveloped-data.ts'
import { signCms, verifyCms } from '../crypto/cms/signed-data.ts'
import { createCmsDocuments } from '../crypto/cms-documents.ts'
import { createXmlSignatures } from '../crypto/xml-signatures.ts'
import { parseCertificate } from '../crypto/x509/certificate.ts'
import { parseXml } from '../xsd/document.ts'
import type { Sender } from './domain/requester.ts'
import type { OfficeAssets } from './office-assets.ts'
import type { Clock } from './ports/clock.ts'
import type { Ports } from './ports/index.ts'

export interface Exchange {
  readonly ports: Pick<Ports, 'exchange' | 'documents'>
  /** Signs with the automatic-signing key and verifies; throws when either fails. */
  signAndVerify(): Promise<void>
}

export function composeExchange({ bundle, trust, office, provider, keys }: OfficeAssets, clock: Clock): Exchange {
  const { trustStore } = bundle
  const signatures = createXmlSignatures({ trustStore, provider, keys })
  const cmsDocuments = createCmsDocuments({ trustStore, provider, keys })
  const headSigner = { ...keys.AUTOMATIC_SIGNING, provider }
  const describeSender = (sender: Sender) => {
    if (sender.kind === 'STRANGER') return { mnemonic: sender.queue, name: sender.name }
    const requester = trust.findRequester(sender.requesterId)
    const system = requester?.systems.find(({ id }) => id === sender.systemId)
    return { mnemonic: system?.mnemonic ?? sender.systemId, name: requester?.name ?? sender.requesterId }
  }
  return {
    ports: {
      exchange: createExchangeWriter({ signatures, documents: cmsDocuments, office, describeSender }),
      documents: {
        writeReply: createReplyWriter({ parseXml }),
        async sign(document, at) {
          const signed = await signCms(document, headSigner, { signingAt: at })
          return { signed, certificateSerial: headSigner.certificate.serial }
        },
        seal: (signed, recipients, profile) => encryptCms(signed, recipients.map(parseCertificate), profile),
      },
    },
    async signAndVerify() {
      const at = clock.now()
      const signed = await signCms(Buffer.from('health'), headSigner, { signingAt: at })
      verifyCms(signed, { trust: trustStore, at })
    },
  }
}
