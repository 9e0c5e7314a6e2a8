import { expect, test } from 'vitest'
import { createRegion, type Region } from '../../../../adapters/registry/generate/region.ts'
import type { NewAct } from '../../../../adapters/registry/new-act.ts'
import { ACT_KINDS, SEARCHED_ROLES, type ActKind } from '../../../../gateway/domain/act.ts'

const ACTS = 40_000
const OFFICES = Array.from({ length: 20 }, (_, index) => `390000${String(index + 1).padStart(2, '0')}`)
const region = createRegion({ acts: ACTS, seed: 39, offices: OFFICES })
const acts = [...region.acts()]

test('gives as many acts as were asked for, whatever their number', () => {
  const regionOf = (count: number): Region => createRegion({ acts: count, seed: 1, offices: OFFICES })
  for (const count of [0, 1, 13, 999]) expect(take(regionOf(count), 2000)).toHaveLength(count)
  expect(acts.length).toBe(ACTS)
})

test('the same seed gives the same acts, another seed others', () => {
  const first = (seed: number): NewAct[] => take(createRegion({ acts: ACTS, seed, offices: OFFICES }), 500)
  expect(first(39)).toEqual(acts.slice(0, 500))
  expect(first(40)).not.toEqual(first(39))
})

test('every act can be made alone, second copies too', () => {
  const second = acts.findIndex(({ copyNo }) => copyNo === 2)
  for (const position of [0, 1, second - 1, second, second + 1, 17_171, ACTS - 1])
    expect(region.actAt(position)).toEqual(acts[position])
  expect(() => region.actAt(ACTS)).toThrow('no act')
})

test('no address stands twice: office, kind, year, number and copy (B4)', () => {
  const addresses = new Set(acts.map((act) => [addressOf(act), act.copyNo].join()))
  expect(addresses.size).toBe(ACTS)
})

test('a second copy lies behind the first of its address and differs from it rarely, and only by a name (B6)', () => {
  const pairs = acts.flatMap((act, index) => (act.copyNo === 2 ? [{ first: acts[index - 1]!, second: act }] : []))
  expect(pairs.length).toBeGreaterThan(ACTS / 400)
  for (const { first, second } of pairs) {
    expect(first.copyNo).toBe(1)
    expect(second).toEqual({ ...first, copyNo: 2, persons: second.persons })
  }
  const differing = pairs.filter(({ first, second }) => first.persons[0]?.familyName !== second.persons[0]?.familyName)
  expect(differing.length).toBeGreaterThan(0)
  expect(differing.length).toBeLessThan(pairs.length / 3)
})

test('acts come in the order of the shelves, their numbers and books in the order of their days', () => {
  const shelves = Map.groupBy(acts, ({ office, kind, recordedOn }) => [office, kind, yearOf(recordedOn)].join())
  expect(shelves.size).toBe(region.shelves.length)
  for (const shelf of shelves.values()) {
    const [numbers, books] = [shelf.map(({ recordNumber }) => parseInt(recordNumber)), shelf.map(bookOf)]
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(books).toEqual(books.toSorted((a, b) => a - b))
    const days = shelf
      .filter(({ recordedOn }) => recordedOn.precision === 'DAY')
      .map(({ recordedOn }) => recordedOn.value)
    expect(days).toEqual(days.toSorted())
  }
})

test('kinds have their shares, and make 1.4 searchable names an act', () => {
  const share = (kind: ActKind): number => acts.filter((act) => act.kind === kind).length / ACTS
  expect(ACT_KINDS.map((kind) => Math.round(share(kind) * 100))).toEqual([41, 35, 15, 6, 2, 0, 1])
  const names = acts.flatMap(searchedPersons).map(({ otherNames = [] }) => 1 + otherNames.length)
  expect(names.reduce((sum, count) => sum + count, 0) / ACTS).toBeCloseTo(1.39, 1)
})

test('years reach from 1926 to 2026, and no event follows its record', () => {
  const years = acts.map(({ recordedOn }) => yearOf(recordedOn))
  expect([Math.min(...years), Math.max(...years)]).toEqual([1926, 2026])
  for (const { eventOn, recordedOn } of acts) {
    const stated = Math.min(eventOn.value.length, recordedOn.value.length)
    expect(eventOn.value.slice(0, stated) <= recordedOn.value.slice(0, stated)).toBe(true)
  }
})

test('only old records state less than a day, and nearly all searched persons have a birth date', () => {
  const partial = acts.filter(({ eventOn, recordedOn }) =>
    [eventOn, recordedOn].some(({ precision }) => precision !== 'DAY'),
  )
  expect(partial.length).toBeGreaterThan(50)
  expect(Math.max(...partial.map(({ eventOn }) => yearOf(eventOn)))).toBeLessThan(1946)
  const persons = acts.flatMap(searchedPersons)
  const dated = persons.filter(({ birthDate }) => birthDate)
  expect(dated.length / persons.length).toBeCloseTo(0.985, 1.5)
})

test('adoptions are restricted and know the name before; a few births are restricted too (C1)', () => {
  const adoptions = acts.filter(({ kind }) => kind === 'ADOPTION')
  expect(adoptions.length).toBeGreaterThan(50)
  for (const { restricted, persons } of adoptions) {
    expect(restricted).toBe(true)
    expect(persons.map(({ role }) => role)).toEqual(['CHILD', 'ADOPTER', 'ADOPTER'])
    expect(persons[0]?.otherNames).toHaveLength(1)
  }
  expect(acts.some(({ kind, restricted }) => kind === 'BIRTH' && restricted)).toBe(true)
})

test('some records are annulled or restored, with the decision of a court (Q8)', () => {
  const annulled = acts.filter(({ annulled: is }) => is)
  expect(annulled.length / ACTS).toBeCloseTo(0.002, 2)
  for (const { annulledBy } of annulled) expect(annulledBy).toMatch(/^решение суда/)
  expect(acts.some(({ restoredBy }) => restoredBy)).toBe(true)
  expect(region.transferred).toMatchObject([{ year: 1926 }, { year: 1926 }])
})

test('no offices make no acts', () => {
  expect([...createRegion({ acts: 0, seed: 1, offices: [] }).acts()]).toEqual([])
})

function take(from: Region, count: number): NewAct[] {
  const taken: NewAct[] = []
  for (const act of from.acts()) if (taken.push(act) === count) break
  return taken
}

function addressOf({ office, kind, recordedOn, recordNumber }: NewAct): string {
  return [office, kind, yearOf(recordedOn), recordNumber].join()
}

function yearOf({ value }: NewAct['recordedOn']): number {
  return Number(value.slice(0, 4))
}

function bookOf({ bookNumber = 0 }: NewAct): number {
  return bookNumber
}

function searchedPersons({ kind, persons }: NewAct): NewAct['persons'] {
  return persons.filter(({ role }) => SEARCHED_ROLES[kind].includes(role))
}
