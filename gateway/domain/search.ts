/**
 * The rules of the search: what is looked through, what comes of it, and what an absence notice may rest on (¶54-57, 66;
 * domain sections 10, 11, 15). What found records mean stands in `judgement.ts`.
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
import type { Completeness, Subject } from './inquiry.ts'
import { addYears, spanOf, yearOf } from './local-date.ts'

/** A record as the registry store returns it: what an INFORMATION needs (section 14). */
export interface ActRecord {
  readonly id: string
  readonly kind: ActKind
  readonly office: string
  readonly officeName: string
  readonly recordNumber: string
  readonly recordedOn: PartialDate
  /** Left out: the record says that it is not known. */
  readonly eventOn?: PartialDate
  readonly copyNo: 1 | 2
  readonly persons: readonly RecordPerson[]
  readonly restricted: boolean
  readonly annulled: boolean
  /** It was lost and made anew, by a decision of a court (Q8). */
  readonly restored?: boolean
  /** That decision, when the record names it. */
  readonly restoredBy?: string
  readonly transferred: boolean
  /** Copies 1 and 2 of the record are both held and do not say the same (B6). */
  readonly copyDiffers?: boolean
}

export interface RecordPerson extends PersonName {
  readonly role: PersonRole
  readonly birthDate?: PartialDate
  /** Names borne before or after the act: a search finds the record by them, an answer never shows an adopted child's. */
  readonly otherNames?: readonly PersonName[]
  /** Names that former versions of the record have: compared, and told to nobody but the clerk who looks (C3). */
  readonly formerNames?: readonly PersonName[]
}

/** VARIANTS: surnames within an edit; FULL_SCAN: every surname of the store within two edits, or sounding alike. */
export type SearchMethod = 'VARIANTS' | 'FULL_SCAN'

export interface Window {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** Q4a: by the event or by the record; a partial date lies in the window when some day of it does. */
export function isWithin({ from, to }: Window, { eventOn, recordedOn }: ActRecord): boolean {
  return [eventOn ?? recordedOn, recordedOn].map(spanOf).some((span) => span.from <= to && span.to >= from)
}

/** One pass over one search aid, as journalled (Q1) and printed in an absence notice. */
export interface SearchPass {
  readonly aid: 'ELECTRONIC_BASE' | 'NOT_SEARCHABLE'
  readonly method?: SearchMethod
  readonly window?: Window
  readonly widened: boolean
  /** Plausible records. */
  readonly found: number
  /** State of the base that was searched: an instant, ISO 8601 in UTC. */
  readonly at?: string
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
  /** What a person has to look at, the likeliest first: at most `MAX_CANDIDATES`. */
  readonly candidates: readonly Candidate[]
  /** There are more candidates than are listed. */
  readonly isCut: boolean
  readonly coverage?: CoverageFinding
}

export interface Candidate {
  /** Of the record. */
  readonly id: string
  /** Field and code, as the audit has them: CHILD/FamilyName LETTERS. */
  readonly differences: readonly string[]
  /** The same in words, with both values: never outside the case. */
  readonly reasons: readonly string[]
}

export interface CoverageFinding {
  /** Every year of every office that existed is held, and in the base in full. */
  readonly full: boolean
  readonly fromYear: number
  readonly toYear: number
  readonly offices: readonly { readonly code: string; readonly name: string }[]
  /** office, kind and year that are held and not FULL; at most 20 are listed. */
  readonly gaps: readonly { readonly office: string; readonly year: number }[]
  /** H2: books of these years that went to the state archive. */
  readonly transferred?: {
    /** No year of any office is held any more. */
    readonly entirely: boolean
    /** Where they are: for the referral of H4, H5. */
    readonly holdings: readonly ArchiveHolding[]
  }
}

export interface ArchiveHolding {
  readonly archive: string
  readonly fond: string
  readonly inventory: string
  readonly officeName: string
  readonly fromYear: number
  readonly toYear: number
}

export const MAX_CANDIDATES = 50

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

/** Both methods look through a window before it counts as searched; the first may settle the matter alone. */
export const SEARCH_METHODS: readonly SearchMethod[] = ['VARIANTS', 'FULL_SCAN']

/**
 * What an absence notice may rest on: each window searched by each method with nothing plausible found, and coverage of
 * every office and year (N2). HELD_YEARS: of all that is still held (H5), for a person to send.
 */
export function absenceProofOf(
  { mark, candidates, isCut, passes, coverage }: SearchReport,
  subject: Subject,
  registeredOn: LocalDate,
): 'FULL' | 'HELD_YEARS' | undefined {
  const stated = statedWindow(subject, registeredOn)
  const isSearched = [stated, widenedWindow(stated, registeredOn)].every(({ from, to }) =>
    SEARCH_METHODS.every((method) =>
      passes.some((pass) => pass.method === method && pass.window?.from === from && pass.window.to === to),
    ),
  )
  const isNothingFound =
    mark === 'NOT_FOUND' && !isCut && candidates.length === 0 && passes.every(({ found }) => found === 0)
  const { fromYear, toYear } = coverageYears(stated, registeredOn)
  const isCovered = coverage !== undefined && coverage.fromYear <= fromYear && coverage.toYear >= toYear
  if (!isSearched || !isNothingFound || !isCovered || coverage.offices.length === 0 || coverage.gaps.length > 0)
    return undefined
  if (coverage.full) return 'FULL'
  return coverage.transferred && !coverage.transferred.entirely ? 'HELD_YEARS' : undefined
}

export function checkSearchable(subject: Subject): readonly SearchPass[] {
  return isSearchable(subject) ? [] : [{ aid: 'NOT_SEARCHABLE', widened: false, found: 0 }]
}

/** The stated period; its ends may come in either order. */
export function findPeriod({ period }: Subject): Window | undefined {
  return period && (period.from <= period.to ? period : { from: period.to, to: period.from })
}

function clip({ from, to }: Window, registeredOn: LocalDate): Window {
  return { from: from > registeredOn ? registeredOn : from, to: to > registeredOn ? registeredOn : to }
}
