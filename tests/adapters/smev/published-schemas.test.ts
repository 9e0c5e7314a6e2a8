/** Our schemas are written from the facts of the published ones: both must say the same of any message. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EXCHANGE_VERSIONS } from '../../../gateway/ports/xml.ts'
import { messagesOf } from './every-message.ts'
import { isPublishedAtHand, PUBLISHED_VERSIONS, schemaErrors } from './official-schemas.ts'
import { MESSAGE_ID } from './parties.ts'
import { sendRequest } from './requests.ts'

/** What is done to each element of the exchange, given its start tag, its inner markup and its end tag. */
const DEFECTS: Readonly<Record<string, (start: string, inner: string, end: string) => string>> = {
  dropped: () => '',
  doubled: (start, inner, end) => (start + inner + end).repeat(2),
  renamed: (start, inner, end) => start.replace(/^<\w+:\w+/, '$&X') + inner + end.replace('>', 'X>'),
  filled: (start, inner, end) => start + inner + 'x'.repeat(5000) + end,
  emptied: (start, _inner, end) => start + end,
  stripped: (start, inner, end) => start.replace(/ \w+="[^"]*"/g, '') + inner + end,
  marked: (start, inner, end) => `${start.slice(0, -1)} Mark="x">${inner}${end}`,
  followed: (start, inner, end) => `${start}${inner}${end}<x xmlns="urn:x"></x>`,
}

describe.each(EXCHANGE_VERSIONS)('version %s', (version) => {
  const messages = messagesOf(version)

  test.each(Object.keys(messages))('%s is valid by our schemas and by the published ones', async (name) => {
    const bytes = await messages[name]!()
    expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
  })

  test.each(Object.keys(messages))('%s is in the namespaces of the version and in no other', async (name) => {
    const namespaces = Buffer.from(await messages[name]!())
      .toString()
      .matchAll(/message-exchange\/[^"]*\/([\d.]+)"/g)
    expect(new Set(Array.from(namespaces, ([, number]) => number))).toEqual(new Set([version]))
  })
})

const PUBLISHED_MESSAGES = PUBLISHED_VERSIONS.flatMap((version) =>
  Object.entries(messagesOf(version)).map(([name, message]) => [version, name, message] as const),
)

test.runIf(isPublishedAtHand).each(PUBLISHED_MESSAGES)(
  '%s: of %s with any defect both say the same',
  async (...row) => {
    const text = Buffer.from(await row[2]()).toString()
    for (const [defect, spoil] of Object.entries(DEFECTS)) {
      for (const { from, inner, innerEnd, to } of elementsOf(text)) {
        const changed = spoil(text.slice(from, inner), text.slice(inner, innerEnd), text.slice(innerEnd, to))
        const message = text.slice(0, from) + changed + text.slice(to)
        if (!/<(?:[tbf]|rout):/.test(message)) continue // nothing of the exchange is left
        const { ours, published } = schemaErrors(message)
        const said = `${defect} at ${text.slice(from, inner)}: ${ours.join('; ')} / ${published.join('; ')}`
        expect(ours.length > 0, said).toBe(published.length > 0)
      }
    }
  },
)

test('a dropped element makes a SendRequest invalid where it may not be missing, and there only', async () => {
  const text = Buffer.from(await sendRequest({ head: { MessageID: MESSAGE_ID, NodeID: 'узел' } })).toString()
  const inner = elementsOf(text).slice(0, -1)
  const spoilt = inner.map(({ from, to }) => schemaErrors(text.slice(0, from) + text.slice(to)).ours.length > 0)
  expect(spoilt).toContain(true)
  expect(spoilt).toContain(false)
})

interface Place {
  readonly from: number
  readonly inner: number
  readonly innerEnd: number
  readonly to: number
}

/** Where the elements of the exchange stand; what we write is regular enough for that. */
function elementsOf(text: string): readonly Place[] {
  const open: { from: number; inner: number }[] = []
  const places: Place[] = []
  for (const { 0: tag, 1: slash, index } of text.matchAll(/<(\/?)(?:[tbf]|rout):[^>]*>/g)) {
    if (slash === '') open.push({ from: index, inner: index + tag.length })
    else places.push({ ...open.pop()!, innerEnd: index, to: index + tag.length })
  }
  return places
}

test.each(['types', 'basic', 'faults'])('%s of 1.2 are those of 1.1 without the fields of the broker', (part) => {
  const declared = (version: string): string[] =>
    readFileSync(`xsd/smev/${version}/${part}.xsd`, 'utf8')
      .replace(/<!--[^]*?-->/g, '')
      .replaceAll(`/${version}"`, '/"')
      .split('\n')
      .filter((line) => line.trim() !== '')
  const [ofOne, ofTwo] = [declared('1.1'), declared('1.2')]
  const missing = ofOne
    .filter((line) => !ofTwo.includes(line))
    .map((line) => /name="([^"]*)"|value="([^"]*)"/.exec(line))
  const broker =
    /^(MessageBroker|DestinationName|SupplementaryData|DetectedContentTypeName|InteractionType\w*|string-200|PGU2OIV|OIV2.*|Charger2.*|PaymentGate2.*|other|NotDetected)$/
  expect(ofTwo.filter((line) => !ofOne.includes(line))).toEqual([])
  expect(missing.map((match) => match?.[1] ?? match?.[2] ?? '').filter((name) => !broker.test(name))).toEqual([])
})
