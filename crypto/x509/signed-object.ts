/** What an authority signs (RFC 5280 4.1, 5.1; RFC 6960 4.2.1): certificates, revocation lists, OCSP answers. */
import type { Certificate } from './certificate.ts'

export interface SignedObject {
  /** The signed bytes, the signature over them and the algorithm it claims. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  readonly signatureOid: string
}

export type SignatureVerdict = 'VERIFIES' | 'OTHER_ALGORITHM' | 'FAILS'

/** The algorithm is that of the signer's key, never what the object claims. */
export function judgeSignature(signed: SignedObject, signer: Certificate, digest?: Uint8Array): SignatureVerdict {
  const { suite, publicKey } = signer
  if (suite === undefined || publicKey === undefined || signed.signatureOid !== suite.signatureOid)
    return 'OTHER_ALGORITHM'
  return suite.verifyEncoded(publicKey, digest ?? suite.digest(signed.tbs), signed.signature) ? 'VERIFIES' : 'FAILS'
}
