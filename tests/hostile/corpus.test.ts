/** The project's own hostile messages against the door, each with the fault, or the reading, that it has to get. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IncomingCall } from '../../gateway/ports/exchange.ts'
import { CORPUS } from './corpus/index.ts'
import { messagesOf } from './defect.ts'
import type { Defect, Defects } from './defect.ts'
import { createDoor } from './door.ts'
import { message } from './messages.ts'
import { STORED_IN, storedMessages } from './stored.ts'
import { askFairly, writeTable } from './table.ts'
import type { Row } from './table.ts'
import { describeAnswer, judge, wordOf } from './verdict.ts'

const DOORS = {
  utf8: createDoor(),
  windows1251: createDoor({ encodings: ['utf-8', 'windows-1251'] }),
}
const WARMING_ROUNDS = 30
const rows: Row[] = []
let genuine: IncomingCall

beforeAll(async () => {
  const bytes = Buffer.from(message())
  for (let round = 0; round < WARMING_ROUNDS; round++) {
    for (const ask of Object.values(DOORS)) await ask(bytes)
  }
  const { call } = await DOORS.utf8(bytes)
  if (call === undefined) throw new Error('the genuine message is refused')
  genuine = call
})

afterAll(() => console.log(writeTable(rows)))

async function answersTo(group: string, name: string, defect: Defect): Promise<readonly string[]> {
  const ask = defect.admitsWindows1251 ? DOORS.windows1251 : DOORS.utf8
  const wrong: string[] = []
  for (const [index, bytes] of (await messagesOf(defect)).entries()) {
    const answer = await askFairly(ask, bytes, defect.packageType)
    const verdict = judge(answer, defect.expected, genuine)
    const { call: _call, ...facts } = answer
    rows.push({ group, name, bytes: bytes.length, verdict, answer: facts })
    if (verdict !== 'AS_EXPECTED') wrong.push(`message ${index}: ${verdict}, ${describeAnswer(answer, genuine)}`)
  }
  return wrong
}

describe.each(Object.entries<Defects>(CORPUS))('%s', (group, defects) => {
  const cases = Object.entries(defects).map(([name, defect]) => [name, wordOf(defect.expected), defect] as const)
  test.each(cases)('%s is answered with %s', { timeout: 120_000 }, async (name, _word, defect) => {
    expect(await answersTo(group, name, defect)).toEqual([])
  })
})

test('the stored files are what node tests/hostile/make.ts writes', async () => {
  const expected = await storedMessages()
  const entries = readdirSync(STORED_IN, { recursive: true, encoding: 'utf8' })
  const stored = entries.filter((file) => /\.(xml|mime)$/.test(file)).toSorted()
  expect(stored).toEqual([...expected.keys()].toSorted())
  const isOld = (file: string): boolean =>
    !readFileSync(new URL(file, STORED_IN)).equals(expected.get(file) ?? Buffer.alloc(0))
  expect(stored.filter(isOld)).toEqual([])
})
