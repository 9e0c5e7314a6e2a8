/** The gate after the parser: what only the tree tells. Searched inside libxml2, so that no node is wrapped in vain. */
import { XmlXPath } from 'libxml2-wasm'
import type { XmlDocument } from 'libxml2-wasm'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { AdmittedBytes } from './byte-gate.ts'
import { createTreeReader } from './tree-reading.ts'

const MAX_IDENTIFIERS = 5_000
const MAX_ATTRIBUTES_OF_ELEMENT = 100

const compile = (expression: string): XmlXPath =>
  XmlXPath.compile(expression, {
    ds: 'http://www.w3.org/2000/09/xmldsig#',
    xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  })

const INSTRUCTION = compile('boolean(//processing-instruction())')
// By parent, not by ancestor: the structure check lets no other namespace into a signature, and this takes linear time.
const COMMENT_IN_SIGNATURE = compile('boolean(//ds:*/comment())')
const COMMENT_BESIDE_TEXT = compile('boolean(//*[comment()][text()[normalize-space()]])')
const XSI_TYPE = compile('boolean(//@xsi:type)')
const CROWDED_ELEMENT = compile(`boolean(//@*[${MAX_ATTRIBUTES_OF_ELEMENT + 1}])`)
// Coarse, so that libxml2 calls one function for each attribute.
const COUNT_OF_LIKE_IDS = compile("count(//@*[contains('Id ID id iD', local-name())])")

/**
 * Throws XML_DOCTYPE, XML_VERSION, XML_NOT_WELL_FORMED (any warning), XML_PROCESSING_INSTRUCTION, XML_COMMENT,
 * XML_XSI_TYPE, XML_DUPLICATE_ID, XML_TOO_MANY_ELEMENTS.
 */
export function checkTree(document: XmlDocument, admitted: AdmittedBytes): void {
  if (document.dtd !== null) throw new GatewayError('XML_DOCTYPE', 'DOCTYPE')
  if (document.version !== '1.0') throw new GatewayError('XML_VERSION', 'only XML 1.0 is read')
  if (document.warnings.length > 0) throw new GatewayError('XML_NOT_WELL_FORMED', 'the parser warned')
  if (admitted.mayHoldInstructions && holds(document, INSTRUCTION)) {
    throw new GatewayError('XML_PROCESSING_INSTRUCTION', 'processing instruction')
  }
  checkAttributeCount(document, admitted)
  if (admitted.mayHoldComments) checkComments(document)
  // The SMEV transform renames prefixes, so a signature does not protect a QName in a value.
  if (admitted.mayHoldXsiTypes && holds(document, XSI_TYPE)) throw new GatewayError('XML_XSI_TYPE', 'xsi:type')
  checkIds(document)
}

function checkAttributeCount(document: XmlDocument, { attributeCount }: AdmittedBytes): void {
  // Identifiers are compared out here, which takes much longer for each than counting them in there.
  if (attributeCount > MAX_IDENTIFIERS && Number(document.root.eval(COUNT_OF_LIKE_IDS)) > MAX_IDENTIFIERS) {
    throw new GatewayError('XML_TOO_MANY_ELEMENTS', `more than ${MAX_IDENTIFIERS} identifiers`)
  }
  // Sorting attributes takes the canonicaliser time that grows with the square of their number.
  if (attributeCount > MAX_ATTRIBUTES_OF_ELEMENT && holds(document, CROWDED_ELEMENT)) {
    throw new GatewayError('XML_TOO_MANY_ELEMENTS', `more than ${MAX_ATTRIBUTES_OF_ELEMENT} attributes in one tag`)
  }
}

/**
 * C14N drops comments, so a signature does not see them. Between elements they do no harm and real clients write them
 * there; beside text or inside a signature, one reader might see another value than the one that is signed.
 */
function checkComments(document: XmlDocument): void {
  if (holds(document, COMMENT_IN_SIGNATURE)) throw new GatewayError('XML_COMMENT', 'comment in a signature')
  if (holds(document, COMMENT_BESIDE_TEXT)) throw new GatewayError('XML_COMMENT', 'comment beside text')
}

/** Whatever a peer takes for an identifier is unique, so that all find the same element by it. */
function checkIds(document: XmlDocument): void {
  const ids = createTreeReader().valuesOf(document.root, isIdentifier)
  if (new Set(ids).size < ids.length) {
    throw new GatewayError('XML_DUPLICATE_ID', 'two attributes hold the same identifier')
  }
}

const isIdentifier = (name: string): boolean => name.length === 2 && name.toLowerCase() === 'id'

function holds(document: XmlDocument, expression: XmlXPath): boolean {
  return document.root.eval(expression) === true
}
