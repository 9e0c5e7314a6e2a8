/** Judges what a ds:Signature covers: is each thing it refers to still what was digested. */
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { judge, Unsupported } from './finding.ts'
import type { DigestVerdict, Finding } from './finding.ts'
import { findDigest } from './keys.ts'
import type { StatedReference } from './read-xml-signature.ts'
import { transformedOctets } from './transforms.ts'
import { elementsIn } from './tree.ts'
import type { XmlInspection } from './tree.ts'

const XOP_NAMESPACE = 'http://www.w3.org/2004/08/xop/include'

interface Context {
  readonly signature: XmlElement
  readonly inspection: XmlInspection
  readonly reasons: string[]
}

/** All match, or the first that does not decides; a difference is told before anything that could not be judged. */
export function judgeReferences(references: readonly StatedReference[], context: Context): DigestVerdict {
  const verdicts = new Set(
    references.map((reference) => judge(() => judgeReference(reference, context), context.reasons)),
  )
  if (verdicts.has('differs')) return 'differs'
  return verdicts.has('unsupported') ? 'unsupported' : 'matches'
}

/** How the file names what was signed, and what element that is. */
export function targetOf(
  references: readonly StatedReference[],
  inspection: XmlInspection,
): Pick<Finding, 'target' | 'covers'> {
  const covered = references.flatMap(({ uri }) => {
    const part = judge(() => findPart(uri, inspection), [])
    return typeof part === 'string' ? [] : [part.name]
  })
  return {
    target: references.map(({ uri }) => (uri === '' ? 'document' : (uri ?? '').replace(/^#/, ''))).join(' '),
    covers: covered.length > 0 ? covered.join(' ') : undefined,
  }
}

/** Whether something covered stands outside the element that holds the wrapper: in SMEV 3 nothing signed ever does. */
export function coversElsewhere(
  references: readonly StatedReference[],
  { signature, inspection }: Omit<Context, 'reasons'>,
): boolean {
  const holder = signature.parent?.parent
  return references.some(({ uri }) => {
    const part = judge(() => findPart(uri, inspection), [])
    return typeof part !== 'string' && holder !== undefined && !isWithin(part, holder)
  })
}

function isWithin(element: XmlElement, holder: XmlElement): boolean {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) if (at === holder) return true
  return false
}

function judgeReference(reference: StatedReference, { signature, inspection }: Context): DigestVerdict {
  const { uri, transforms, digestMethod, digestValue } = reference
  const digest = findDigest(digestMethod)
  if (digest === undefined) throw new Unsupported(`digest ${digestMethod} is not supported`)
  if (digestValue === undefined) throw new Unsupported('DigestValue is no base64')
  const part = findPart(uri, inspection)
  const forms = transformedOctets({ part, transforms, signature }, inspection)
  if (forms.some((octets) => Buffer.compare(digest(octets), digestValue) === 0)) return 'matches'
  const root = part === 'document' ? inspection.document.root : part
  if (holdsInclude(root)) {
    throw new Unsupported('xop:Include: the digest is over an attachment that is not in the file')
  }
  return 'differs'
}

function findPart(uri: string | undefined, { elementsById }: XmlInspection): XmlElement | 'document' {
  if (uri === '') return 'document'
  if (uri === undefined) throw new Unsupported('the reference names nothing')
  if (!uri.startsWith('#')) throw new Unsupported('the reference leaves the file')
  if (uri.startsWith('#xpointer(')) throw new Unsupported('a reference by XPointer')
  const found = elementsById.get(uri.slice(1)) ?? []
  const [only, another] = found.length > 1 ? found.filter(hasUsualId(uri.slice(1))) : found
  if (found.length === 0) throw new Unsupported(`no element has the identifier of ${uri}`)
  if (only === undefined || another !== undefined)
    throw new Unsupported(`several elements have the identifier of ${uri}`)
  return only
}

/** SMEV and WS-Security write `Id`; business data may use the same value in an `id` of their own. */
const hasUsualId =
  (id: string) =>
  ({ attributes }: XmlElement): boolean =>
    attributes.some(({ name, value }) => name === 'Id' && value === id)

/** Whether a part of it travelled elsewhere (XOP 1.0). */
export function holdsInclude(root: XmlElement): boolean {
  for (const { namespace, name } of elementsIn(root)) {
    if (namespace === XOP_NAMESPACE && name === 'Include') return true
  }
  return false
}
