/** Replies too long for an envelope travel as attachments, in the envelope or as parts, as the caller asks. */
import { expect, test } from 'vitest'
import { readAnswer, restoreAnswer } from '../../../adapters/smev/agency-answers.ts'
import type { AgencyMessage } from '../../../adapters/smev/agency-answers.ts'
import { parsePackage } from '../../../adapters/smev/mime.ts'
import type { OutgoingContent } from '../../../gateway/ports/exchange.ts'
import { EXCHANGE_VERSIONS } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { schemaErrors } from './official-schemas.ts'
import { documents, MESSAGE_ID, RECEIVED_AT, signatures, writer } from './parties.ts'

const MB = 1024 * 1024
const LONG = Buffer.alloc(4 * MB, 'CMS')
const LIMITS = { maxBytes: 12 * MB }

const reply: OutgoingContent = {
  form: 'REPLY',
  routing: {
    kind: 'INFORMATION',
    number: '17',
    registeredOn: '2026-11-20',
    outgoingNumber: '1',
    outgoingDate: '2026-11-19',
    part: 1,
    last: true,
  },
  documentId: 'd',
}

async function respond(sealed: Uint8Array, smevVersion = '1.1'): Promise<Uint8Array> {
  const original = { messageId: MESSAGE_ID, smevVersion }
  const envelope = { messageId: MESSAGE_ID, to: 'token', original, queue: 'q', sealedAt: RECEIVED_AT }
  return writer.wrapResponse(smevVersion, await writer.writeResponseMessage(reply, envelope, sealed))
}

/** Read while the tree lives: both signatures of the message, and those of its attachments. */
function prove(message: AgencyMessage) {
  const { content, attachments, smev, office } = message
  for (const part of [smev, office]) signatures.verify(part, RECEIVED_AT)
  const signers = attachments.map(({ bytes, signature }) =>
    documents.verifyDetached(signature ?? Buffer.alloc(0), bytes, RECEIVED_AT),
  )
  if (content.form !== 'REPLY') throw new Error(`read as ${content.form}`)
  return { document: Buffer.from(content.document), signers: signers.map(({ certificate }) => certificate.commonName) }
}

function read(answer: Uint8Array, packageType?: string) {
  const received = packageType === undefined ? { root: answer, parts: new Map() } : parsePackage(answer, packageType)
  using document = parseXml(received.root, LIMITS)
  const limits = { maxEnvelopeBytes: 12 * MB, maxAttachmentBytes: 12 * MB }
  if (packageType !== undefined) restoreAnswer(document, { ...received, limits })
  const found = readAnswer(document)
  if (found.kind !== 'MESSAGE') throw new Error(`read as ${found.kind}`)
  return prove(found)
}

test.each(EXCHANGE_VERSIONS)('in %s a long one is attached under a signature of the office', async (version) => {
  const answer = await respond(LONG, version)
  expect(schemaErrors(answer)).toEqual({ soap: [], ours: [], published: [] })
  const { document, signers } = read(answer)
  expect(document.equals(LONG)).toBe(true)
  expect(signers).toEqual(['Служба ЗАГС'])
})

test('for who sends packages it becomes a part, and reads the same', async () => {
  const answer = await respond(LONG)
  const packed = writer.packAttachments(answer)
  if (!packed) throw new Error('nothing was packed')
  expect(packed.body.length).toBeLessThan(LONG.length + 64 * 1024)
  const { document, signers } = read(packed.body, packed.packageType)
  expect([document.equals(LONG), signers]).toEqual([true, ['Служба ЗАГС']])
})

test('a changed part is noticed: no signature of the message covers it, its own does', async () => {
  const packed = writer.packAttachments(await respond(LONG))
  if (!packed) throw new Error('nothing was packed')
  const body = Buffer.from(packed.body)
  body.write('X', body.indexOf('CMSCMS'))
  expect(() => read(body, packed.packageType)).toThrow(expect.objectContaining({ code: 'CMS_SIGNATURE' }))
})

test('the longest that stays in the envelope keeps it below 5 MB; one byte more is attached', async () => {
  const longest = Math.floor((5 * MB - 64 * 1024) / 4) * 3
  const inside = await respond(Buffer.alloc(longest))
  expect(inside.length).toBeLessThanOrEqual(5 * MB)
  expect(writer.packAttachments(inside)).toBeUndefined()
  expect(writer.packAttachments(await respond(Buffer.alloc(longest + 1)))).toBeDefined()
})

test('other messages have nothing to pack', () => {
  expect(writer.packAttachments(writer.wrapResponse('1.1'))).toBeUndefined()
  expect(writer.packAttachments(writer.writeAckResponse('1.1'))).toBeUndefined()
})

test('a reply that names an attachment which is not there is refused', async () => {
  const answer = Buffer.from(await respond(LONG)).toString()
  const without = answer
    .replace(/<b:AttachmentHeaderList.*<\/b:AttachmentHeaderList>/, '')
    .replace(/<b:AttachmentContentList.*<\/b:AttachmentContentList>/, '')
  expect(() => read(Buffer.from(without))).toThrow(expect.objectContaining({ code: 'ATTACHMENT_MISMATCH' }))
})
