/** A few hundred invented act records, the same at every start, beside the known ones. */
import type { ActKind, LocalDate, PartialDate, PersonName } from '../domain/act.ts'
import { addDays, addYears, yearOf } from '../domain/local-date.ts'
import type { NewPerson } from '../../adapters/registry/new-act.ts'
import { KNOWN_ACTS, type DevelopmentAct } from './known-acts.ts'
import { REGION_OFFICES } from './offices.ts'
import { createDraw, drawFamilyName, drawPerson, type Draw, type Sex } from './people.ts'

const SEED = 39_2012
export const FIRST_YEAR = 1926
const LAST_YEAR = 2025
/** Before this year some records of deaths state the year only. */
const EXACT_DATES_FROM = 1946

const COUNTS: { readonly [K in ActKind]: number } = {
  BIRTH: 150,
  DEATH: 90,
  MARRIAGE: 60,
  DIVORCE: 30,
  PATERNITY: 15,
  ADOPTION: 10,
  NAME_CHANGE: 15,
}

interface Age {
  readonly sex: Sex
  readonly eventOn: LocalDate
  readonly minAge: number
  readonly ages: number
  readonly family?: string
}

const PERSONS: { readonly [K in ActKind]: (draw: Draw, eventOn: LocalDate) => readonly NewPerson[] } = {
  BIRTH: childWithParents,
  DEATH: (draw, on) => [born(draw, 'DECEASED', { sex: drawSex(draw), eventOn: on, minAge: 20, ages: 70 })],
  MARRIAGE: (draw, on) => couple(draw, on),
  DIVORCE: (draw, on) => couple(draw, on),
  PATERNITY: childWithParents,
  ADOPTION: (draw, on) => {
    const adopter = born(draw, 'ADOPTER', { sex: 'MALE', eventOn: on, minAge: 26, ages: 20 })
    return [...childWithParents(draw, on), adopter]
  },
  NAME_CHANGE: (draw, on) => [born(draw, 'SUBJECT', { sex: drawSex(draw), eventOn: on, minAge: 18, ages: 40 })],
}

/** Every record of the development registry; record numbers are unique within office, kind and year (B4). */
export function developmentActs(): readonly DevelopmentAct[] {
  const draw = createDraw(SEED)
  const numbers = new Map<string, number>()
  const drawn = Object.entries(COUNTS).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => drawAct(kind as ActKind, { draw, numbers })),
  )
  return [...KNOWN_ACTS, ...drawn]
}

function drawAct(kind: ActKind, { draw, numbers }: { draw: Draw; numbers: Map<string, number> }): DevelopmentAct {
  // The authority keeps second copies; acts are made in the departments.
  const office = REGION_OFFICES[1 + draw.below(REGION_OFFICES.length - 1)]!
  const year = FIRST_YEAR + draw.below(LAST_YEAR - FIRST_YEAR + 1)
  const eventOn = addDays(`${year}-01-01`, draw.below(330))
  const recordedOn = addDays(eventOn, kind === 'MARRIAGE' ? 0 : 1 + draw.below(20))
  const series = `${office.code} ${kind} ${year}`
  // Far from the numbers of the known acts.
  const number = (numbers.get(series) ?? 2000) + 1 + draw.below(40)
  numbers.set(series, number)
  const yearOnly = kind === 'DEATH' && year < EXACT_DATES_FROM && draw.below(2) === 0
  return {
    kind,
    office: office.code,
    recordNumber: String(number),
    recordedOn: dateOf(recordedOn, yearOnly),
    eventOn: dateOf(eventOn, yearOnly),
    copyNo: 1,
    persons: PERSONS[kind](draw, eventOn),
    restricted: kind === 'ADOPTION',
    annulled: false,
    transferred: false,
  }
}

function childWithParents(draw: Draw, eventOn: LocalDate): readonly NewPerson[] {
  const family = drawFamilyName(draw)
  const mother = born(draw, 'MOTHER', { sex: 'FEMALE', eventOn, minAge: 18, ages: 22, family })
  const father = born(draw, 'FATHER', { sex: 'MALE', eventOn, minAge: 19, ages: 26, family })
  const child = drawPerson(draw, drawSex(draw), { family, fatherName: father.givenName })
  return [{ role: 'CHILD', ...child, birthDate: dateOf(eventOn) }, mother, father]
}

function couple(draw: Draw, eventOn: LocalDate): readonly NewPerson[] {
  return [
    born(draw, 'SPOUSE_1', { sex: 'MALE', eventOn, minAge: 19, ages: 16 }),
    born(draw, 'SPOUSE_2', { sex: 'FEMALE', eventOn, minAge: 18, ages: 15 }),
  ]
}

function born(draw: Draw, role: NewPerson['role'], { sex, eventOn, minAge, ages, family }: Age): NewPerson {
  const name: PersonName = drawPerson(draw, sex, family === undefined ? {} : { family })
  const bornOn = addDays(addYears(eventOn, -minAge - draw.below(ages)), -draw.below(365))
  return { role, ...name, birthDate: dateOf(bornOn) }
}

function drawSex(draw: Draw): Sex {
  return draw.below(2) === 0 ? 'MALE' : 'FEMALE'
}

function dateOf(on: LocalDate, yearOnly = false): PartialDate {
  return yearOnly ? { value: String(yearOf(on)), precision: 'YEAR' } : { value: on, precision: 'DAY' }
}
