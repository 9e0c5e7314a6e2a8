/** Judges every signature of a CMS SignedData. */
import type { Certificate } from '../x509/certificate.ts'
import { judge, Unsupported } from './finding.ts'
import type { DigestVerdict, Finding, SignatureVerdict } from './finding.ts'
import { findDigest, findSignerKey } from './keys.ts'
import type { SignerKey } from './keys.ts'
import type { StatedSignedData, StatedSigner } from './read-cms.ts'

/** What the signatures are about when it is not enclosed, or why it is not to be had. */
export type Detached = { readonly content: Uint8Array } | { readonly missing: string }

export interface CmsContext {
  readonly role: 'SignedData' | 'SignaturePKCS7'
  /** How the content is called when it is detached. */
  readonly target: string
  readonly detached: Detached
}

export function judgeSignedData(signedData: StatedSignedData, context: CmsContext): readonly Finding[] {
  return signedData.signers.map((stated) => judgeSigner(stated, signedData, context))
}

function judgeSigner(stated: StatedSigner, signedData: StatedSignedData, context: CmsContext): Finding {
  const { enclosed, certificates } = signedData
  const { role, target } = context
  const reasons: string[] = []
  const signer = certificates.find(stated.isSignerOf)
  const key = signer && findSignerKey(signer)
  const value = judge(
    () => judgeValue(stated, { signer, key, content: contentOf(signedData, context), reasons }),
    reasons,
  )
  const digest = judge(() => judgeDigest(stated, signedData, { context, value }), reasons)
  return {
    role,
    target: role === 'SignedData' && enclosed !== undefined ? 'enclosed content' : target,
    covers: enclosed === undefined ? undefined : `${enclosed.length} bytes`,
    digest,
    signature: value,
    algorithm: key !== undefined && isNamed(key, stated) ? key.algorithm : namesOf(stated),
    signer,
    accompanying: certificates.filter((certificate) => certificate !== signer),
    reasons: [...new Set(reasons)],
  }
}

interface ValueContext {
  readonly signer: Certificate | undefined
  readonly key: SignerKey | undefined
  readonly content: () => Uint8Array
  readonly reasons: string[]
}

/** The algorithm is that of the key; what the message names is only compared with it. */
function judgeValue(stated: StatedSigner, { signer, key, content, reasons }: ValueContext): SignatureVerdict {
  const { attributes, signature } = stated
  if (signer === undefined) throw new Unsupported("the signer's certificate is not enclosed, or cannot be read")
  if (key === undefined) throw new Unsupported('the key of the certificate is of no supported kind')
  if (!isNamed(key, stated)) {
    throw new Unsupported(`signature algorithm ${namesOf(stated)} is not supported with a key of ${key.algorithm}`)
  }
  if (attributes?.mayBeSignedWith(signer) === false) {
    reasons.push('the signer named another certificate than the one enclosed')
    return 'fails'
  }
  return key.judgeEncoded(key.digest(attributes?.signedBytes ?? content()), signature)
}

function isNamed(key: SignerKey, { digestOid, signatureOid }: StatedSigner): boolean {
  return key.signatureOids.includes(signatureOid) && key.digestOid === digestOid
}

const namesOf = ({ digestOid, signatureOid }: StatedSigner): string => `${signatureOid} with digest ${digestOid}`

function judgeDigest(
  stated: StatedSigner,
  signedData: StatedSignedData,
  { context, value }: { context: CmsContext; value: SignatureVerdict },
): DigestVerdict {
  const { attributes, digestOid } = stated
  const content = contentOf(signedData, context)()
  if (attributes === undefined) {
    if (value === 'verifies') return 'matches'
    throw new Unsupported('no digest is stated: the signature is over the content itself')
  }
  const { messageDigest, contentType } = attributes
  const digest = findDigest(digestOid)
  if (digest === undefined) throw new Unsupported(`digest ${digestOid} is not supported`)
  if (messageDigest === undefined) throw new Unsupported('no digest is stated')
  if (contentType !== undefined && contentType !== signedData.contentType) return 'differs'
  return Buffer.compare(digest(content), messageDigest) === 0 ? 'matches' : 'differs'
}

/** Asked for late: whether it is there decides only about what needs it. */
function contentOf({ enclosed }: StatedSignedData, { detached }: CmsContext): () => Uint8Array {
  return () => {
    if (enclosed !== undefined) return enclosed
    if ('missing' in detached) throw new Unsupported(detached.missing)
    return detached.content
  }
}
