import { expect, test } from 'vitest'
import { createBreaker, type BreakerState } from '../../../adapters/registry-http/breaker.ts'

function breakerOf(failures: number) {
  let now = 0
  const states: BreakerState[] = []
  const breaker = createBreaker({
    failures,
    openSeconds: 30,
    elapsed: () => now,
    onChange: (state) => states.push(state),
  })
  /** A question whose answer comes when it is told to. */
  const ask = () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const outcome = breaker.run(() => promise).catch((error: Error) => error.message)
    return {
      outcome,
      answer: () => (resolve('answer'), outcome),
      fail: () => (reject(new Error('silence')), outcome),
    }
  }
  return { ask, states, pass: (seconds: number) => (now += seconds * 1000) }
}

const REFUSED = expect.stringContaining('not asked') as string

test('the answer to a question from before does not close an open circuit', async () => {
  const { ask, states } = breakerOf(1)
  const [slow, broken] = [ask(), ask()]
  await broken.fail()
  await slow.answer()
  expect(await ask().outcome).toEqual(REFUSED)
  expect(states).toEqual(['OPEN'])
})

test('nor does its failure keep the circuit open for longer', async () => {
  const { ask, states, pass } = breakerOf(1)
  const [slow, broken] = [ask(), ask()]
  await broken.fail()
  pass(29)
  await slow.fail()
  pass(1)
  expect(await ask().answer()).toBe('answer')
  expect(states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED'])
})

test('nor does it take the place of the one question that tries the circuit', async () => {
  const { ask, states, pass } = breakerOf(1)
  const [slow, broken] = [ask(), ask()]
  await broken.fail()
  pass(30)
  const trial = ask()
  await slow.fail()
  expect(await ask().outcome).toEqual(REFUSED)
  expect(await trial.answer()).toBe('answer')
  expect(states).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED'])
})

test('failures of questions asked at once open the circuit once', async () => {
  const { ask, states } = breakerOf(2)
  const asked = [ask(), ask(), ask(), ask()]
  for (const question of asked) await question.fail()
  expect(states).toEqual(['OPEN'])
})
