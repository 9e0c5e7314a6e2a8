import { expect, test } from 'vitest'
import { MESSAGE_ID, RECEIVED_AT, readCall } from './parties.ts'
import { sendRequest } from './requests.ts'

const IN_HEADER = '<soap:Header xmlns:t="urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.1">'
const OTHER_ID = '5c5d7c00-c5f1-11f1-8a52-0242ac120002'

/** A genuine message in its parts, to be put together in another way. */
async function genuine() {
  const text = Buffer.from(await sendRequest()).toString()
  const part = (name: string) => new RegExp(`<${name}[ >].*</${name}>`).exec(text)?.[0] ?? ''
  const data = part('t:SenderProvidedRequestData')
  const signature = part('t:CallerInformationSystemSignature')
  const forged = data.replace(MESSAGE_ID, OTHER_ID)
  const unsigned = text.replace(data, '').replace(signature, '')
  const compose = (...parts: string[]) => text.replace(data + signature, parts.join(''))
  return { text, data, signature, forged, compose, unsigned }
}

const withoutId = (data: string) => data.replace(' Id="SIGNED_BY_CONSUMER"', '')
const anotherId = (data: string) => data.replace('SIGNED_BY_CONSUMER', 'ANOTHER').replaceAll('PERSONAL_SIGNATURE', 'P')

type Parts = Awaited<ReturnType<typeof genuine>>

test.each<[string, (parts: Parts) => string, string]>([
  [
    'forged data in place, the signed ones in the metadata of the process',
    ({ compose, forged, data, signature }) => {
      const hidden = `<t:BusinessProcessMetadata>${data}</t:BusinessProcessMetadata></t:SenderProvidedRequestData>`
      return compose(anotherId(forged).replace('</t:SenderProvidedRequestData>', hidden), signature)
    },
    'SIGNATURE_TARGET',
  ],
  [
    'forged data without an Id, the signed ones beside',
    ({ compose, forged, data, signature }) =>
      compose(withoutId(forged).replaceAll('PERSONAL_SIGNATURE', 'P'), signature, data),
    'ENVELOPE_SCHEMA',
  ],
  [
    'forged data in place, the signed ones in the header',
    ({ text, data, forged }) => text.replace(data, anotherId(forged)).replace('<soap:Header>', IN_HEADER + data),
    'ENVELOPE_STRUCTURE',
  ],
  [
    'forged data in place, the signed ones in an object of the signature',
    ({ compose, forged, data, signature }) =>
      compose(anotherId(forged), signature.replace('</ds:Signature>', `<ds:Object>${data}</ds:Object></ds:Signature>`)),
    'XML_NAMESPACE',
  ],
  [
    'forged data with the Id of the signed ones',
    ({ compose, forged, data, signature }) => compose(forged, signature.replace('</t:', `${data}</t:`)),
    'XML_DUPLICATE_ID',
  ],
  [
    'forged data with a content that holds the signed ones',
    ({ compose, forged, data, signature }) =>
      compose(anotherId(forged).replace('<q:Requester>', `${data}<q:Requester>`), signature),
    'SIGNATURE_TARGET',
  ],
  [
    'the signature inside the signed data',
    ({ compose, data, signature }) =>
      compose(data.replace('</t:SenderProvidedRequestData>', `${signature}</t:SenderProvidedRequestData>`)),
    'SIGNATURE_MISSING',
  ],
  [
    'the signature in the header',
    ({ text, signature }) => text.replace(signature, '').replace('<soap:Header>', IN_HEADER + signature),
    'ENVELOPE_STRUCTURE',
  ],
  [
    'a bare signature beside the data',
    ({ text }) => text.replace(/<\/?t:CallerInformationSystemSignature>/g, ''),
    'XML_NAMESPACE',
  ],
  ['two signature wrappers', ({ compose, data, signature }) => compose(data, signature, signature), 'ENVELOPE_SCHEMA'],
  [
    'two signatures in the wrapper',
    ({ text, signature }) => {
      const inner = signature.replace(/<\/?t:CallerInformationSystemSignature>/g, '')
      return text.replace(signature, signature.replace('</t:', `${inner}</t:`))
    },
    'SIGNATURE_STRUCTURE',
  ],
  [
    'a signature of the official in place of that of the system',
    ({ compose, data, signature }) => {
      const personal = /<t:PersonalSignature>(.*)<\/t:PersonalSignature>/.exec(data)?.[1] ?? ''
      const wrapper = signature.replace(/(?<=Signature>)<ds:.*<\/ds:Signature>/, personal)
      return compose(data, wrapper)
    },
    'SIGNATURE_TARGET',
  ],
  ['the signature before the data', ({ compose, data, signature }) => compose(signature, data), 'ENVELOPE_SCHEMA'],
])('refuses %s', async (_case, rearrange, code) => {
  const parts = await genuine()
  const message = rearrange(parts)
  expect(message).not.toBe(parts.text)
  await expect(readCall(Buffer.from(message), RECEIVED_AT)).rejects.toMatchObject({ code })
})

test('the parts put together again are the genuine message', async () => {
  const { compose, data, signature, text } = await genuine()
  expect(compose(data, signature)).toBe(text)
  expect(await readCall(Buffer.from(text), RECEIVED_AT)).toMatchObject({ message: { messageId: MESSAGE_ID } })
})
