/**
 * CMS SignedData (RFC 5652 chapter 5) in the profile of CAdES-BES: one signer, attributes always signed, the signer's
 * certificate inside and named by its digest. Beside an attachment SMEV 3 has plain PKCS#7 (guidance, section 4.3.1), so a
 * detached signature may leave that digest out.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef } from '../../gateway/ports/keys.ts'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { contextConstructed } from '../asn1/tlv.ts'
import type { SignatureSuite } from '../suite.ts'
import type { TrustStore } from '../trust-store.ts'
import { parseCertificate } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { encodeContentInfo, encodeIssuerAndSerial } from './content-info.ts'
import { parseSignedData } from './parse-signed-data.ts'
import type { SignedData, SignerInfo } from './parse-signed-data.ts'
import { encodeSignedAttributes, namesCertificate } from './signed-attributes.ts'

export interface CmsSigner {
  readonly certificate: Certificate
  readonly key: KeyRef
  readonly provider: KeyProvider
}

/** What a verified SignedData proves. */
export interface VerifiedCms {
  readonly content: Uint8Array
  readonly signer: Certificate
  /** The signer's own statement, undefined when he made none. */
  readonly signingAt: Date | undefined
  /** Hex digest of the content, by the digest of the signer's suite. */
  readonly digest: string
  readonly algorithm: SignatureSuite['id']
}

/**
 * Signs `content` and encloses it, unless detached. The signature is verified before it leaves: a key that does not
 * belong to the certificate, or a faulty token, is KEY_UNUSABLE here and not a mystery at the addressee.
 */
export async function signCms(
  content: Uint8Array,
  { certificate, key, provider }: CmsSigner,
  { signingAt, detached = false }: { signingAt: Date; detached?: boolean },
): Promise<Uint8Array> {
  const { suite, publicKey, fingerprint } = certificate
  if (suite === undefined || publicKey === undefined) {
    throw new GatewayError('KEY_UNUSABLE', `certificate ${fingerprint} has a key of an unknown kind`)
  }
  const messageDigest = suite.digest(content)
  const attributes = encodeSignedAttributes({ signer: certificate, suite, signingAt, messageDigest })
  const digest = suite.digest(attributes)
  const signature = await provider.sign(key, digest, attributes)
  if (!suite.verify(publicKey, digest, signature)) {
    throw new GatewayError('KEY_UNUSABLE', `the signing key does not belong to certificate ${fingerprint}`)
  }
  const enclosed = detached ? [] : [der.explicit(0, der.octetString(content))]
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(der.sequence(der.oid(suite.digestOid))),
    der.sequence(der.oid(OID.data), ...enclosed),
    der.explicit(0, certificate.der),
    der.setOf(encodeSignerInfo({ certificate, suite, attributes, signature })),
  )
  return encodeContentInfo(OID.signedData, signedData)
}

/**
 * Proves who signed which content; the signer's certificate is judged at `at`. Throws CMS_MALFORMED (also when content
 * is missing or doubled), CMS_SIGNATURE, CERTIFICATE_* of the trust store and of the parser.
 */
export function verifyCms(
  cms: Uint8Array,
  { trust, at, detachedContent }: { trust: TrustStore; at: Date; detachedContent?: Uint8Array },
): VerifiedCms {
  const { enclosed, certificates, signerInfo } = parseSignedData(cms)
  const content = chooseContent(enclosed, detachedContent)
  const signer = findSigner(certificates, signerInfo, enclosed === undefined)
  trust.verifyCertificate(signer, at)
  const suite = verifySignature(signer, signerInfo)
  const { attributes } = signerInfo
  // Last, as it costs most: digest of a content that by now somebody known has put his name to.
  const digest = suite.digest(content)
  if (attributes.contentType !== OID.data) throw invalid('another content type was signed')
  if (Buffer.compare(attributes.messageDigest, digest) !== 0) throw invalid('the content was changed')
  const hex = Buffer.from(digest).toString('hex')
  return { content, signer, signingAt: attributes.signingAt, digest: hex, algorithm: suite.id }
}

function encodeSignerInfo(info: {
  certificate: Certificate
  suite: SignatureSuite
  attributes: Uint8Array
  signature: Uint8Array
}): Uint8Array {
  const { certificate, suite, attributes, signature } = info
  const parameters = suite.hasNullParameters ? [der.nullElement()] : []
  return der.sequence(
    der.integer(1),
    encodeIssuerAndSerial(certificate),
    der.sequence(der.oid(suite.digestOid)),
    der.retag(contextConstructed(0), attributes),
    der.sequence(der.oid(suite.cmsSignatureOids[0]), ...parameters),
    der.octetString(suite.encodeSignature(signature)),
  )
}

function chooseContent(enclosed: Uint8Array | undefined, detached: Uint8Array | undefined): Uint8Array {
  const content = enclosed ?? detached
  if (content === undefined) throw new GatewayError('CMS_MALFORMED', 'the signed document encloses no content')
  if (enclosed !== undefined && detached !== undefined) {
    throw new GatewayError('CMS_MALFORMED', 'the signature is not detached')
  }
  return content
}

/** The enclosed certificate that the signer named both by issuer and serial (or key id) and by its digest. */
function findSigner(
  certificates: SignedData['certificates'],
  { isSignerOf, attributes: { signingCertificate } }: SignerInfo,
  isDetached: boolean,
): Certificate {
  if (signingCertificate === undefined && !isDetached)
    throw new GatewayError('CMS_MALFORMED', 'the signer does not name his certificate by its digest')
  const named = certificates.map(({ raw }) => parseCertificate(raw)).filter(isSignerOf)
  const signer = signingCertificate
    ? named.find((certificate) => namesCertificate(signingCertificate, certificate))
    : named[0]
  if (signer === undefined) throw invalid("the signer's certificate is not enclosed, or another one was named")
  return signer
}

/** The algorithms are those of the certificate's key; a message that states others is refused. */
function verifySignature(signer: Certificate, signerInfo: SignerInfo): SignatureSuite {
  const { suite, publicKey } = signer
  const { digestOid, signatureOid, attributes, signature } = signerInfo
  if (suite === undefined || publicKey === undefined) throw invalid('a key of an unknown kind')
  const isOfSuite = digestOid === suite.digestOid && suite.cmsSignatureOids.includes(signatureOid)
  if (!isOfSuite) throw invalid('algorithms of another suite than the key')
  if (!suite.verifyEncoded(publicKey, suite.digest(attributes.signedBytes), signature))
    throw invalid('it does not verify')
  return suite
}

const invalid = (reason: string): GatewayError =>
  new GatewayError('CMS_SIGNATURE', `signature of the document: ${reason}`)
