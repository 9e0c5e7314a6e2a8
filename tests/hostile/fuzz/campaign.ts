/** Many changed messages sent to one door, and what came of them. */
import { createDoor } from '../door.ts'
import { askFairly } from '../table.ts'
import { genuineMessages } from './genuine.ts'
import { mutate, stockOf } from './mutate.ts'
import type { Mutant } from './mutate.ts'
import { createJudge } from './oracle.ts'

export interface Finding {
  readonly index: number
  readonly what: string
  readonly how: readonly string[]
}

export interface Outcome {
  readonly messages: number
  /** Wrong accepts, crashes, and faults blamed on us. */
  readonly findings: readonly Finding[]
  /** By fault; `READ` for those that were read as they were signed. */
  readonly answers: ReadonlyMap<string, number>
  readonly cpuMs: number
  readonly slowest: { readonly index: number; readonly cpuMs: number }
}

/** Sends messages 0..`messages`-1 of a seed. */
export async function runCampaign(seed: number, messages: number): Promise<Outcome> {
  const stock = stockOf(await genuineMessages())
  const ask = createDoor()
  const judge = await createJudge(stock.messages, ask)
  const findings: Finding[] = []
  const answers = new Map<string, number>()
  let cpuMs = 0
  let slowest = { index: -1, cpuMs: 0 }
  for (let index = 0; index < messages; index++) {
    const mutant = mutate(seed, index, stock)
    const answer = await askFairly(ask, mutant.bytes, mutant.packageType)
    const said = answer.fault ?? (answer.call === undefined ? 'CRASH' : 'READ')
    answers.set(said, (answers.get(said) ?? 0) + 1)
    cpuMs += answer.cpuMs
    if (answer.cpuMs > slowest.cpuMs) slowest = { index, cpuMs: answer.cpuMs }
    const what = await judge(mutant, answer)
    if (what !== undefined) findings.push({ index, what, how: mutant.how })
  }
  return { messages, findings, answers, cpuMs, slowest }
}

/** Message `index` of a seed, to be looked at. */
export async function replay(seed: number, index: number): Promise<Mutant> {
  return mutate(seed, index, stockOf(await genuineMessages()))
}

export function describeOutcome({ messages, findings, answers, cpuMs, slowest }: Outcome): string {
  const counts = Array.from(answers).toSorted(([, a], [, b]) => b - a)
  return [
    `${messages} messages, ${findings.length} wrong accepts or crashes, ${(cpuMs / messages).toFixed(2)} ms CPU each,`,
    `slowest ${slowest.cpuMs.toFixed(1)} ms (message ${slowest.index})`,
    ...counts.map(([answer, count]) => `${String(count).padStart(8)} ${answer}`),
    ...findings.map(({ index, what, how }) => `message ${index} (${how.join(', ')}): ${what}`),
  ].join('\n')
}
