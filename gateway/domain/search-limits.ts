/**
 * Limits against fishing (Q4b; domain sections 10, 18). They never refuse and never fault, as ¶26 and ¶28 are
 * exhaustive: over a limit the standing orders rest for that requester, and a person decides what it asks for.
 */
import type { Subject } from './inquiry.ts'
import { yearOf } from './local-date.ts'
import { givenKey, patronymicKey, surnameKeys } from './name-keys.ts'
import { isIdentifying } from './judgement.ts'

/** What one requester may ask for before a person looks. */
export interface SearchLimits {
  readonly perHour: number
  readonly perDay: number
  /** Different subjects by a bare name: nothing beside it tells namesakes apart. */
  readonly unidentifiedPerDay: number
  /** Different subjects that share a surname, a birth date or a book of records: somebody lists them. */
  readonly alikePerDay: number
  /** Of the different subjects searched for, those of whom there is no record although the base is complete. */
  readonly absentPercent: number
}

export const SEARCH_LIMIT_CODES = [
  'SEARCHES_PER_HOUR',
  'SEARCHES_PER_DAY',
  'UNIDENTIFIED_SUBJECTS',
  'SAME_SURNAME',
  'SAME_BIRTH_DATE',
  'SAME_BOOK',
  'ABSENT_SHARE',
] as const
export type SearchLimitCode = (typeof SEARCH_LIMIT_CODES)[number]

export const HOUR_SECONDS = 3_600
/** The longest window: older searches are forgotten. */
export const DAY_SECONDS = 86_400
/** Shares are taken of the newest searches, so many at most, and of so many at least. */
export const SHARE_OF = { atMost: 200, atLeast: 20 } as const
/** One in seventy people is an Ivanov: of a body that asks much, a fact is a pattern from one in twenty subjects on. */
const COMMON_SHARE = 0.05

const CODE_OF_FACT = { SURNAME: 'SAME_SURNAME', BIRTH_DATE: 'SAME_BIRTH_DATE', BOOK: 'SAME_BOOK' } as const
export type SharedFactKind = keyof typeof CODE_OF_FACT

/** What is remembered of a subject; the store keeps digests of `subject` and of each fact. */
export interface SubjectTrace {
  readonly subject: string
  readonly facts: readonly { readonly kind: SharedFactKind; readonly value: string }[]
  readonly identified: boolean
}

/** How a requester has asked within the windows, the present case included. */
export interface SearchUsage {
  readonly inHour: number
  readonly inDay: number
  /** Different subjects of the day. */
  readonly subjects: number
  readonly unidentified: number
  /** Different subjects that share a fact with the present case. */
  readonly alike: readonly { readonly kind: SharedFactKind; readonly subjects: number }[]
  /** Different subjects of the newest searches: those that were searched, and those found absent. */
  readonly searched: number
  readonly absent: number
}

export interface ExceededLimit {
  readonly code: SearchLimitCode
  readonly count: number
  readonly allowed: number
  readonly windowSeconds: number
}

export function findExceeded(usage: SearchUsage, limits: SearchLimits): readonly ExceededLimit[] {
  const { inHour, inDay, subjects, unidentified, alike, searched, absent } = usage
  const inWindow = (code: SearchLimitCode, count: number, allowed: number, windowSeconds = DAY_SECONDS) =>
    count > allowed ? [{ code, count, allowed, windowSeconds }] : []
  const percent = searched < SHARE_OF.atLeast ? 0 : Math.floor((100 * absent) / searched)
  const common = Math.max(limits.alikePerDay, Math.floor(COMMON_SHARE * subjects))
  return [
    ...inWindow('SEARCHES_PER_HOUR', inHour, limits.perHour, HOUR_SECONDS),
    ...inWindow('SEARCHES_PER_DAY', inDay, limits.perDay),
    ...inWindow('UNIDENTIFIED_SUBJECTS', unidentified, limits.unidentifiedPerDay),
    ...alike.flatMap((shared) => inWindow(CODE_OF_FACT[shared.kind], shared.subjects, common)),
    ...inWindow('ABSENT_SHARE', percent, limits.absentPercent),
  ]
}

/** The same persons asked for again, by whatever act, are one subject; without a name the record address is. */
export function traceOf(subject: Subject): SubjectTrace {
  const { persons, actKind, office, recordNumber, period } = subject
  const named = persons.filter(({ familyName, givenName }) => familyName !== undefined || givenName !== undefined)
  const names = named.map(({ familyName = '', givenName = '', patronymic, birthDate }) =>
    [surnameKeys(familyName)[0], givenKey(givenName), patronymicKey(patronymic), birthDate].join('|'),
  )
  const book = period && office !== undefined ? [office, actKind, yearOf(period.from)].join('|') : undefined
  const surnames = named.flatMap(({ familyName }) =>
    familyName === undefined ? [] : surnameKeys(familyName).slice(0, 1),
  )
  return {
    subject: names.length > 0 ? names.toSorted().join('&') : [book, recordNumber].join('|'),
    facts: [
      ...surnames.map((value) => ({ kind: 'SURNAME' as const, value })),
      ...named.flatMap(({ birthDate }) =>
        birthDate === undefined ? [] : [{ kind: 'BIRTH_DATE' as const, value: birthDate }],
      ),
      ...(book !== undefined && recordNumber !== undefined ? [{ kind: 'BOOK' as const, value: book }] : []),
    ],
    identified: isIdentifying(subject),
  }
}
