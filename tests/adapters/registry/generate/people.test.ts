import { expect, test } from 'vitest'
import { createDraw, createSampler } from '../../../../adapters/registry/generate/draw.ts'
import { createRegion } from '../../../../adapters/registry/generate/region.ts'
import { surnameOf } from '../../../../adapters/registry/generate/surnames.ts'
import type { NewAct, NewPerson } from '../../../../adapters/registry/new-act.ts'
import type { ActKind } from '../../../../gateway/domain/act.ts'
import { surnameKeys } from '../../../../gateway/domain/name-keys.ts'

const ACTS = 60_000
const acts = [...createRegion({ acts: ACTS, seed: 3, offices: ['39000001'] }).acts()].filter(
  ({ copyNo }) => copyNo === 1,
)

test('a sampler draws by weight', () => {
  const draw = createDraw()
  draw.restart(1, 1)
  const sample = createSampler([1, 0, 7, 2])
  const counts = [0, 0, 0, 0]
  for (let index = 0; index < 100_000; index++) counts[sample(draw)]!++
  expect(counts.map((count) => Math.round(count / 10_000))).toEqual([1, 0, 7, 2])
  expect(() => createSampler([0])).toThrow('weights')
})

test.each([
  ['Иванов', 'Иванова'],
  ['Никитин', 'Никитина'],
  ['Синицын', 'Синицына'],
  ['Ковалёв', 'Ковалёва'],
  ['Покровский', 'Покровская'],
  ['Толстой', 'Толстая'],
  ['Шевченко', 'Шевченко'],
  ['Чёрных', 'Чёрных'],
  ['Мороз', 'Мороз'],
  ['Саркисян', 'Саркисян'],
])('the wife of %s is %s', (masculine, feminine) => {
  expect(surnameOf(masculine)).toEqual({ masculine, feminine })
})

test('surnames have a heavy head and a long tail', () => {
  const names = acts
    .filter(({ kind }) => kind === 'DEATH')
    .map(({ persons }) => persons[0]!.familyName.replace(/а$/, ''))
  const counts = [...Map.groupBy(names, (name) => name).values()].map(({ length }) => length).toSorted((a, b) => b - a)
  const ofHead = counts.slice(0, 300).reduce((sum, count) => sum + count, 0) / names.length
  expect(ofHead).toBeGreaterThan(0.3)
  expect(ofHead).toBeLessThan(0.45)
  expect(counts.length).toBeGreaterThan(names.length / 3)
  expect(counts[0]! / names.length).toBeCloseTo(0.009, 2)
})

test('nearly every name of the tail has a key of its own, so that a large region has many', () => {
  const men = acts.flatMap(({ persons }) => persons.filter(({ role }) => role === 'FATHER' || role === 'SPOUSE_1'))
  const names = new Set(men.map(({ familyName }) => familyName))
  const keys = new Set([...names].map((name) => surnameKeys(name)[0]))
  expect(names.size / men.length).toBeGreaterThan(0.3)
  expect(keys.size / names.size).toBeGreaterThan(0.97)
})

test('children bear the surname of the father and a patronymic after him', () => {
  const families = acts.filter(({ kind, persons }) => kind === 'BIRTH' && persons.length === 3)
  const ivans = families.filter(({ persons }) => person(persons, 'FATHER').givenName === 'Иван')
  expect(ivans.length).toBeGreaterThan(300)
  for (const { persons } of ivans) {
    expect(['Иванович', 'Ивановна', 'Иван оглы']).toContain(person(persons, 'CHILD').patronymic)
    const [child, father] = [person(persons, 'CHILD').familyName, person(persons, 'FATHER').familyName]
    expect([father, surnameOf(father).feminine]).toContain(child.includes('-') ? father : child)
  }
})

test('names are those of their time', () => {
  const born = (from: string, to: string): string[] =>
    acts.filter(({ kind, eventOn }) => kind === 'BIRTH' && eventOn.value >= from && eventOn.value < to).map(childName)
  const [early, late] = [born('1926', '1936'), born('2005', '2026')]
  const share = (names: string[], name: string): number => names.filter((each) => each === name).length / names.length
  expect(share(early, 'Николай')).toBeGreaterThan(3 * share(late, 'Николай'))
  expect(share(late, 'Артём')).toBeGreaterThan(10 * share(early, 'Артём'))
})

test('most wives take the surname of the husband, after the marriage and not before', () => {
  const couples = acts.filter(({ kind }) => kind === 'MARRIAGE').map(({ persons }) => persons)
  const taken = couples.filter(([he, she]) => she?.otherNames?.[0]?.familyName === surnameOf(he!.familyName).feminine)
  expect(taken.length / couples.length).toBeCloseTo(0.78, 1)
  const joined = couples.filter(([, she]) => she?.otherNames?.[0]?.familyName.includes('-'))
  expect(joined.length).toBeGreaterThan(0)
  for (const [, she] of taken) expect(she!.otherNames![0]!.givenName).toBe(she!.givenName)
})

test('a few people have no patronymic, a few names are not Russian', () => {
  const persons = acts.flatMap((act) => act.persons)
  const without = persons.filter(({ patronymic }) => patronymic === undefined)
  expect(without.length / persons.length).toBeGreaterThan(0.005)
  expect(without.length / persons.length).toBeLessThan(0.03)
  expect(persons.some(({ patronymic }) => patronymic?.endsWith(' оглы'))).toBe(true)
  expect(persons.some(({ familyName }) => familyName.endsWith('ян'))).toBe(true)
})

test.each<[ActKind, string[]]>([
  ['BIRTH', ['CHILD', 'MOTHER', 'FATHER']],
  ['DEATH', ['DECEASED']],
  ['MARRIAGE', ['SPOUSE_1', 'SPOUSE_2']],
  ['DIVORCE', ['SPOUSE_1', 'SPOUSE_2']],
  ['PATERNITY', ['CHILD', 'MOTHER', 'FATHER']],
  ['ADOPTION', ['CHILD', 'ADOPTER', 'ADOPTER']],
  ['NAME_CHANGE', ['SUBJECT']],
])('%s has %j', (kind, roles) => {
  const found = acts.filter((act) => act.kind === kind)
  expect(found.length).toBeGreaterThan(0)
  for (const { persons } of found) expect(roles.slice(0, persons.length)).toEqual(persons.map(({ role }) => role))
})

test('nobody is married before 17 or written dead after 97 years', () => {
  for (const { kind, persons, eventOn } of acts)
    for (const { birthDate, role } of persons)
      if (birthDate && (kind === 'MARRIAGE' || role === 'DECEASED')) {
        const years = Number(eventOn.value.slice(0, 4)) - Number(birthDate.value.slice(0, 4))
        expect(years).toBeLessThan(98)
        if (kind === 'MARRIAGE') expect(years).toBeGreaterThan(15)
      }
})

function person(persons: readonly NewPerson[], role: NewPerson['role']): NewPerson {
  return persons.find((each) => each.role === role)!
}

function childName({ persons }: NewAct): string {
  return person(persons, 'CHILD').givenName
}
