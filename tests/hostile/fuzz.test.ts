/** A bounded sample of what `node tests/hostile/fuzz.ts` sends in any number. */
import { beforeAll, describe, expect, test } from 'vitest'
import { describeOutcome, replay, runCampaign } from './fuzz/campaign.ts'
import type { Outcome } from './fuzz/campaign.ts'

const [SEED, MESSAGES] = [1, 2000]

describe(`${MESSAGES} messages changed by chance`, () => {
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await runCampaign(SEED, MESSAGES)
    console.log(describeOutcome(outcome))
  })

  test('are read as their signers signed them or refused as their fault', () => {
    expect(outcome.findings).toEqual([])
  })

  test('get as far as every kind of check', () => {
    expect([...outcome.answers.keys()]).toEqual(
      expect.arrayContaining([
        'READ',
        'XML_ENCODING',
        'XML_NOT_WELL_FORMED',
        'XML_DUPLICATE_ID',
        'XML_NAMESPACE',
        'XML_COMMENT',
        'XML_PROCESSING_INSTRUCTION',
        'ENVELOPE_STRUCTURE',
        'ENVELOPE_OPERATION',
        'ENVELOPE_SCHEMA',
        'SIGNATURE_STRUCTURE',
        'SIGNATURE_TARGET',
        'SIGNATURE_ALGORITHM',
        'SIGNATURE_VALUE',
        'SIGNATURE_DIGEST',
        'CERTIFICATE_MALFORMED',
      ]),
    )
  })
})

test('a message can be made again by its seed and number', async () => {
  const [once, again, other] = await Promise.all([replay(SEED, 7), replay(SEED, 7), replay(SEED + 1, 7)])
  expect(again).toEqual(once)
  expect(other).not.toEqual(once)
})
