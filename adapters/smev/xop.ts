/**
 * XOP (XML-binary Optimized Packaging 1.0): contents that travel beside the envelope are put back into it before
 * anything is verified, as a digest is that of the infoset. Nothing is fetched: a reference names a part of its own package.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { ReceivedXmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import type { MimePackage } from './mime.ts'
import { isNamed } from './xml-path.ts'

export const XOP_INCLUDE = { namespace: 'http://www.w3.org/2004/08/xop/include', name: 'Include' } as const

/** Elements that hold base64 by the schema; nowhere else may a reference stand. */
export interface IncludablePlaces {
  /** Counted with the envelope. */
  readonly structured: readonly XmlElement[]
  /** Counted as attachments. */
  readonly attached: readonly XmlElement[]
}

export interface PackageLimits {
  readonly maxEnvelopeBytes: number
  readonly maxAttachmentBytes: number
}

/**
 * Each part is used once, and none is left over. Throws ENVELOPE_MULTIPART for a reference that is none of the package,
 * ATTACHMENT_MISMATCH, XML_TOO_LARGE, ATTACHMENT_TOO_LARGE.
 */
export function restoreContents(
  document: ReceivedXmlDocument,
  { structured, attached }: IncludablePlaces,
  { root, parts, limits }: MimePackage & { readonly limits: PackageLimits },
): void {
  const unused = new Map(parts)
  const take = (places: readonly XmlElement[]) => places.flatMap((place) => takePart(place, unused))
  const [inEnvelope, attachments] = [take(structured), take(attached)]
  if (unused.size > 0) throw mismatch('a part that nothing refers to')
  const encodedBytes = sumOf(inEnvelope, ({ bytes }) => Math.ceil(bytes.length / 3) * 4)
  if (root.length + encodedBytes > limits.maxEnvelopeBytes)
    throw new GatewayError('XML_TOO_LARGE', 'the envelope with what belongs into it')
  if (sumOf(attachments, ({ bytes }) => bytes.length) > limits.maxAttachmentBytes)
    throw new GatewayError('ATTACHMENT_TOO_LARGE', 'the attachments in sum')
  for (const { place, bytes } of [...inEnvelope, ...attachments])
    document.replaceContent(place, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'))
}

interface Inclusion {
  readonly place: XmlElement
  readonly bytes: Uint8Array
}

function takePart(place: XmlElement, unused: Map<string, Uint8Array>): readonly Inclusion[] {
  const include = place.children.find((child) => isNamed(child, XOP_INCLUDE))
  if (!include) return []
  const isAlone = place.children.length === 1 && place.text === ''
  if (!isAlone || include.children.length > 0 || include.attributes.length > 1)
    throw new GatewayError('ENVELOPE_MULTIPART', 'an inclusion with something beside or in it')
  const contentId = contentIdOf(include.attribute('href'))
  const bytes = unused.get(contentId)
  if (!bytes) throw mismatch('an inclusion of a part that is not there, or is there for another one')
  unused.delete(contentId)
  return [{ place, bytes }]
}

/** RFC 2392: the URL is the Content-ID, percent-encoded. */
function contentIdOf(href: string | undefined): string {
  try {
    if (href?.startsWith('cid:')) return decodeURIComponent(href.slice('cid:'.length))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
  }
  throw new GatewayError('ENVELOPE_MULTIPART', 'an inclusion of something that is no part of the package')
}

function sumOf<T>(items: readonly T[], sizeOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + sizeOf(item), 0)
}

function mismatch(message: string): GatewayError {
  return new GatewayError('ATTACHMENT_MISMATCH', message)
}
