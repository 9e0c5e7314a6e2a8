/** The normal form of SMEV: written from the parser's tree, from canonical octets, and by another parser's DOM. */
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { NormalFormWriter } from '../../../crypto/xmldsig/normal-form.ts'
import { smevTransform } from '../../../crypto/xmldsig/smev-transform.ts'
import type { GreaterThanRule } from '../../../crypto/xmldsig/text-escaping.ts'
import type { ReceivedXmlDocument, XmlElement } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { transformDom } from '../../crypto/xmldsig/dom-transform.ts'
import { createRandom } from '../fuzz/random.ts'
import { OTHER_LINE_ENDS, parseDom } from '../other-parser.ts'
import { eachCase, firstDifference, outcomeOf } from './comparison.ts'
import { randomDocument } from './random-document.ts'

const RULES: readonly GreaterThanRule[] = ['woodstox', 'always', 'never']

export const normalForms = eachCase('normal form', 40, (seed, index) => {
  const random = createRandom(seed, index)
  const octets = randomDocument(random, seed, index)
  using document = parseIfAdmitted(octets)
  if (document === undefined) return undefined
  const asSent = outcomeOf(() => smevTransform(octets))
  // What is not in canonical form is refused, or the way it is read makes no difference.
  if (asSent.startsWith('<')) {
    const difference = firstDifference({
      'as sent': asSent,
      parsed: outcomeOf(() => fromTree(document, document.root, 'always')),
    })
    if (difference !== undefined) return difference
  }
  // An element further in takes its namespaces from outside.
  const element = random.pick([document.root, ...below(document.root)])
  for (const rule of RULES) {
    const ofOctets = outcomeOf(() => smevTransform(document.canonicalize(element), rule))
    const difference = firstDifference({
      'from octets': ofOctets,
      'from the tree': outcomeOf(() => fromTree(document, element, rule)),
      ...(rule === 'always' && isForOthers(ofOctets) ? { 'from another DOM': fromDom(document, element) } : {}),
    })
    if (difference !== undefined) return `${rule}: ${difference}`
  }
  return undefined
})

/** The other one refuses nothing, and always escapes `>`. */
const isForOthers = (form: string): boolean => form.startsWith('<') && !OTHER_LINE_ENDS.test(form)

function parseIfAdmitted(bytes: Uint8Array): ReceivedXmlDocument | undefined {
  try {
    return parseXml(bytes)
  } catch (error) {
    if (error instanceof GatewayError) return undefined
    throw error
  }
}

function below(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => [child, ...below(child)])
}

function fromTree(document: ReceivedXmlDocument, element: XmlElement, rule: GreaterThanRule): Uint8Array {
  const writer = new NormalFormWriter(rule)
  document.walk(element, writer)
  return writer.octets
}

function fromDom(document: ReceivedXmlDocument, element: XmlElement): string {
  const canonical = Buffer.from(document.canonicalize(element)).toString()
  return transformDom(parseDom(canonical))
}
