/** Versions of the exchange at the door: each is read, refused and answered in its own namespaces. */
import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../../adapters/smev/agency-answers.ts'
import { writeAck, writeGetResponse } from '../../../adapters/smev/agency-envelopes.ts'
import { createAgencySigner } from './signing.ts'
import { EXCHANGE_VERSIONS } from '../../../gateway/ports/xml.ts'
import type { ExchangeVersion } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { schemaErrors } from './official-schemas.ts'
import { agency, court, MESSAGE_ID, RECEIVED_AT, readCall, SENDER, writer } from './parties.ts'
import { readSendRequest, sendRequest, tampered } from './requests.ts'

const TYPES = 'urn://x-artefacts-smev-gov-ru/services/message-exchange/types'
const ROUTING = `<rout:Routing xmlns:rout="${TYPES}/routing/1.3"><rout:RoutingInformation Id="R"><rout:MessageID>${MESSAGE_ID}</rout:MessageID></rout:RoutingInformation><rout:RoutingSignature><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature></rout:RoutingSignature></rout:Routing>`

function answer(smevVersion: ExchangeVersion): Promise<Uint8Array> {
  const content = { form: 'STATUS', code: 10, parameters: [], description: 'принят' } as const
  const original = { messageId: MESSAGE_ID, smevVersion }
  const envelope = { messageId: MESSAGE_ID, to: 'token', original, queue: 'q', sealedAt: RECEIVED_AT }
  return writer.writeResponseMessage(content, envelope)
}

describe.each(EXCHANGE_VERSIONS)('version %s', (smevVersion) => {
  test('a request is read, and the fact which version it spoke is kept', async () => {
    const call = await readSendRequest(sendRequest({ smevVersion }))
    expect(call).toMatchObject({ smevVersion, message: { smevVersion }, reading: { readable: true } })
  })

  test('a message that cannot be parsed, located or proved is refused in its version', async () => {
    const bytes = await sendRequest({ smevVersion })
    const refused = { facts: { smevVersion } }
    const [broken, foreign] = [tampered(bytes, '</soap:Body>', ''), tampered(bytes, /SendRequestRequest/g, 'Other')]
    const altered = tampered(bytes, 'RECORD_COPY', 'CERTIFICATE')
    await expect(readCall(broken, RECEIVED_AT)).rejects.toMatchObject({ code: 'XML_NOT_WELL_FORMED', ...refused })
    await expect(readCall(foreign, RECEIVED_AT)).rejects.toMatchObject({ code: 'ENVELOPE_OPERATION', ...refused })
    await expect(readCall(altered, RECEIVED_AT)).rejects.toMatchObject({ code: 'SIGNATURE_DIGEST', ...refused })
  })

  test('the metadata name the queue and the kind of interaction in 1.1 only', async () => {
    const { message } = await readSendRequest(sendRequest({ smevVersion }))
    using document = parseXml(await writer.writeReceipt(message, SENDER, RECEIVED_AT))
    const receipt = readAnswer(document)
    if (receipt.kind !== 'RECEIPT') throw new Error(`read as ${receipt.kind}`)
    const fields = smevVersion === '1.1' ? ['DestinationName', 'SupplementaryData'] : []
    expect(Object.keys(receipt.metadata).filter((name) => !/^(Message|Sen|Rec|Status)/.test(name))).toEqual(fields)
  })

  test.each(EXCHANGE_VERSIONS)(
    'an answer to it that %s fetches stays in the version it was signed in',
    async (other) => {
      const bytes = writer.wrapResponse(other, await answer(smevVersion))
      expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
      using document = parseXml(bytes)
      const body = document.root.children[1]?.children[0]
      expect([body?.name, body?.namespace]).toEqual(['GetResponseResponse', `${TYPES}/${smevVersion}`])
    },
  )

  test('an element of another version in it is refused', async () => {
    const other = smevVersion === '1.3' ? '1.2' : '1.3'
    const bytes = tampered(
      await sendRequest({ smevVersion }),
      '<t:MessageID>',
      `<t:MessageID xmlns:t="${TYPES}/${other}">`,
    )
    await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code: 'XML_NAMESPACE', facts: { smevVersion } })
  })
})

test('bytes that name no version are refused in none', async () => {
  await expect(readCall(Buffer.from('<a>'), RECEIVED_AT)).rejects.toMatchObject({ facts: {} })
})

test('a stored message of no version served here is a bug', () => {
  expect(() => writer.wrapResponse('1.1', Buffer.from('<t:ResponseMessage xmlns:t="urn:x"/>'))).toThrow('no version')
})

test.each([
  ['1.1', 'XML_NAMESPACE'],
  ['1.2', 'XML_NAMESPACE'],
] as const)('routing is no part of %s', async (smevVersion, code) => {
  const bytes = tampered(
    await sendRequest({ smevVersion }),
    '</t:SendRequestRequest>',
    `${ROUTING}</t:SendRequestRequest>`,
  )
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code })
})

test('routing in 1.3, which chooses among recipients, has no effect on the one there is', async () => {
  const plain = await sendRequest({ smevVersion: '1.3' })
  const routed = tampered(plain, '</t:SendRequestRequest>', `${ROUTING}</t:SendRequestRequest>`)
  expect(await readCall(routed, RECEIVED_AT)).toEqual(await readCall(plain, RECEIVED_AT))
})

test.each([
  ['two routings', ROUTING + ROUTING, 'ENVELOPE_SCHEMA'],
  [
    'something else under its signature',
    ROUTING.replace('<ds:Signature', '<x xmlns="urn:x"/><ds:Signature'),
    'XML_NAMESPACE',
  ],
])('refuses %s', async (_case, routing, code) => {
  const unnamed = routing.replaceAll(' Id="R"', '')
  const sent = await sendRequest({ smevVersion: '1.3' })
  const bytes = tampered(sent, '</t:SendRequestRequest>', `${unnamed}</t:SendRequestRequest>`)
  await expect(readCall(bytes, RECEIVED_AT)).rejects.toMatchObject({ code })
})

test('an acknowledgement of 1.3 that says nothing else acknowledges; in 1.1 it has to say so', async () => {
  const { system } = agency
  const silent: typeof system = ({ xml, id }) => system({ xml: xml.replace(' accepted="true"', ''), id })
  const ack = async (smevVersion: ExchangeVersion): Promise<Uint8Array> => {
    const bytes = await writeAck({ messageId: MESSAGE_ID, accepted: true, smevVersion }, silent)
    return tampered(bytes, ' accepted="true"', '')
  }
  expect(await readCall(await ack('1.3'), RECEIVED_AT)).toMatchObject({ operation: 'Ack', accepted: true })
  await expect(readCall(await ack('1.1'), RECEIVED_AT)).rejects.toMatchObject({ code: 'ENVELOPE_SCHEMA' })
})

test('a selector is read in every version alike', async () => {
  const type = { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' }
  const signer = createAgencySigner(court)
  for (const smevVersion of EXCHANGE_VERSIONS) {
    const bytes = await writeGetResponse({ timestamp: RECEIVED_AT, type, smevVersion }, signer)
    expect(await readCall(bytes, RECEIVED_AT)).toMatchObject({
      operation: 'GetResponse',
      smevVersion,
      selector: { type },
    })
  }
})
