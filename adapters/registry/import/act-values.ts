/** Kinds of values a field of an act may have, each read from trimmed text that is not empty. */
import { ACT_KINDS, type ActKind, type LocalDate, type PartialDate } from '../../../gateway/domain/act.ts'
import { isLocalDate } from '../../../gateway/domain/local-date.ts'

export interface ValueKind<T> {
  /** undefined: the text breaks the rule. */
  parse(text: string): T | undefined
  /** What is said of a text that is none, e.g. `is not a date`. */
  readonly rule: string
}

/** What a record itself leaves out, e.g. the name of a foundling; the search knows such a name by the empty text. */
const ABSENT = '-'
const OLDEST_YEAR = 1700

/** Text of several lines, as the marks of a record are. */
export const textUpTo = (letters: number): ValueKind<string> => textOf(letters, /[^\P{Cc}\t\n\r]/u)
export const lineUpTo = (letters: number): ValueKind<string> => textOf(letters, /\p{Cc}/u)

function textOf(letters: number, refused: RegExp): ValueKind<string> {
  return {
    parse: (text) => (text.length > letters || refused.test(text) ? undefined : text),
    rule: `is longer than ${letters} letters, or holds control characters`,
  }
}

const NAME_LINE = lineUpTo(100)
export const NAME: ValueKind<string> = {
  parse: (text) => (text === ABSENT ? '' : NAME_LINE.parse(text)),
  rule: NAME_LINE.rule,
}

export const FLAG: ValueKind<boolean> = {
  parse: (text) => (text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined),
  rule: 'is neither true (1) nor false (0)',
}

export const COUNT: ValueKind<number> = {
  parse: (text) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined),
  rule: 'is not a whole number from 1 to 99999',
}

export const YEAR: ValueKind<number> = {
  parse: (text) => (text.length === 4 && isYear(text) ? Number(text) : undefined),
  rule: 'is not a year of four digits, from 1700 on',
}

export const KIND: ValueKind<ActKind> = {
  parse: (text) => ACT_KINDS.find((kind) => kind === text),
  rule: `is none of ${ACT_KINDS.join(', ')}`,
}

export const COPY_NO: ValueKind<1 | 2> = {
  parse: (text) => (text === '1' ? 1 : text === '2' ? 2 : undefined),
  rule: 'is neither 1 nor 2',
}

export const SEX: ValueKind<'MALE' | 'FEMALE'> = {
  parse: (text) => (text === 'MALE' || text === 'FEMALE' ? text : undefined),
  rule: 'is neither MALE nor FEMALE',
}

export const DATE: ValueKind<PartialDate> = {
  parse(text) {
    if (text.length === 10 && isDay(text)) return { value: text, precision: 'DAY' }
    if (text.length === 7 && isMonth(text)) return { value: text, precision: 'MONTH' }
    return text.length === 4 && isYear(text) ? { value: text, precision: 'YEAR' } : undefined
  },
  rule: 'is not a date such as 1941-06-22, 1941-06 or 1941',
}

/** A hyphen says that the record tells no date. */
export const DATE_OR_NONE: ValueKind<PartialDate | 'UNKNOWN'> = {
  parse: (text) => (text === ABSENT ? 'UNKNOWN' : DATE.parse(text)),
  rule: `${DATE.rule}, nor a hyphen for one that is not known`,
}

export const DAY: ValueKind<LocalDate> = {
  parse: (text) => (text.length === 10 && isDay(text) ? text : undefined),
  rule: 'is not a day such as 1941-06-22',
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Most of an import are dates: digits are looked at one by one. */
function isDay(text: string): boolean {
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)]
  if (!isMonth(text) || text[7] !== '-' || !(day >= 1 && day <= (DAYS[month - 1] ?? 0))) return false
  return month < 2 || day < 29 || month > 2 || isLocalDate(text)
}

function isMonth(text: string): boolean {
  const month = twoDigits(text, 5)
  return isYear(text) && text[4] === '-' && month >= 1 && month <= 12
}

function isYear(text: string): boolean {
  return twoDigits(text, 0) * 100 + twoDigits(text, 2) >= OLDEST_YEAR
}

/** NaN where there are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
