/** What a reference points to, through its transforms to the octets that were digested. */
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { DSIG_NAMESPACE, EXCLUSIVE_C14N, SMEV_TRANSFORM } from '../xmldsig/algorithms.ts'
import { transformVariants } from '../xmldsig/smev-transform.ts'
import { Unsupported } from './finding.ts'
import type { StatedTransform } from './read-xml-signature.ts'
import type { CanonicalForm, XmlInspection } from './tree.ts'

const METHODS: Readonly<Record<string, CanonicalForm['method']>> = {
  [EXCLUSIVE_C14N]: 'exclusive',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315#': 'inclusive',
  'http://www.w3.org/2006/12/xml-c14n11#': 'inclusive-1.1',
}
const WITH_COMMENTS = 'WithComments'
const ENVELOPED = `${DSIG_NAMESPACE}enveloped-signature`
/** XMLDSig 4.4.3.2: nodes that have to become octets do so by Canonical XML 1.0. */
const IMPLICIT: CanonicalForm = { method: 'inclusive', withComments: false, prefixes: [] }
const PLAIN: CanonicalForm = { method: 'exclusive', withComments: false, prefixes: [] }
/** Without its signature a part is read from the file anew, which takes the time of so many walks. */
const WALKS_WITHOUT_SIGNATURE = 6

/** Throws Unsupported for what is no canonicalisation. */
export function canonicalFormOf({ uri, prefixes }: StatedTransform): CanonicalForm {
  const form = findCanonicalForm({ uri, prefixes })
  if (form === undefined) throw new Unsupported(`canonicalisation ${uri}`)
  return form
}

function findCanonicalForm({ uri, prefixes }: StatedTransform): CanonicalForm | undefined {
  const withComments = uri.endsWith(WITH_COMMENTS)
  const name = withComments ? uri.slice(0, -WITH_COMMENTS.length) : uri
  // Inclusive forms have a `#` only before WithComments.
  const method = METHODS[name] ?? (withComments ? undefined : METHODS[`${name}#`])
  return method && { method, withComments, prefixes: method === 'exclusive' ? prefixes : [] }
}

/** Nodes of the document, or octets: several when writers of the SMEV transform differ about one text. */
type State =
  | { readonly kind: 'nodes'; readonly part: XmlElement | 'document'; readonly without?: XmlElement }
  | { readonly kind: 'octets'; readonly variants: readonly Uint8Array[] }

export interface ReferencedPart {
  readonly part: XmlElement | 'document'
  readonly transforms: readonly StatedTransform[]
  /** The ds:Signature that the reference stands in. */
  readonly signature: XmlElement
}

/** Octets that may have been digested, the likeliest first. Throws Unsupported, XML_NOT_WELL_FORMED, SIGNATURE_STRUCTURE. */
export function transformedOctets(referenced: ReferencedPart, inspection: XmlInspection): readonly Uint8Array[] {
  const { part, transforms, signature } = referenced
  let state: State = { kind: 'nodes', part }
  for (const transform of transforms) {
    if (transform.uri === ENVELOPED) state = withoutSignature(state, signature)
    else if (transform.uri === SMEV_TRANSFORM) state = inNormalForm(state, inspection)
    else state = canonical(state, transform, inspection)
  }
  return octetsOf(state, IMPLICIT, inspection)
}

function withoutSignature(state: State, signature: XmlElement): State {
  if (state.kind === 'octets') throw new Unsupported('enveloped-signature after a canonicalisation')
  if (signature.parent === undefined) throw new Unsupported('enveloped-signature in a signature around everything')
  return { ...state, without: signature }
}

function inNormalForm(state: State, inspection: XmlInspection): State {
  const variants = octetsOf(state, PLAIN, inspection).flatMap((octets) => {
    inspection.allowWalk(octets.length)
    return Array.from(transformVariants(bare(octets)))
  })
  return { kind: 'octets', variants }
}

/** Instructions and comments are dropped by rule; in canonical octets `<?` and `<!--` begin nothing else. */
function bare(octets: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(octets)
      .toString()
      .replaceAll(/<\?[^]*?\?>|<!--[^]*?-->/g, ''),
  )
}

function canonical(state: State, transform: StatedTransform, inspection: XmlInspection): State {
  const form = findCanonicalForm(transform)
  if (form === undefined) throw new Unsupported(`transform ${transform.uri}`)
  if (state.kind === 'nodes') return { kind: 'octets', variants: octetsOf(state, form, inspection) }
  return { kind: 'octets', variants: state.variants.map((octets) => canonicalAnew(octets, form, inspection)) }
}

function canonicalAnew(octets: Uint8Array, form: CanonicalForm, { parse, allowWalk }: XmlInspection): Uint8Array {
  allowWalk(octets.length)
  using document = parse(octets)
  return document.canonicalizeAs('document', form)
}

/** `form` is that of nodes; octets are what they are. */
function octetsOf(state: State, form: CanonicalForm, { document, allowWalk }: XmlInspection): readonly Uint8Array[] {
  if (state.kind === 'octets') return state.variants
  allowWalk(document.byteLength * (state.without === undefined ? 1 : WALKS_WITHOUT_SIGNATURE))
  // A reference by `#Id`, or to the whole document, takes no comments along (XMLDSig 4.4.3.3).
  return [document.canonicalizeAs(state.part, { ...form, withComments: false }, state.without)]
}
