/** What `inspect` lists under `door` is what the door would have said, and more where more is wrong. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createReadCall } from '../../adapters/smev/read-call.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { createXmlSignatures } from '../../crypto/xml-signatures.ts'
import { inspectFile } from '../../gateway/commands/inspect-file.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { parseXml } from '../../xsd/document.ts'
import { changed, fixture, prettyPrinted } from '../crypto/inspection/findings.ts'
import { parseCertificatesPem } from '../../crypto/x509/certificate.ts'
import { readHolder, RECEIVED_AT } from '../fixtures/signature/pki.ts'

const anchors = [readHolder('root').certificate]

/** The door itself, with the same trust; whoever signs is somebody. */
const door = createReadCall({
  parseXml,
  signatures: createXmlSignatures({
    trustStore: createTrustStore(anchors),
    provider: createSoftwareKeys(new Map()),
    keys: {},
  }),
  documents: {
    decrypt: () => Promise.reject(new GatewayError('CMS_UNOPENABLE', 'no key here')),
    verify: () => expect.fail('no document is expected'),
    verifyDetached: () => expect.fail('no attachment is expected'),
  },
  identifySender: () => ({ kind: 'REGISTERED', requesterId: 'court', systemId: 'gas', queue: 'court.gas' }),
})

async function doorCode(bytes: Uint8Array): Promise<string | undefined> {
  try {
    await door(bytes, RECEIVED_AT)
    return undefined
  } catch (error) {
    if (error instanceof GatewayError) return error.code
    throw error
  }
}

async function listedCodes(
  bytes: string | Uint8Array,
  trusted: typeof anchors | 'not asked' = anchors,
  at = RECEIVED_AT,
) {
  const trust = trusted === 'not asked' ? undefined : { anchors: trusted, authorities: [] }
  const { door: faults } = await inspectFile({ bytes: Buffer.from(bytes), trust, at, content: undefined })
  return faults.map(({ code }) => code)
}

describe('every message of the signature fixtures: the fault of the door is listed', () => {
  const folder = new URL('../fixtures/signature/', import.meta.url)
  const files = ['valid', 'invalid'].flatMap((kind) =>
    readdirSync(new URL(`${kind}/`, folder)).map((name) => `${kind}/${name}`),
  )
  test.each(files)('%s', async (name) => {
    const bytes = readFileSync(new URL(name, folder))
    const code = await doorCode(bytes)
    const listed = await listedCodes(bytes)
    expect(listed).toContain(code)
    if (name.startsWith('valid')) expect(listed).toEqual([code])
  })
})

describe('messages of our own exchange', () => {
  const own = (name: string): Buffer => fixture(`own/${name}.xml`)
  const roots = parseCertificatesPem(fixture('own/root.pem').toString())
  const at = new Date('2026-11-22T00:00:00Z')
  const codes = (text: string | Uint8Array) => listedCodes(text, roots, at)

  test.each(['send-request', 'get-response', 'ack'])('%s breaks no rule', async (name) => {
    expect(await codes(own(name))).toEqual([])
  })

  test.each(['receipt', 'response', 'ack-response'])('%s is an answer, and no operation of ours', async (name) => {
    expect(await codes(own(name))).toEqual(['ENVELOPE_OPERATION'])
  })

  test('several breaches stand side by side', async () => {
    const text = changed(prettyPrinted(own('send-request')), 'Соколова', '<!-- -->Смирнова').replace(
      '<t:MessageID>',
      '<t:Extra></t:Extra><t:MessageID>',
    )
    expect(await codes(text)).toEqual([
      'XML_COMMENT',
      'SIGNATURE_STRUCTURE',
      'SIGNATURE_VALUE',
      'SIGNATURE_DIGEST',
      'ENVELOPE_SCHEMA',
    ])
  })

  test('blanks that no signature covers are as little to inspect as they are to the door', async () => {
    const text = changed(own('send-request'), '<soap:Header></soap:Header>', '<soap:Header>\n  </soap:Header>')
    expect(await codes(text)).toEqual([])
  })

  test('a part that travelled beside the message is missing for the door, too', async () => {
    const include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:1"></x:Include>'
    const text = own('send-request')
      .toString()
      .replace('</b:MessagePrimaryContent>', `${include}</b:MessagePrimaryContent>`)
    expect(await codes(text)).toContain('SIGNATURE_DIGEST')
  })

  test('whom a certificate chains to is asked only when the reader says whom he trusts', async () => {
    expect(await listedCodes(own('ack'), 'not asked', at)).toEqual([])
    expect(await listedCodes(own('ack'), anchors, at)).toEqual(['CERTIFICATE_UNTRUSTED'])
  })
})

test('an archive is no message for the door', async () => {
  expect(await listedCodes(fixture('enveloped.xml'))).toEqual([
    'XML_PROCESSING_INSTRUCTION',
    'XML_COMMENT',
    'ENVELOPE_STRUCTURE',
  ])
})
