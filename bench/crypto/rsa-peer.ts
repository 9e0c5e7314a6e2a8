/** xml-crypto on RSA-2048: its parser, canonicalisation and references, with the transform of the tests' own DOM walk. */
import { SignedXml } from 'xml-crypto'
import { rsaSha256Suite } from '../../crypto/suites/rsa-sha256.ts'
import { EXCLUSIVE_C14N, SMEV_TRANSFORM } from '../../crypto/xmldsig/algorithms.ts'
import { transformDom } from '../../tests/crypto/xmldsig/dom-transform.ts'
import type { DomNode } from '../../tests/crypto/xmldsig/dom-transform.ts'

const { xmlSignatureUri, xmlDigestUri } = rsaSha256Suite

class SmevTransform {
  getAlgorithmName = (): string => SMEV_TRANSFORM
  process = (node: unknown): string => transformDom(node as DomNode)
}

export interface RsaPeer {
  verify(message: string): boolean
  sign(unsigned: string): string
}

/** Keys and certificate as PEM. */
export function createRsaPeer(keys: { privateKey: string; publicKey: string; certificate: string }): RsaPeer {
  const peer = (): SignedXml => {
    const signed = new SignedXml({
      privateKey: keys.privateKey,
      publicCert: keys.publicKey,
      signatureAlgorithm: xmlSignatureUri,
      canonicalizationAlgorithm: EXCLUSIVE_C14N,
      getKeyInfoContent: () => x509Data(keys.certificate),
      getCertFromKeyInfo: () => null,
    })
    // Fewer searches than its three spellings would cost.
    signed.idAttributes = ['Id']
    signed.CanonicalizationAlgorithms = { ...signed.CanonicalizationAlgorithms, [SMEV_TRANSFORM]: SmevTransform }
    return signed
  }
  return {
    verify(message) {
      const signed = peer()
      signed.loadSignature(/<ds:Signature [\s\S]*<\/ds:Signature>/.exec(message)?.[0] ?? '')
      return signed.checkSignature(message)
    },
    sign(unsigned) {
      const signed = peer()
      signed.addReference({
        xpath: "//*[local-name(.)='SenderProvidedRequestData']",
        transforms: [EXCLUSIVE_C14N, SMEV_TRANSFORM],
        digestAlgorithm: xmlDigestUri,
      })
      signed.computeSignature(unsigned, {
        prefix: 'ds',
        location: { reference: "//*[local-name(.)='CallerInformationSystemSignature']", action: 'append' },
      })
      return signed.getSignedXml()
    },
  }
}

function x509Data(certificate: string): string {
  const base64 = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '')
  return `<ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data>`
}
