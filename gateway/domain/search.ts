/**
 * The rules of the search: windows, coverage, and what a set of found records means (¶54-57, 66; domain sections 10, 11,
 * 15, 16). Reading the store is the registry port's part; deciding is done here.
 */
import {
  SEARCHED_ROLES,
  type ActKind,
  type LocalDate,
  type PartialDate,
  type PersonName,
  type PersonRole,
} from './act.ts'
import { isSearchable } from './completeness.ts'
import type { Completeness, Subject, SubjectPerson } from './inquiry.ts'
import { addDays, addYears, yearOf } from './local-date.ts'
import { normalisedName } from './normalised-name.ts'

/** A record as the registry store returns it: what an INFORMATION needs (section 14). */
export interface ActRecord {
  readonly id: string
  readonly kind: ActKind
  readonly office: string
  readonly officeName: string
  readonly recordNumber: string
  readonly recordedOn: PartialDate
  readonly eventOn: PartialDate
  readonly copyNo: 1 | 2
  readonly persons: readonly RecordPerson[]
  readonly restricted: boolean
  readonly annulled: boolean
  readonly transferred: boolean
  /** Copies 1 and 2 of the record are both held and do not say the same (B6). */
  readonly copyDiffers?: boolean
}

export interface RecordPerson extends PersonName {
  readonly role: PersonRole
  readonly birthDate?: PartialDate
  /** Names borne before or after the act: a search finds the record by them, an answer never shows an adopted child's. */
  readonly otherNames?: readonly PersonName[]
}

/** VARIANTS: surnames within an edit; FULL_SCAN: every surname of the store within two edits, or sounding alike. */
export type SearchMethod = 'VARIANTS' | 'FULL_SCAN'

export interface Window {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** One pass over one search aid, as journalled (Q1). */
export interface SearchPass {
  readonly aid: 'ELECTRONIC_BASE' | 'NOT_SEARCHABLE'
  readonly window?: Window
  readonly widened: boolean
  readonly found: number
}

export type SearchMark =
  'FOUND' | 'FOUND_DISCREPANT' | 'NOT_FOUND' | 'AMBIGUOUS' | 'ARCHIVED' | 'RESTRICTED' | 'ANNULLED'

export interface SearchReport {
  readonly mark: SearchMark
  readonly passes: readonly SearchPass[]
  readonly completeness: Completeness
  /** FOUND only with something that tells namesakes apart; otherwise a person looks. */
  readonly identified: boolean
  readonly record?: ActRecord
  /** Fields that differ, by name of the schema; values stay in the record (Q7). */
  readonly discrepancies: readonly string[]
  readonly coverage?: CoverageFinding
}

export interface CoverageFinding {
  readonly full: boolean
  readonly fromYear: number
  readonly toYear: number
  readonly offices: readonly { readonly code: string; readonly name: string }[]
  /** office, kind and year that are not FULL; at most 20 are listed. */
  readonly gaps: readonly { readonly office: string; readonly year: number }[]
}

const WIDENING_YEARS = 3
/** H1: records of a year are kept to the end of the hundredth year after it. */
const HOLDING_YEARS = 100

/** Q4, Q4a: the window of the stated period; without one, what the kind implies. */
export function statedWindow(subject: Subject, registeredOn: LocalDate): Window {
  const { actKind, persons } = subject
  const period = findPeriod(subject)
  if (period) return clip(period, registeredOn)
  const searched: readonly string[] = SEARCHED_ROLES[actKind]
  const born = persons.find(({ role }) => searched.includes(role))?.birthDate
  if (actKind === 'BIRTH' && born) return clip({ from: born, to: born }, registeredOn)
  if (actKind === 'DEATH' && born) return clip({ from: born, to: addYears(born, 100) }, registeredOn)
  return { from: `${yearOf(registeredOn) - HOLDING_YEARS}-01-01`, to: registeredOn }
}

/** ¶55, Q4: [a, b] -> [a - 3 years, b + 3 years], upper end clipped to the day of registration. */
export function widenedWindow({ from, to }: Window, registeredOn: LocalDate): Window {
  return clip({ from: addYears(from, -WIDENING_YEARS), to: addYears(to, WIDENING_YEARS) }, registeredOn)
}

/** Q4a: an event may be recorded in a later year, so coverage reaches to b + 4, clipped. */
export function coverageYears(stated: Window, registeredOn: LocalDate): { fromYear: number; toYear: number } {
  const { from, to } = widenedWindow(stated, registeredOn)
  return { fromYear: yearOf(from), toYear: Math.min(yearOf(to) + 1, yearOf(registeredOn)) }
}

/** What the found records mean. Records must have come from `window`; none are dropped before this judgement. */
export function judgeRecords(
  subject: Subject,
  records: readonly ActRecord[],
): Pick<SearchReport, 'mark' | 'record' | 'discrepancies' | 'identified'> {
  const judged = records.map((record) => ({ record, discrepancies: discrepanciesOf(subject, record) }))
  const identified = isIdentifying(subject)
  if (judged.length === 0) return { mark: 'NOT_FOUND', discrepancies: [], identified }
  // C1-C3: a restricted record among the candidates is never processed automatically.
  if (records.some(({ restricted }) => restricted)) return { mark: 'RESTRICTED', discrepancies: [], identified }
  const exact = judged.filter(({ discrepancies }) => discrepancies.length === 0)
  const chosen = exact.length > 0 ? exact : judged
  const [only, ...others] = chosen
  if (!only || others.length > 0) return { mark: 'AMBIGUOUS', discrepancies: [], identified }
  return { mark: markOf(only), record: only.record, discrepancies: only.discrepancies, identified }
}

export function checkSearchable(subject: Subject): readonly SearchPass[] {
  return isSearchable(subject) ? [] : [{ aid: 'NOT_SEARCHABLE', widened: false, found: 0 }]
}

/** A partial date stands for every day it may mean. */
export function spanOf({ value, precision }: PartialDate): Window {
  if (precision === 'DAY') return { from: value, to: value }
  if (precision === 'YEAR') return { from: `${value}-01-01`, to: `${value}-12-31` }
  const [year, month] = [Number(value.slice(0, 4)), Number(value.slice(5, 7))]
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`
  return { from: `${value}-01`, to: addDays(next, -1) }
}

function markOf({ record, discrepancies }: { record: ActRecord; discrepancies: readonly string[] }): SearchMark {
  if (discrepancies.length > 0) return 'FOUND_DISCREPANT'
  if (record.annulled) return 'ANNULLED' // Q8: never issued as valid
  return record.transferred ? 'ARCHIVED' : 'FOUND' // H2
}

/** The stated period; its ends may come in either order. */
function findPeriod({ period }: Subject): Window | undefined {
  return period && (period.from <= period.to ? period : { from: period.to, to: period.from })
}

function discrepanciesOf(subject: Subject, record: ActRecord): readonly string[] {
  const found = personDiscrepancies(subject.persons, record.persons)
  if (subject.recordNumber !== undefined) {
    if (subject.recordNumber !== record.recordNumber) found.push('RecordNumber')
    const period = findPeriod(subject)
    // The same number is another record in another year (B4).
    if (period && !isWithin(period, record)) found.push('Period')
  }
  if (subject.office !== undefined && subject.office !== record.office) found.push('Office')
  return found
}

/** Roles must fit, and one person of the record is not two of the inquiry; the pairing that agrees best is compared. */
function personDiscrepancies(asked: readonly SubjectPerson[], candidates: readonly RecordPerson[]): string[] {
  const [person, ...others] = asked
  if (!person) return []
  const pairings = candidates
    .filter(({ role }) => role === person.role || (person.role === 'SPOUSE' && role.startsWith('SPOUSE')))
    .map((candidate) => {
      const rest = candidates.filter((other) => other !== candidate)
      return comparePerson(person, candidate).concat(personDiscrepancies(others, rest))
    })
    .toSorted((a, b) => a.length - b.length)
  return pairings[0] ?? [person.role, ...personDiscrepancies(others, candidates)]
}

/** Q4a: by the event or by the record. */
function isWithin({ from, to }: Window, { eventOn, recordedOn }: ActRecord): boolean {
  return [eventOn, recordedOn].map(spanOf).some((span) => span.from <= to && span.to >= from)
}

function comparePerson(asked: SubjectPerson, found: RecordPerson): string[] {
  const fields: [string, string | undefined, string | undefined][] = [
    ['FamilyName', asked.familyName, found.familyName],
    ['GivenName', asked.givenName, found.givenName],
    ['Patronymic', asked.patronymic, found.patronymic],
  ]
  const differing = fields
    .filter(([, a, b]) => a !== undefined && normalisedName(a) !== normalisedName(b ?? ''))
    .map(([field]) => `${asked.role}/${field}`)
  // A record without a birth date cannot confirm the stated one, so a person compares the rest.
  const born = found.birthDate && spanOf(found.birthDate)
  if (asked.birthDate !== undefined && (!born || asked.birthDate < born.from || asked.birthDate > born.to))
    differing.push(`${asked.role}/BirthDate`)
  return differing
}

/** A full name alone is shared by namesakes: a birth date, a record number or a second name must stand beside it. */
export function isIdentifying({ persons, recordNumber }: Subject): boolean {
  const named = persons.filter(({ familyName }) => familyName !== undefined)
  return recordNumber !== undefined || named.length > 1 || persons.some(({ birthDate }) => birthDate !== undefined)
}

function clip({ from, to }: Window, registeredOn: LocalDate): Window {
  return { from: from > registeredOn ? registeredOn : from, to: to > registeredOn ? registeredOn : to }
}
