/**
 * Which act records may be the one asked for: ids by name, by birth date with another surname, by record address. Names
 * alone narrow them; what is plausible is judged on the records (gateway/domain/scoring.ts).
 */
import { ACT_KINDS, PERSON_ROLES, type LocalDate } from '../../gateway/domain/act.ts'
import { searchedRoles } from '../../gateway/domain/completeness.ts'
import type { Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import { deletionsOf, givenKey, patronymicKey, surnameKeys } from '../../gateway/domain/name-keys.ts'
import { isInitial, soughtNames, soughtSurnames } from '../../gateway/domain/name-variants.ts'
import { numberSpellings } from '../../gateway/domain/record-number.ts'
import type { SearchMethod, Window } from '../../gateway/domain/search.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import type { KnownNames } from './lexicon-keys.ts'
import { nearAmong, type Lexicon } from './lexicon.ts'
import type { SurnameScan } from './surname-scan.ts'

export interface FoundIds {
  readonly ids: readonly string[]
  /** One of the ways found more than it returns. */
  readonly isCut: boolean
}

export interface SearchMeans {
  readonly sql: Sql
  readonly known: KnownNames
  readonly scan: SurnameScan
}

export interface Asked {
  readonly subject: Subject
  readonly window: Window
  readonly method: SearchMethod
}

/** Who agrees in every letter and in the birth date is looked for alone, so that those who come near push nobody out. */
const LIMITS = { exact: 100, near: 400, birth: 100, address: 20 } as const
type Way = keyof typeof LIMITS

interface Found {
  readonly way: Way
  readonly id: string
}

/** Shorter ones begin and end too many names. */
const MIN_PART_LETTERS = 3

/** Q4a: by the event or by the record, whose dates may be partial; $1 and $2 are the ends of the window. */
const IN_WINDOW = '((event_from <= $2 and event_to >= $1) or (recorded_from <= $2 and recorded_to >= $1))'

/**
 * $3 kind and $4 roles by their numbers; $5 surnames, $6 given name, $7 patronymic to agree; $8 what `sought` makes of the
 * surnames to come near, $9 given names, $10 patronymics to come near, null for any; $11 birth date. Statements without a
 * name are planned for their values each time: with one plan for all values this one is slow.
 */
const byName = (sought: string): string => `
  with sought as materialized (${sought}),
  person as not materialized (
    select * from registry.subject where kind = $3 and role = any($4::smallint[]) and ${IN_WINDOW}
  )
  (select 'exact' as way, act_id as id from person
   where sk = any($5::text[]) and gk = $6 and ($7::text is null or pk = $7)
     and ($11::date is null or (birth_from <= $11 and birth_to >= $11)) limit ${LIMITS.exact + 1})
  ${orNear('sought', '$9', '$10')}`

function orNear(surnames: string, givenNames: string, patronymics: string): string {
  return `
  union all
  (select 'near', act_id from ${surnames} join person using (sk)
   where (${givenNames}::text[] is null or gk = any(${givenNames}))
     and (${patronymics}::text[] is null or pk = any(${patronymics})) limit ${LIMITS.near + 1})`
}

/** Another surname, or another patronymic, with the same birth date; it may be recorded as a month or a year. */
const OR_BY_BIRTH = `
  union all
  (select 'birth', act_id from person
   where birth_from in ($11, date_trunc('month', $11::date::timestamp)::date, date_trunc('year', $11::date::timestamp)::date)
     and birth_to >= $11 and ($9::text[] is null or gk = any($9))
     and ($10::text[] is null or pk = any($10) or sk in (select sk from sought)) limit ${LIMITS.birth + 1})`

/** Surnames an edit apart share a deletion. */
const BY_VARIANTS = byName('select distinct sk from registry.surname_deletion where d = any($8::text[])')

/**
 * Of surnames two edits away, $12, the other names are an edit away at most, $13 and $14: who differs in more than three
 * letters is not plausible (gateway/domain/scoring.ts). There are many such surnames, so that this is what a scan costs.
 */
const BY_SCANNED = `${byName('select unnest($8::text[]) as sk')}${orNear('unnest($12::text[]) as far (sk)', '$13', '$14')}`

/** A date that is a month or a year lies in the window when some day of it does; both are compared as texts. */
const inTextWindow = (column: string): string => `(${column} <= $2 and ${column} >= left($1, length(${column})))`

const BY_ADDRESS = `
  select 'address' as way, id from registry.act
  where record_number = any($3::text[]) and kind = $4::registry.act_kind and superseded_at is null
    and (${inTextWindow('event_on')} or ${inTextWindow('recorded_on')}) and (office = $5 or ($5 is null and exists (
      select from registry.subject where act_id = id and gk = any($6::text[])))) limit ${LIMITS.address + 1}`

/** Names of people who are searched by alone; a stated record number also finds a record by itself. */
export async function findIds(asked: Asked, means: SearchMeans): Promise<FoundIds> {
  const named = asked.subject.persons.flatMap((person) => namedPerson(person, asked.subject))
  const found: (readonly Found[])[] = [await findByAddress(asked, named, means)]
  for (const person of named) found.push(await findByPerson(person, asked, means))
  const complete = found.map(withoutNearIfCut)
  return {
    ids: [...new Set(complete.flat().map(({ id }) => id))],
    isCut: found.some((rows) => cutWays(rows).length > 0),
  }
}

/** Where not even all who agree are there, nobody who only comes near may be: so the list tells it. */
function withoutNearIfCut(rows: readonly Found[]): readonly Found[] {
  return cutWays(rows).includes('exact') ? rows.filter(({ way }) => way === 'exact') : rows
}

function cutWays(rows: readonly Found[]): readonly Way[] {
  return [...Map.groupBy(rows, ({ way }) => way)].flatMap(([way, of]) => (of.length > LIMITS[way] ? [way] : []))
}

interface NamedPerson {
  readonly roles: readonly number[]
  readonly surnames: readonly string[]
  readonly givenName: string
  readonly patronymic: string | undefined
  readonly birthDate: LocalDate | undefined
}

/** Both names are needed (Q4b), and a role in which records of the kind are found. */
function namedPerson(person: SubjectPerson, { actKind }: Subject): readonly NamedPerson[] {
  const { familyName, otherFamilyName, givenName, patronymic, birthDate } = person
  const roles = searchedRoles(person, actKind).map((role) => PERSON_ROLES.indexOf(role))
  if (!familyName || !givenName || roles.length === 0) return []
  const surnames = otherFamilyName ? [familyName, otherFamilyName] : [familyName]
  return [{ roles, surnames, givenName, patronymic, birthDate }]
}

async function findByPerson(
  person: NamedPerson,
  { subject, window, method }: Asked,
  { sql, known, scan }: SearchMeans,
): Promise<readonly Found[]> {
  const { roles, surnames, givenName, patronymic, birthDate } = person
  const words = surnames.flatMap(soughtSurnames)
  const near = (edits: number): readonly (readonly string[] | null)[] => [
    givenNamesNear(givenName, known.givenNames, edits),
    patronymicsNear(patronymic, known.patronymics, edits),
  ]
  const parameters = (soughtBy: readonly string[], edits: number): readonly unknown[] => [
    window.from,
    window.to,
    ACT_KINDS.indexOf(subject.actKind),
    roles,
    surnames.flatMap(surnameKeys),
    givenKey(givenName),
    patronymicKey(patronymic) || null,
    soughtBy,
    ...near(edits),
    birthDate ?? null,
  ]
  const orByBirth = birthDate ? OR_BY_BIRTH : ''
  if (method === 'VARIANTS')
    return sql.query<Found>(BY_VARIANTS + orByBirth, parameters([...new Set(words.flatMap(deletionsOf))], 1))
  const scanned = await scan.near(words, 2)
  const close = new Set(nearAmong(scanned, words, 1))
  const far = scanned.filter((surname) => !close.has(surname))
  return sql.query<Found>(BY_SCANNED + orByBirth, [...parameters([...close], 2), far, ...near(1)])
}

/** Null for an initial: any name may be meant. An initial in a record may stand for the name, a longer key for two names. */
function givenNamesNear(name: string, known: Lexicon, edits: number): readonly string[] | null {
  if (isInitial(name)) return null
  const words = soughtNames(name)
  const parts = words.filter((word) => word.length >= MIN_PART_LETTERS)
  return [...known.near(words, edits), ...words.map(initialOf), ...known.extending(parts)]
}

/** A record without a patronymic comes near every one. Null where none was asked for: any patronymic may be meant. */
function patronymicsNear(name: string | undefined, known: Lexicon, edits: number): readonly string[] | null {
  if (!name || !patronymicKey(name) || isInitial(name)) return null
  const words = soughtNames(name)
  return ['', ...known.near(words, edits), ...words.map(initialOf)]
}

function initialOf(key: string): string {
  return key.charAt(0)
}

/** A number alone is that of many records, one of each office and year: a given name must stand beside it. */
async function findByAddress(
  { subject, window }: Asked,
  named: readonly NamedPerson[],
  { sql, known }: SearchMeans,
): Promise<readonly Found[]> {
  const { recordNumber, actKind, office } = subject
  if (recordNumber === undefined) return []
  const givenNames = named.flatMap(
    ({ givenName }) =>
      givenNamesNear(givenName, known.givenNames, 1) ??
      known.givenNames.extending(soughtNames(givenName).map(initialOf)),
  )
  const numbers = numberSpellings(recordNumber)
  return sql.query<Found>(BY_ADDRESS, [window.from, window.to, numbers, actKind, office ?? null, givenNames])
}
