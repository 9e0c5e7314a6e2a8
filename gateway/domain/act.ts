/** Acts of civil status: kinds, persons, partial dates (domain sections 13, 14; S2 annex 7). */

export const ACT_KINDS = ['BIRTH', 'DEATH', 'MARRIAGE', 'DIVORCE', 'PATERNITY', 'ADOPTION', 'NAME_CHANGE'] as const
export type ActKind = (typeof ACT_KINDS)[number]

/** Calendar date of the office, 'YYYY-MM-DD'. */
export type LocalDate = string

/** A date of an old record may be a year or a year and month only (143-FZ art. 22). */
export interface PartialDate {
  readonly value: string
  readonly precision: 'DAY' | 'MONTH' | 'YEAR'
}

export interface PersonName {
  readonly familyName: string
  readonly givenName: string
  readonly patronymic?: string
}

/** How a person takes part in an act: whose data a search compares. */
export const PERSON_ROLES = [
  'CHILD',
  'MOTHER',
  'FATHER',
  'DECEASED',
  'SPOUSE_1',
  'SPOUSE_2',
  'ADOPTER',
  'SUBJECT',
] as const
export type PersonRole = (typeof PERSON_ROLES)[number]

/** Roles by which a record of this kind is found; parents of a child are not searched by (¶25, section 4). */
export const SEARCHED_ROLES: { readonly [K in ActKind]: readonly PersonRole[] } = {
  BIRTH: ['CHILD'],
  DEATH: ['DECEASED'],
  MARRIAGE: ['SPOUSE_1', 'SPOUSE_2'],
  DIVORCE: ['SPOUSE_1', 'SPOUSE_2'],
  PATERNITY: ['CHILD', 'FATHER'],
  ADOPTION: ['CHILD'],
  NAME_CHANGE: ['SUBJECT'],
}

/** Kinds whose record names a person before and after the act: either name is a name of the record. */
export const NAMED_TWICE: readonly ActKind[] = ['MARRIAGE', 'DIVORCE', 'NAME_CHANGE']
