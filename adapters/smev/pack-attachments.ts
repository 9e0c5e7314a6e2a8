/** MTOM: an envelope written here, with the contents of its attachments moved out of it into parts of a package. */
import { randomBytes } from 'node:crypto'
import { writePackage } from './mime.ts'
import type { WrittenPart } from './mime.ts'
import { XOP_INCLUDE } from './xop.ts'

export interface PackedMessage {
  readonly body: Uint8Array
  /** Content-Type of the body. */
  readonly packageType: string
}

const LIST = '<b:AttachmentContentList'
const [START, END] = ['<b:Content>', '</b:Content>']
const ROOT_ID = 'envelope@zags-gateway'

/** Undefined for an envelope without attachments, which needs no package. */
export function packAttachments(envelope: Uint8Array): PackedMessage | undefined {
  return Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength).includes(LIST)
    ? packMessage(envelope)
    : undefined
}

/** What we write is regular enough to be cut at its tags. */
export function packMessage(envelope: Uint8Array): PackedMessage {
  const buffer = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength)
  const list = buffer.indexOf(LIST)
  const kept: Uint8Array[] = []
  const parts: WrittenPart[] = []
  let from = 0
  for (let at = list === -1 ? -1 : buffer.indexOf(START, list); at !== -1; at = buffer.indexOf(START, from)) {
    const end = buffer.indexOf(END, at)
    const contentId = `attachment-${parts.length + 1}@zags-gateway`
    const content = Buffer.from(buffer.toString('latin1', at + START.length, end), 'base64')
    parts.push({ contentId, type: 'application/octet-stream', content })
    kept.push(buffer.subarray(from, at + START.length), Buffer.from(includeOf(contentId)))
    from = end
  }
  const root = { contentId: ROOT_ID, type: ROOT_TYPE, content: Buffer.concat([...kept, buffer.subarray(from)]) }
  const boundary = `=_${randomBytes(18).toString('hex')}`
  return {
    body: writePackage([root, ...parts], boundary),
    packageType: `multipart/related; type="application/xop+xml"; start="<${ROOT_ID}>"; start-info="text/xml"; boundary="${boundary}"`,
  }
}

const ROOT_TYPE = 'application/xop+xml; charset=utf-8; type="text/xml"'

function includeOf(contentId: string): string {
  const href = `cid:${encodeURIComponent(contentId)}`
  return `<xop:Include xmlns:xop="${XOP_INCLUDE.namespace}" href="${href}"></xop:Include>`
}
