import { expect, test } from 'vitest'
import { createBudget } from '../../gateway/flow/budget.ts'
import { fakeClock } from '../support/fakes.ts'

const limit = { count: 2, seconds: 60 }

test('so many events of one key fit in its window, and other keys have their own', () => {
  const budget = createBudget(fakeClock(), limit)
  const spent = ['a', 'a', 'a', 'b'].map((key) => budget.spend(key).within)
  expect(spent).toEqual([true, true, false, true])
})

test('a window ends after its seconds and tells how many did not fit, once', () => {
  const clock = fakeClock()
  const budget = createBudget(clock, limit)
  for (let event = 0; event < 5; event++) budget.spend('a')
  clock.pass(59)
  expect(budget.spend('a')).toEqual({ within: false, overrun: 0 })
  clock.pass(1)
  expect(budget.spend('a')).toEqual({ within: true, overrun: 4 })
  expect(budget.spend('a')).toEqual({ within: true, overrun: 0 })
})

test('a window in which all events fitted tells of none', () => {
  const clock = fakeClock()
  const budget = createBudget(clock, limit)
  budget.spend('a')
  clock.pass(60)
  expect(budget.spend('a')).toEqual({ within: true, overrun: 0 })
})

test('a flood of keys makes the oldest forgotten, and the youngest stay', () => {
  const budget = createBudget(fakeClock(), { count: 1, seconds: 60 })
  budget.spend('first')
  for (let key = 0; key < 10_000; key++) budget.spend(`key ${key}`)
  expect(budget.spend('key 9999').within).toBe(false)
  expect(budget.spend('first').within).toBe(true)
})
