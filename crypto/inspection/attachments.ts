/** CMS signatures of attachments: SignaturePKCS7 in the headers of SMEV 3. */
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { judge, Unsupported } from './finding.ts'
import type { Finding } from './finding.ts'
import { judgeSignedData } from './judge-cms.ts'
import type { Detached } from './judge-cms.ts'
import { parseStatedSignedData } from './read-cms.ts'
import type { StatedSignedData } from './read-cms.ts'
import { elementsIn, findBase64 } from './tree.ts'
import type { XmlInspection } from './tree.ts'

/** One finding for each signature in it; one `unsupported` when none can be read. */
export function judgeAttachmentSignature(
  element: XmlElement,
  { document, allowWalk }: XmlInspection,
): readonly Finding[] {
  const id = identifierOf(element.parent)
  const reasons: string[] = []
  const signedData = judge(() => {
    allowWalk(document.byteLength)
    return readSignedData(element)
  }, reasons)
  if (signedData === 'unsupported') return [unreadable(id, reasons)]
  const detached = findAttachment(id, document.root)
  const findings = judgeSignedData(signedData, { role: 'SignaturePKCS7', target: id, detached })
  return findings.map((finding) => beside(finding, signedData.enclosed, detached))
}

function readSignedData({ children, text }: XmlElement): StatedSignedData {
  if (children.some(isInclude)) throw new Unsupported('xop:Include: the signature is not in the file')
  const bytes = findBase64(text)
  const signedData = bytes && parseStatedSignedData(bytes)
  if (signedData === undefined) throw new Unsupported('no CMS SignedData in base64')
  return signedData
}

/** A signature that encloses its content is about the attachment only if that is the same. */
function beside(finding: Finding, enclosed: Uint8Array | undefined, detached: Detached): Finding {
  if (enclosed === undefined || 'missing' in detached) return finding
  if (Buffer.compare(enclosed, detached.content) === 0) return finding
  const reasons = [...finding.reasons, 'the content enclosed in the signature is not the attachment']
  return { ...finding, digest: 'differs', reasons }
}

/** contentId of an AttachmentHeader, uuid of a RefAttachmentHeader. */
function identifierOf(header: XmlElement | undefined): string {
  return header?.children.find(({ name }) => name === 'contentId' || name === 'uuid')?.text ?? ''
}

function findAttachment(id: string, root: XmlElement): Detached {
  const attachments = [...elementsIn(root)].filter(({ name, children }) => {
    const isNamed = children.some((child) => child.name === 'Id' && child.text === id)
    return name === 'AttachmentContent' && isNamed
  })
  const [content, another] = attachments.flatMap(({ children }) => children.filter(({ name }) => name === 'Content'))
  if (content === undefined) return { missing: 'the attachment is not in the file' }
  if (another !== undefined) return { missing: 'several attachments have that identifier' }
  if (content.children.some(isInclude)) return { missing: 'xop:Include: the attachment is not in the file' }
  return { content: findBase64(content.text) ?? new Uint8Array() }
}

const isInclude = ({ name }: XmlElement): boolean => name === 'Include'

function unreadable(target: string, reasons: readonly string[]): Finding {
  const verdicts = { digest: 'unsupported', signature: 'unsupported' } as const
  const facts = { algorithm: '', signer: undefined, accompanying: [], covers: undefined }
  return { role: 'SignaturePKCS7', target, ...verdicts, ...facts, reasons }
}
