/** What a ds:Signature states, read with patience: any order, any blanks, several references and certificates. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { parseCertificateOfAnyVersion } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { DSIG_NAMESPACE, EXCLUSIVE_C14N } from '../xmldsig/algorithms.ts'
import { Unsupported } from './finding.ts'
import { childrenNamed, elementsIn, findBase64 } from './tree.ts'
import type { XmlInspection } from './tree.ts'

export interface StatedSignedInfo {
  readonly element: XmlElement
  readonly canonicalization: StatedTransform
  readonly signatureMethod: string
  readonly references: readonly StatedReference[]
}

export interface StatedReference {
  readonly uri: string | undefined
  readonly transforms: readonly StatedTransform[]
  readonly digestMethod: string
  readonly digestValue: Uint8Array | undefined
}

export interface StatedTransform {
  readonly uri: string
  readonly prefixes: readonly string[]
}

/** Far more than anybody signs with; each costs a walk through the document. */
const MAX_REFERENCES = 50
const WSSE_NAMESPACE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'

/** Throws Unsupported when it cannot be told what was signed. */
export function readSignedInfo(signature: XmlElement): StatedSignedInfo {
  const element = getOnly(signature, 'SignedInfo')
  const references = named(element, 'Reference')
  if (references.length === 0) throw new Unsupported('no Reference')
  if (references.length > MAX_REFERENCES) throw new Unsupported(`more than ${MAX_REFERENCES} references`)
  return {
    element,
    canonicalization: readTransform(getOnly(element, 'CanonicalizationMethod')),
    signatureMethod: algorithmOf(getOnly(element, 'SignatureMethod')),
    references: references.map(readReference),
  }
}

/** Throws Unsupported. */
export function readSignatureValue(signature: XmlElement): Uint8Array {
  const value = findBase64(getOnly(signature, 'SignatureValue').text)
  if (value === undefined) throw new Unsupported('SignatureValue is no base64')
  return value
}

/** Certificates in KeyInfo, or in the token that it points to; those that cannot be read leave a reason. */
export function readCertificates(signature: XmlElement, inspection: XmlInspection, reasons: string[]): Certificate[] {
  const holders = named(signature, 'KeyInfo').flatMap((keyInfo) =>
    [...elementsIn(keyInfo)].flatMap((element) => certificateHolders(element, inspection)),
  )
  return holders.flatMap(({ text }) => {
    try {
      return [parseCertificateOfAnyVersion(findBase64(text) ?? new Uint8Array())]
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      reasons.push(error.message)
      return []
    }
  })
}

function certificateHolders(element: XmlElement, { elementsById }: XmlInspection): readonly XmlElement[] {
  if (element.namespace === DSIG_NAMESPACE && element.name === 'X509Certificate') return [element]
  if (element.namespace !== WSSE_NAMESPACE || element.name !== 'Reference') return []
  const id = element.attribute('URI')?.replace(/^#/, '') ?? ''
  return (elementsById.get(id) ?? []).filter(({ name }) => name === 'BinarySecurityToken')
}

function readReference(reference: XmlElement): StatedReference {
  const [transforms] = named(reference, 'Transforms')
  return {
    uri: reference.attribute('URI'),
    transforms: transforms === undefined ? [] : named(transforms, 'Transform').map(readTransform),
    digestMethod: algorithmOf(getOnly(reference, 'DigestMethod')),
    digestValue: findBase64(getOnly(reference, 'DigestValue').text),
  }
}

function readTransform(element: XmlElement): StatedTransform {
  const [listed] = childrenNamed(element, EXCLUSIVE_C14N, 'InclusiveNamespaces')
  const prefixes = listed?.attribute('PrefixList')?.split(/[\t\n\r ]+/) ?? []
  return { uri: algorithmOf(element), prefixes: prefixes.filter((prefix) => prefix !== '') }
}

const algorithmOf = (element: XmlElement): string => element.attribute('Algorithm') ?? ''

const named = (parent: XmlElement, name: string): readonly XmlElement[] => childrenNamed(parent, DSIG_NAMESPACE, name)

function getOnly(parent: XmlElement, name: string): XmlElement {
  const [only, another] = named(parent, name)
  if (only === undefined) throw new Unsupported(`no ${name}`)
  if (another !== undefined) throw new Unsupported(`several ${name}`)
  return only
}
