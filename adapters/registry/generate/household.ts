/** Families as acts show them: a child with its parents, a couple; each of an age that fits the event. */
import type { PartialDate, PersonName, PersonRole } from '../../../gateway/domain/act.ts'
import type { NewPerson } from '../new-act.ts'
import { firstDayOf, yearOfDay } from './days.ts'
import type { Draw } from './draw.ts'
import { drawFamily, drawName, drawSex, findBirthDate, personOf, type Family, type Sex } from './people.ts'

export interface Grown {
  readonly name: PersonName
  readonly bornDay: number
}

export interface Household {
  readonly sex: Sex
  readonly birthDate: PartialDate
  readonly actYear: number
  readonly child: PersonName
  readonly mother: Grown
  /** What she was called before, or would be without the father. */
  readonly mothersFamily: Family
  readonly father?: Grown
}

const YEAR_DAYS = 365.25
const FIRST_EVENT_DAY = firstDayOf(1926)
const [MOTHERS_FROM, MOTHERS_YEARS, FATHERS_OLDER_YEARS] = [18, 22, 12]
const MARRIED_NAME_PER_MILLE = 850

export interface Born {
  readonly recordedDay: number
  readonly bornDay: number
  readonly birthDate: PartialDate
  /** How many fathers of a thousand are written. */
  readonly fatherPerMille: number
}

export function drawHousehold(draw: Draw, { recordedDay, bornDay, birthDate, fatherPerMille }: Born): Household {
  const [family, mothersFamily, sex] = [drawFamily(draw), drawFamily(draw), drawSex(draw)]
  const known = draw.perMille(fatherPerMille)
  const mothersDay = aged(draw, bornDay, MOTHERS_FROM + draw.below(MOTHERS_YEARS))
  const fathersDay = aged(draw, mothersDay, draw.below(FATHERS_OLDER_YEARS))
  const fatherName = family.people.drawMan(draw, yearOfDay(fathersDay))
  const father = drawName(draw, family, { sex: 'MALE', bornDay: fathersDay })
  const motherBears = known && !draw.perMille(MARRIED_NAME_PER_MILLE) ? mothersFamily : family
  return {
    sex,
    birthDate,
    actYear: yearOfDay(recordedDay),
    child: drawName(draw, family, { sex, bornDay, father: fatherName }),
    mother: { name: drawName(draw, motherBears, { sex: 'FEMALE', bornDay: mothersDay }), bornDay: mothersDay },
    mothersFamily,
    ...(known ? { father: { name: { ...father, givenName: fatherName.name }, bornDay: fathersDay } } : {}),
  }
}

export interface Parts {
  /** What the child was called before the act. */
  readonly childBefore?: PersonName | undefined
  readonly parentRoles?: readonly [hers: PersonRole, his: PersonRole]
}

/** Child, mother, and the father where he is written. */
export function personsOf(
  draw: Draw,
  { child, birthDate, mother, father, actYear }: Household,
  { childBefore, parentRoles: [hers, his] = ['MOTHER', 'FATHER'] }: Parts,
): readonly NewPerson[] {
  const persons = [
    personOf(draw, { role: 'CHILD', name: child, birthDate, otherName: childBefore }),
    grownOf(draw, { role: hers, grown: mother, actYear }),
  ]
  if (father) persons.push(grownOf(draw, { role: his, grown: father, actYear }))
  return persons
}

export interface Part {
  readonly role: PersonRole
  readonly grown: Grown
  readonly actYear: number
  /** The surname borne after the act, where it is another. */
  readonly familyNameAfter?: string | undefined
}

export function grownOf(draw: Draw, { role, grown: { name, bornDay }, actYear, familyNameAfter }: Part): NewPerson {
  const otherName = familyNameAfter === undefined ? undefined : renamed(name, familyNameAfter)
  return personOf(draw, { role, name, birthDate: findBirthDate(draw, bornDay, actYear), otherName })
}

export interface Couple {
  readonly his: Family
  readonly hers: Family
  /** The bride is grown and at most so many years older than that. */
  readonly ages: number
}

export function drawCouple(draw: Draw, day: number, { his, hers, ages }: Couple): readonly [Grown, Grown] {
  const bornDay = aged(draw, day, 18 + Math.min(draw.below(ages), draw.below(ages)))
  const hisDay = aged(draw, bornDay, draw.below(6) - 1)
  return [
    { bornDay: hisDay, name: drawName(draw, his, { sex: 'MALE', bornDay: hisDay }) },
    { bornDay, name: drawName(draw, hers, { sex: 'FEMALE', bornDay }) },
  ]
}

/** The same person under another surname. */
export function renamed(name: PersonName, familyName: string): PersonName | undefined {
  return familyName === name.familyName ? undefined : { ...name, familyName }
}

/** A birthday of somebody so many years old on the day. */
export function aged(draw: Draw, day: number, years: number): number {
  return day - Math.floor(years * YEAR_DAYS) - 1 - draw.below(365)
}

/** The region begins in 1926. */
export function daysBefore(day: number, days: number): number {
  return Math.max(day - days, FIRST_EVENT_DAY)
}
