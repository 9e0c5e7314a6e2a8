/**
 * Changes genuine messages by chance and asks the door. The same seed sends the same messages.
 *
 *   node tests/hostile/fuzz.ts --seed 1 --messages 20000
 *   node tests/hostile/fuzz.ts --seed 1 --only 17      prints message 17, and what was done to it on standard error
 *
 * Exits 1 when anything was read that was not signed, or anything was thrown that is no fault of the sender.
 */
import { parseArgs } from 'node:util'
import { describeOutcome, replay, runCampaign } from './fuzz/campaign.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    messages: { type: 'string', default: '20000' },
    only: { type: 'string' },
  },
})

const seed = Number(values.seed)
if (values.only === undefined) {
  const outcome = await runCampaign(seed, Number(values.messages))
  console.log(`seed ${seed}: ${describeOutcome(outcome)}`)
  process.exitCode = outcome.findings.length > 0 ? 1 : 0
} else {
  const { bytes, how } = await replay(seed, Number(values.only))
  console.error(how.join(', '))
  process.stdout.write(bytes)
}
