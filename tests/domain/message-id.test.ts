import { describe, expect, test } from 'vitest'
import { composeMessageId, findMessageIdInstant } from '../../gateway/domain/message-id.ts'
import { seeded } from '../support/builders.ts'

describe('the instant of a MessageID is the time stamp of its UUID', () => {
  test.each([
    ['the example of RFC 9562 appendix A.1', 'c232ab00-9414-11ec-b3c8-9f6bdeced846', '2022-02-22T19:22:22.000Z'],
    ['the epoch of Unix', '13814000-1dd2-11b2-8000-000000000001', '1970-01-01T00:00:00.000Z'],
    ['an id made by another library', 'ff3aba00-1c56-11f1-8000-0123456789ab', '2026-03-10T07:59:00.000Z'],
  ])('%s', (_source, messageId, at) => {
    expect(findMessageIdInstant(messageId)?.toISOString()).toBe(at)
  })

  test.each([
    ['version 4', 'c232ab00-9414-41ec-b3c8-9f6bdeced846'],
    ['another variant', 'c232ab00-9414-11ec-c3c8-9f6bdeced846'],
    ['capital letters', 'C232AB00-9414-11EC-B3C8-9F6BDECED846'],
    ['braces', '{c232ab00-9414-11ec-b3c8-9f6bdeced846}'],
    ['a line feed at the end', 'c232ab00-9414-11ec-b3c8-9f6bdeced846\n'],
    ['nothing', ''],
  ])('%s is no MessageID', (_defect, text) => {
    expect(findMessageIdInstant(text)).toBeUndefined()
  })
})

test('a composed id carries its instant, a random sequence and a node with the multicast bit', () => {
  const random = Uint8Array.from([0, 0, 0xff, 0x34, 0x10, 0x23, 0x45, 0x67, 0x89, 0xab])
  expect(composeMessageId(new Date('2022-02-22T19:22:22Z'), random)).toBe('c232ab00-9414-11ec-bf34-1123456789ab')
})

test('every composed id is well-formed and gives its millisecond back', () => {
  const random = seeded(4122)
  for (let run = 0; run < 500; run++) {
    const at = new Date(Date.UTC(2020) + random.below(86_400_000) * 1000 + random.below(1000))
    const octets = Uint8Array.from({ length: 10 }, () => random.below(256))
    expect(findMessageIdInstant(composeMessageId(at, octets))).toEqual(at)
  }
})

test('two ids of one millisecond differ', () => {
  const at = new Date('2026-03-10T08:00:00Z')
  const [one, other] = [1, 2].map((last) => composeMessageId(at, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, last])))
  expect(one).not.toBe(other)
})
