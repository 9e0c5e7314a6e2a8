/** Random regions: which office had what of which year, and an inquiry into one of their kinds. What is true is asked of the map. */
import { ACT_KINDS, type ActKind } from '../../gateway/domain/act.ts'
import type { Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import type { CoverageFinding } from '../../gateway/domain/search.ts'
import { seeded, TODAY } from './builders.ts'

export type OfficeYear = 'FULL' | 'PARTIAL' | 'NONE' | 'NOT_EXISTING' | 'TRANSFERRED'

export interface World {
  readonly offices: readonly string[]
  /** Years that have a row at all: a missing one is NONE (Q3). */
  readonly years: readonly number[]
  readonly at: (office: string, kind: ActKind, year: number) => OfficeYear
  readonly subject: Subject
  /** Record years in which a record of the subject could stand, by the rule Q4a. */
  readonly needed: { readonly fromYear: number; readonly toYear: number }
}

const THIS_YEAR = Number(TODAY.slice(0, 4))
const ROLES = {
  BIRTH: 'CHILD',
  DEATH: 'DECEASED',
  MARRIAGE: 'SPOUSE',
  DIVORCE: 'SPOUSE',
  PATERNITY: 'CHILD',
  ADOPTION: 'CHILD',
  NAME_CHANGE: 'SUBJECT',
} as const satisfies Record<ActKind, SubjectPerson['role']>

/** Most years of most worlds are whole: an absence can be attested in some of them, and fails for one office and year in others. */
export function drawWorld(seed: number): World {
  const { below } = seeded(seed)
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)]!
  const kind = pick(ACT_KINDS.filter((one) => one !== 'ADOPTION'))
  const from = 1960 + below(THIS_YEAR - 1960)
  // Of a birth without a period the birth date is the period (Q4a).
  const isPeriodStated = kind !== 'BIRTH' || below(2) === 0
  const to = isPeriodStated ? from + pick([0, 0, 1, 5]) : from
  const needed = { fromYear: from - 3, toYear: Math.min(to + 4, THIS_YEAR) }
  const years = Array.from({ length: needed.toYear - needed.fromYear + 5 }, (_, index) => needed.fromYear - 2 + index)
  const offices = Array.from({ length: 1 + below(4) }, (_, index) => `39-${index}`)
  const states = new Map<string, OfficeYear>()
  const set = (office: string, year: number, state: OfficeYear) => states.set(`${office} ${kind} ${year}`, state)
  for (const office of offices) {
    const opened = below(4) === 0 ? needed.fromYear + below(8) : 0
    for (const year of years) set(office, year, year < opened ? 'NOT_EXISTING' : 'FULL')
  }
  const blemishes = pick([0, 0, 1, 1, 1, 2, 3])
  for (let blemish = 0; blemish < blemishes; blemish++)
    set(pick(offices), pick(years), pick(['PARTIAL', 'NONE', 'NOT_EXISTING', 'TRANSFERRED']))
  if (below(20) === 0) for (const office of offices) for (const year of years) set(office, year, 'TRANSFERRED')
  return {
    offices,
    years,
    at: (office, of, year) => states.get(`${office} ${of} ${year}`) ?? 'NONE',
    subject: isPeriodStated ? drawSubject(kind, { from, to, below }) : bornIn(from, below),
    needed,
  }
}

function drawSubject(
  actKind: ActKind,
  { from, to, below }: { readonly from: number; readonly to: number; readonly below: (limit: number) => number },
): Subject {
  const name = { familyName: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич' }
  const period = { from: `${from}-${below(2) === 0 ? '01-01' : '11-30'}`, to: `${to}-12-31` }
  const known = below(5) === 0 ? {} : { unknownReason: 'утрачено' }
  return { actKind, persons: [{ role: ROLES[actKind], ...name, birthDate: '1958-02-03' }], period, ...known }
}

function bornIn(year: number, below: (limit: number) => number): Subject {
  const { period: _period, ...subject } = drawSubject('BIRTH', { from: year, to: year, below })
  return { ...subject, persons: [{ ...subject.persons[0]!, birthDate: `${year}-01-07` }] }
}

/** What a notice of absence needs, counted office by office and year by year. */
export function isAbsenceTrue({ offices, at, subject: { actKind }, needed }: World): boolean {
  let existing = 0
  for (const office of offices)
    for (let year = needed.fromYear; year <= needed.toYear; year++) {
      const state = at(office, actKind, year)
      if (state !== 'FULL' && state !== 'NOT_EXISTING') return false
      if (state === 'FULL') existing++
    }
  return existing > 0
}

/** As a registry answers for the world. */
export function coverageOf({ offices, at }: World, kind: ActKind, years: World['needed']): CoverageFinding {
  const all = offices.flatMap((office) =>
    Array.from({ length: years.toYear - years.fromYear + 1 }, (_, index) => {
      const year = years.fromYear + index
      return { office, year, state: at(office, kind, year) }
    }),
  )
  const existing = all.filter(({ state }) => state !== 'NOT_EXISTING')
  const gaps = existing.filter(({ state }) => state !== 'FULL' && state !== 'TRANSFERRED')
  const transferred = existing.filter(({ state }) => state === 'TRANSFERRED')
  const holdings = transferred.map(({ office, year }) => ({
    archive: 'ГАКО',
    fond: 'Р-1',
    inventory: '1',
    officeName: office,
    fromYear: year,
    toYear: year,
  }))
  return {
    full: existing.length > 0 && gaps.length === 0 && transferred.length === 0,
    ...years,
    offices: [...new Set(existing.map(({ office }) => office))].map((code) => ({ code, name: code })),
    gaps: gaps.map(({ office, year }) => ({ office, year })).slice(0, 20),
    ...(holdings.length > 0
      ? { transferred: { entirely: transferred.length === existing.length, holdings: holdings.slice(0, 20) } }
      : {}),
  }
}
