/** Judges one ds:Signature: does the digest match, does the value verify, whose certificate is it. */
import type { XmlElement } from '../../gateway/ports/xml.ts'
import type { Certificate } from '../x509/certificate.ts'
import { isBlank } from '../xmldsig/text-escaping.ts'
import { judge } from './finding.ts'
import type { Finding, SignatureVerdict } from './finding.ts'
import { coversElsewhere, judgeReferences, targetOf } from './judge-references.ts'
import { findSignerKey } from './keys.ts'
import type { SignerKey } from './keys.ts'
import { readCertificates, readSignatureValue, readSignedInfo } from './read-xml-signature.ts'
import type { StatedSignedInfo } from './read-xml-signature.ts'
import { canonicalFormOf } from './transforms.ts'
import type { XmlInspection } from './tree.ts'

/** Wrappers of a signature in SMEV 3 (types, basic types, directive and routing of all versions). */
const ROLES: ReadonlySet<string> = new Set([
  'CallerInformationSystemSignature',
  'SenderInformationSystemSignature',
  'PersonalSignature',
  'SMEVSignature',
  'RecordSignature',
  'RoutingSignature',
])
/** What all namespaces of SMEV 3 begin with. */
export const SMEV_NAMESPACE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/'

export function judgeXmlSignature(signature: XmlElement, inspection: XmlInspection): Finding {
  const reasons: string[] = []
  const certificates = readCertificates(signature, inspection, reasons)
  const role = roleOf(signature)
  const signedInfo = judge(() => readSignedInfo(signature), reasons)
  if (signedInfo === 'unsupported') {
    const [signer, ...accompanying] = certificates
    const algorithm = signer === undefined ? '' : (findSignerKey(signer)?.algorithm ?? '')
    const nothing = { target: '', covers: undefined, digest: signedInfo, signature: signedInfo }
    return { role, ...nothing, algorithm, signer, accompanying, reasons }
  }
  const digest = judgeReferences(signedInfo.references, { signature, inspection, reasons })
  const value = judgeValue({ signature, signedInfo, certificates, inspection, reasons })
  if (role !== 'unknown' && coversElsewhere(signedInfo.references, { signature, inspection })) {
    reasons.push('what it covers does not stand where a signature of this role belongs')
  }
  return {
    role,
    ...targetOf(signedInfo.references, inspection),
    digest,
    ...value,
    accompanying: certificates.filter((certificate) => certificate !== value.signer),
    reasons: [...new Set(reasons)],
  }
}

function roleOf({ parent }: XmlElement): string {
  const isRole = parent !== undefined && parent.namespace.startsWith(SMEV_NAMESPACE) && ROLES.has(parent.name)
  return isRole ? parent.name : 'unknown'
}

interface ValueToJudge {
  readonly signature: XmlElement
  readonly signedInfo: StatedSignedInfo
  readonly certificates: readonly Certificate[]
  readonly inspection: XmlInspection
  readonly reasons: string[]
}

type JudgedValue = Pick<Finding, 'signature' | 'algorithm' | 'signer'>

/** KeyInfo may bring a whole chain in any order: the signer's certificate is the one whose key verifies. */
function judgeValue({ signature, signedInfo, certificates, inspection, reasons }: ValueToJudge): JudgedValue {
  const { signatureMethod } = signedInfo
  const judged = judge(() => {
    const value = readSignatureValue(signature)
    const forms = formsOf(signedInfo, inspection)
    return certificates.map((signer) => ({ signer, ...judgeByKey(signer, { signatureMethod, forms, value }) }))
  }, reasons)
  if (judged === 'unsupported') return { signature: judged, algorithm: signatureMethod, signer: certificates[0] }
  const found = judged.find(({ verdict }) => verdict !== 'fails' && verdict !== 'unsupported') ?? judged[0]
  if (found === undefined) reasons.push('no certificate in KeyInfo')
  else if (found.reason !== undefined) reasons.push(found.reason)
  return {
    signature: found?.verdict ?? 'unsupported',
    algorithm: found?.key?.algorithm ?? signatureMethod,
    signer: found?.signer,
  }
}

interface StatedValue {
  readonly signatureMethod: string
  readonly forms: readonly Uint8Array[]
  readonly value: Uint8Array
}

interface ValueVerdict {
  readonly verdict: SignatureVerdict
  readonly key?: SignerKey
  readonly reason?: string
}

/** The algorithm is that of the key; what the message names is only compared with it. */
function judgeByKey(certificate: Certificate, { signatureMethod, forms, value }: StatedValue): ValueVerdict {
  const key = findSignerKey(certificate)
  if (key === undefined) return { verdict: 'unsupported', reason: 'the key of the certificate is of no supported kind' }
  if (!key.signatureUris.includes(signatureMethod)) {
    const reason = `signature algorithm ${signatureMethod} is not supported with a key of ${key.algorithm}`
    return { verdict: 'unsupported', reason }
  }
  const index = forms.findIndex((octets) => key.judge(key.digest(octets), value) === 'verifies')
  if (index === 0) return { verdict: 'verifies', key }
  if (index < 0) return { verdict: 'fails', key }
  return { verdict: 'after-removing-whitespace', key }
}

// In canonical octets `<` is a reference in values, so what stands between these two is text.
const BETWEEN_TAGS = />([^<>]*)</g
const DIGEST_VALUE = /(DigestValue(?: [^<>]*)?>)([^<]*)</g

/** SignedInfo as it stands, then without the blanks that pretty-printing adds between elements and in DigestValue. */
function formsOf(
  { element, canonicalization }: StatedSignedInfo,
  { document, allowWalk }: XmlInspection,
): readonly Uint8Array[] {
  allowWalk(document.byteLength)
  const asItStands = Buffer.from(document.canonicalizeAs(element, canonicalFormOf(canonicalization))).toString()
  const between = asItStands.replaceAll(BETWEEN_TAGS, (whole, text: string) => (isBlank(text) ? '><' : whole))
  const within = between.replaceAll(DIGEST_VALUE, (_, tag: string, value: string) => `${tag}${withoutBlanks(value)}<`)
  return [...new Set([asItStands, between, within])].map((form) => Buffer.from(form))
}

/** C14N writes a carriage return as a reference. */
const withoutBlanks = (text: string): string => text.replaceAll('&#xD;', '').replaceAll(/[\t\n\r ]+/g, '')
