import { expect, test } from 'vitest'
import { SEARCHED_ROLES } from '../../gateway/domain/act.ts'
import { normalisedName } from '../../gateway/domain/normalised-name.ts'
import { developmentActs } from '../../gateway/development/acts.ts'
import { KNOWN_ACTS } from '../../gateway/development/known-acts.ts'
import { REGION_OFFICES } from '../../gateway/development/offices.ts'

const acts = developmentActs()

test('the development registry is the same at every start', () => {
  expect(developmentActs()).toEqual(acts)
})

test('record numbers are unique within office, kind and year (B4)', () => {
  const addresses = acts.map(({ office, kind, recordedOn, recordNumber }) =>
    [office, kind, recordedOn.value.slice(0, 4), recordNumber].join(' '),
  )
  expect(new Set(addresses).size).toBe(acts.length)
})

test('every record can be found by a person of its kind, and names an office of the region', () => {
  const offices = new Set(REGION_OFFICES.map(({ code }) => code))
  expect(offices.size).toBe(27)
  for (const { kind, persons, office } of acts) {
    expect(persons.some(({ role }) => SEARCHED_ROLES[kind].includes(role))).toBe(true)
    expect(offices.has(office)).toBe(true)
  }
})

test('nobody drawn at random can be mistaken for a person of the examples', () => {
  const known = new Set(
    KNOWN_ACTS.flatMap(({ persons }) => persons.map(({ familyName }) => normalisedName(familyName))),
  )
  const drawn = acts.filter((act) => !KNOWN_ACTS.includes(act))
  expect(drawn.length).toBeGreaterThan(300)
  for (const { persons } of drawn)
    for (const { familyName } of persons) expect(known.has(normalisedName(familyName))).toBe(false)
})

test('adoptions are restricted', () => {
  expect(acts.filter(({ kind }) => kind === 'ADOPTION').every(({ restricted }) => restricted)).toBe(true)
})
