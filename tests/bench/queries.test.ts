import { expect, test } from 'vitest'
import { createRegion } from '../../adapters/registry/generate/region.ts'
import { ERROR_CLASSES, NOBODY } from '../../bench/search/error-classes.ts'
import { drawQueries, isTruth, withoutTruth, type QueryPlan } from '../../bench/search/queries.ts'
import { editDistance } from '../../gateway/domain/edit-distance.ts'

const acts = 30_000
const region = createRegion({ acts, seed: 2, offices: ['39000001', '39000002'] })
const plan: QueryPlan = { region, acts, seed: 2, count: 60 }

test.each(ERROR_CLASSES)('$label: queries are the same each time, and fall into the window', (error) => {
  const queries = drawQueries(plan, error)
  expect(queries).toHaveLength(plan.count)
  expect(drawQueries(plan, error)).toEqual(queries)
  for (const { window, truth } of queries) {
    const { value } = truth!.eventOn!
    expect(window.from.slice(0, value.length) <= value).toBe(true)
    expect(window.to.slice(0, value.length) >= value).toBe(true)
  }
})

test.each([
  ['none', 0, true],
  ['surname, neighbours swapped', 1, true],
  ['surname, 1 deletion', 1, true],
  ['surname, 2 edits', 2, true],
  ['2 edits and wrong birth date', 2, false],
  ['birth day and month swapped', 0, false],
])('%s: %i letters of the surname are wrong; birth date right: %s', (label, edits, isBirthRight) => {
  const error = ERROR_CLASSES.find((each) => each.label === label)!
  for (const { subject, truth } of drawQueries(plan, error)) {
    const [asked] = subject.persons
    const names = truth!.persons.flatMap((person) => [[person], person.otherNames ?? []].flat())
    const plain = (name = ''): string => name.toLowerCase().replaceAll('ё', 'е')
    const distances = names.map(({ familyName }) => editDistance(plain(asked?.familyName), plain(familyName), 3))
    expect(distances).toContain(edits)
    const births = truth!.persons.map(({ birthDate }) => birthDate?.value)
    if (asked?.birthDate) expect(births.includes(asked.birthDate)).toBe(isBirthRight)
  }
})

test('a truth is known by its address, the second copy of it too', () => {
  const truth = drawQueries(plan, NOBODY)[0]!.truth!
  const record = { ...truth, id: '1', officeName: '', transferred: false }
  expect(isTruth(truth, { ...record, copyNo: 2 })).toBe(true)
  expect(isTruth(truth, { ...record, recordNumber: '0' })).toBe(false)
  expect(withoutTruth(drawQueries(plan, NOBODY)).every((query) => !('truth' in query))).toBe(true)
})
