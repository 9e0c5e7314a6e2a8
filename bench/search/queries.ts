/** Fixed queries: what an agency asks about a record that is there, with one kind of error, or about nobody. */
import { createDraw, type Draw } from '../../adapters/registry/generate/draw.ts'
import type { Region } from '../../adapters/registry/generate/region.ts'
import type { NewAct } from '../../adapters/registry/new-act.ts'
import { SEARCHED_ROLES, type PersonRole } from '../../gateway/domain/act.ts'
import type { Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import { addDays, addYears } from '../../gateway/domain/local-date.ts'
import type { ActRecord, Window } from '../../gateway/domain/search.ts'
import { REGISTERED_ON } from '../region.ts'
import type { ErrorClass, True } from './error-classes.ts'

export interface Query {
  readonly subject: Subject
  readonly window: Window
  /** Nothing, when nobody is meant. */
  readonly truth?: NewAct
}

export interface QueryPlan {
  readonly region: Region
  readonly acts: number
  readonly seed: number
  readonly count: number
}

const MOVED_DAYS = 1000
const WINDOW_YEARS = 3
const OTHER_NAME_PER_MILLE = 200

/** The same queries for the same plan and class; classes draw from places of their own. */
export function drawQueries({ region, acts, seed, count }: QueryPlan, error: ErrorClass): readonly Query[] {
  const draw = createDraw()
  const queries: Query[] = []
  for (let attempt = 0; queries.length < count; attempt++) {
    if (attempt > 100 * count) throw new Error(`no queries with ${error.label}`)
    draw.restart(seed, error.place * 1_000_000 + attempt)
    const person = drawTrue(region, acts, draw)
    const other = drawTrue(region, acts, draw)
    const asked = error.inject(person, { draw, other })
    if (asked) queries.push(queryOf(person, asked, draw))
  }
  return queries
}

/** People of another region, asked about in this one: hardly any of them has a record here. */
export function withoutTruth(queries: readonly Query[]): readonly Query[] {
  return queries.map(({ subject, window }) => ({ subject, window }))
}

export function isTruth({ office, kind, recordNumber, recordedOn }: NewAct, record: ActRecord): boolean {
  const year = recordedOn.value.slice(0, 4)
  return (
    record.office === office &&
    record.kind === kind &&
    record.recordNumber === recordNumber &&
    record.recordedOn.value.startsWith(year)
  )
}

function drawTrue(region: Region, acts: number, draw: Draw): True {
  const act = region.actAt(draw.below(acts))
  const searched = act.persons.filter(({ role }) => SEARCHED_ROLES[act.kind].includes(role))
  const person = searched[draw.below(searched.length)]!
  const { role, birthDate, otherNames: [otherName] = [] } = person
  const { familyName, givenName, patronymic } = otherName && draw.perMille(OTHER_NAME_PER_MILLE) ? otherName : person
  return {
    act,
    person,
    asked: {
      role: askedRole(role),
      familyName,
      givenName,
      ...(patronymic === undefined ? {} : { patronymic }),
      ...(birthDate?.precision === 'DAY' ? { birthDate: birthDate.value } : {}),
    },
  }
}

/** The stated date is up to a thousand days away from the event, the stated period three years to either side of it. */
function queryOf({ act }: True, asked: SubjectPerson, draw: Draw): Query {
  const event = `${(act.eventOn ?? act.recordedOn).value}-07-01`.slice(0, 10)
  const stated = addDays(event, draw.below(2 * MOVED_DAYS + 1) - MOVED_DAYS)
  const to = addYears(stated, WINDOW_YEARS)
  const window = { from: addYears(stated, -WINDOW_YEARS), to: to > REGISTERED_ON ? REGISTERED_ON : to }
  return { subject: { actKind: act.kind, persons: [asked], period: window }, window, truth: act }
}

function askedRole(role: PersonRole): SubjectPerson['role'] {
  if (role === 'SPOUSE_1' || role === 'SPOUSE_2') return 'SPOUSE'
  if (role === 'ADOPTER') throw new Error('adopters are not searched by')
  return role
}
