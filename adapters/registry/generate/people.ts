/** Invented people: a family shares its surname and its customs, children are called after their fathers. */
import type { PartialDate, PersonName, PersonRole } from '../../../gateway/domain/act.ts'
import type { NewPerson } from '../new-act.ts'
import { dateOn, yearOfDay } from './days.ts'
import type { Draw } from './draw.ts'
import { drawPeople, type FatherName, type People } from './given-names.ts'
import { createSurnameStock, type Surname } from './surnames.ts'

export type Sex = 'MALE' | 'FEMALE'

export interface Family {
  readonly surname: Surname
  readonly people: People
}

/** Somebody born on a day; `father` is a name drawn before, or one of his generation is drawn. */
export interface Birth {
  readonly sex: Sex
  readonly bornDay: number
  readonly father?: FatherName
}

/** Before this year many records state less than a day. */
export const EXACT_DATES_FROM = 1946
const DOUBLED_PER_MILLE = 0.4
const NO_PATRONYMIC_PER_MILLE = 4
const GENERATION_YEARS = 27
const BIRTH_PLACES = [
  'г. Калининград',
  'г. Советск Калининградской области',
  'г. Черняховск Калининградской области',
  'г. Гусев Калининградской области',
  'г. Балтийск Калининградской области',
  'г. Москва',
  'г. Ленинград',
  'г. Минск',
  'г. Смоленск',
  'г. Вильнюс',
  'дер. Сосновка Калининского района',
  'дер. Берёзовка Вологодской области',
  'с. Ивановское Калужской области',
  'с. Троицкое Орловской области',
  'пос. Рыбачий',
  'пос. Октябрьский Пензенской области',
].map((birthPlace) => Object.freeze({ birthPlace }))

const drawCommonSurname = createSurnameStock()

export function drawFamily(draw: Draw): Family {
  const people = drawPeople(draw)
  if (people.drawSurname) return { people, surname: people.drawSurname(draw) }
  const surname = drawCommonSurname(draw)
  if (!draw.perMille(DOUBLED_PER_MILLE)) return { people, surname }
  return { people, surname: doubled(surname, drawCommonSurname(draw)) }
}

export function doubled(first: Surname, second: Surname): Surname {
  return {
    masculine: `${first.masculine}-${second.masculine}`,
    feminine: `${first.feminine}-${second.feminine}`,
  }
}

export function drawSex(draw: Draw): Sex {
  return draw.below(2) === 0 ? 'MALE' : 'FEMALE'
}

export function drawName(draw: Draw, { surname, people }: Family, { sex, bornDay, father }: Birth): PersonName {
  const bornYear = yearOfDay(bornDay)
  const calledAfter = father ?? people.drawMan(draw, bornYear - GENERATION_YEARS)
  const isMale = sex === 'MALE'
  const familyName = isMale ? surname.masculine : surname.feminine
  const givenName = isMale ? people.drawMan(draw, bornYear).name : people.drawWoman(draw, bornYear)
  const patronymic = isMale ? calledAfter.sons : calledAfter.daughters
  if (patronymic === undefined || (!father && draw.perMille(NO_PATRONYMIC_PER_MILLE))) return { familyName, givenName }
  return { familyName, givenName, patronymic }
}

export interface Participant {
  readonly role: PersonRole
  readonly name: PersonName
  readonly birthDate: PartialDate | undefined
  readonly otherName?: PersonName | undefined
}

export function personOf(draw: Draw, { role, name, birthDate, otherName }: Participant): NewPerson {
  return {
    role,
    ...name,
    ...(birthDate && { birthDate }),
    ...(otherName && { otherNames: [otherName] }),
    details: BIRTH_PLACES[draw.below(BIRTH_PLACES.length)]!,
  }
}

/** Of grown people some records state the year or the month of birth only, or nothing at all: old ones more often. */
export function findBirthDate(draw: Draw, bornDay: number, actYear: number): PartialDate | undefined {
  const old = actYear < EXACT_DATES_FROM
  if (draw.perMille(old ? 50 : 10)) return undefined
  if (old && draw.perMille(140)) return dateOn(bornDay, 'YEAR')
  return dateOn(bornDay, old && draw.perMille(20) ? 'MONTH' : 'DAY')
}

/** The day of an event as the record states it. */
export function writtenDate(draw: Draw, day: number): PartialDate {
  if (yearOfDay(day) >= EXACT_DATES_FROM || !draw.perMille(30)) return dateOn(day)
  return dateOn(day, draw.perMille(600) ? 'YEAR' : 'MONTH')
}
