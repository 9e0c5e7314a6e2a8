/**
 * The shape of a ds:Signature in this gateway (design section 5): one way to write each fact, so that no two readers
 * can read two signatures. Looked at before any cryptography.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { DSIG_NAMESPACE, EXCLUSIVE_C14N, TRANSFORMS } from './algorithms.ts'

/** Facts that a signature states; none of them is proved yet. */
export interface StatedSignature {
  readonly signedInfo: XmlElement
  readonly signatureAlgorithm: string
  readonly digestAlgorithm: string
  readonly referenceUri: string
  readonly digestValue: Uint8Array
  readonly signatureValue: Uint8Array
  /** DER, as sent. */
  readonly certificate: Uint8Array
}

/** Of text in a whole signature: a certificate of 16 KB in base64 takes 22,000; few take 2,000. */
const MAX_TEXT_LENGTH = 32_768
/** Of an identifier or a URI: those of algorithms take 80. */
const MAX_VALUE_LENGTH = 1024

/**
 * Reads a ds:Signature in its wrapper. Throws SIGNATURE_STRUCTURE, and SIGNATURE_ALGORITHM for a canonicalisation or
 * transforms that are not those of the profile.
 */
export function readSignature(signature: XmlElement): StatedSignature {
  if (!isDsig(signature, 'Signature')) throw malformed('not a ds:Signature')
  // SMEV: b:XMLDSigSignatureType holds exactly one element; beside another, it depends on the reader which one counts.
  if (signature.parent?.children.length !== 1) throw malformed('it must stand alone in its wrapper')
  // Before a certificate is judged or anything is digested, so that nobody can make SignedInfo expensive.
  if (signature.text.length > MAX_TEXT_LENGTH) throw malformed('too long')
  checkAttributes(signature, { optional: ['Id'] })
  const [signedInfo, signatureValue, keyInfo] = childrenOf(signature, ['SignedInfo', 'SignatureValue', 'KeyInfo'])
  checkAttributes(signatureValue, { optional: ['Id'] })
  return {
    signedInfo,
    ...readSignedInfo(signedInfo),
    signatureValue: decodeBase64(leafText(signatureValue)),
    certificate: readCertificate(keyInfo),
  }
}

function readSignedInfo(signedInfo: XmlElement) {
  checkAttributes(signedInfo, { optional: ['Id'] })
  const [c14n, method, reference] = childrenOf(signedInfo, ['CanonicalizationMethod', 'SignatureMethod', 'Reference'])
  if (algorithmOf(c14n) !== EXCLUSIVE_C14N) {
    throw new GatewayError('SIGNATURE_ALGORITHM', 'SignedInfo must be in exclusive canonical form')
  }
  return { signatureAlgorithm: algorithmOf(method), ...readReference(reference) }
}

function readReference(reference: XmlElement) {
  // Id is covered by the signature and says nothing; Type could name a Manifest, which is more references.
  const { URI: referenceUri = '' } = checkAttributes(reference, { required: ['URI'], optional: ['Id'] })
  const [transforms, method, value] = childrenOf(reference, ['Transforms', 'DigestMethod', 'DigestValue'])
  checkAttributes(transforms, {})
  checkAttributes(value, {})
  checkTransforms(transforms)
  return { referenceUri, digestAlgorithm: algorithmOf(method), digestValue: decodeBase64(leafText(value)) }
}

function checkTransforms(transforms: XmlElement): void {
  // By number first, so that a long list costs nothing.
  const isOfProfile =
    transforms.children.length === TRANSFORMS.length &&
    childrenOf(transforms, ['Transform', 'Transform']).every((each, index) => algorithmOf(each) === TRANSFORMS[index])
  if (!isOfProfile) {
    throw new GatewayError('SIGNATURE_ALGORITHM', 'the transforms must be exclusive C14N, then that of SMEV')
  }
}

function readCertificate(keyInfo: XmlElement): Uint8Array {
  checkAttributes(keyInfo, { optional: ['Id'] })
  const [data] = childrenOf(keyInfo, ['X509Data'])
  checkAttributes(data, {})
  const [certificate] = childrenOf(data, ['X509Certificate'])
  checkAttributes(certificate, {})
  return decodeBase64(leafText(certificate))
}

/** An element that states an algorithm and nothing else: parameters (HMACOutputLength, InclusiveNamespaces) are refused. */
function algorithmOf(element: XmlElement): string {
  const { Algorithm: uri = '' } = checkAttributes(element, { required: ['Algorithm'] })
  if (element.children.length > 0 || element.text !== '') throw malformed(`${element.name} must be empty`)
  return uri
}

type Tuple<Names extends readonly string[]> = { [Index in keyof Names]: XmlElement }

/** The children, which must be exactly those named, with no text among them, not even a line break. */
function childrenOf<const Names extends readonly string[]>(parent: XmlElement, names: Names): Tuple<Names> {
  const { children } = parent
  if (children.length !== names.length || children.some((child, index) => !isDsig(child, names[index] ?? ''))) {
    throw malformed(`${parent.name} must hold exactly ${names.join(', ')}`)
  }
  const length = children.reduce((sum, child) => sum + child.text.length, 0)
  if (parent.text.length !== length) throw malformed(`text between the elements of ${parent.name}`)
  return children as unknown as Tuple<Names>
}

interface ExpectedAttributes {
  readonly required?: readonly string[]
  readonly optional?: readonly string[]
}

/** Values of the element's attributes, all unqualified and all expected. */
function checkAttributes(
  { name, attributes }: XmlElement,
  { required = [], optional = [] }: ExpectedAttributes,
): Readonly<Record<string, string>> {
  for (const attribute of attributes) {
    const isExpected = required.includes(attribute.name) || optional.includes(attribute.name)
    if (attribute.namespace !== '' || !isExpected) throw malformed(`unexpected attribute of ${name}`)
    if (attribute.value.length > MAX_VALUE_LENGTH) throw malformed(`too long an attribute of ${name}`)
  }
  const values = Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.value]))
  if (required.some((expected) => values[expected] === undefined)) throw malformed(`missing attribute of ${name}`)
  return values
}

function leafText(element: XmlElement): string {
  if (element.children.length > 0) throw malformed(`${element.name} must hold text only`)
  return element.text
}

/** Base64 (RFC 4648 section 4), canonical but for line wrapping, which clients do put into values. */
function decodeBase64(text: string): Uint8Array {
  const joined = text.replaceAll(/[\t\n\r ]/g, '')
  const bytes = Buffer.from(joined, 'base64')
  // Node skips what it does not understand; the way back shows whether it did.
  if (bytes.length === 0 || bytes.toString('base64') !== joined) throw malformed('not base64')
  return bytes
}

function isDsig(element: XmlElement, name: string): boolean {
  return element.namespace === DSIG_NAMESPACE && element.name === name
}

function malformed(reason: string): GatewayError {
  return new GatewayError('SIGNATURE_STRUCTURE', `malformed signature: ${reason}`)
}
