/** Arithmetic on local calendar dates 'YYYY-MM-DD'; no clock, no zone but in `localDateOf`. */
import type { LocalDate, PartialDate } from './act.ts'

const DAY_MS = 86_400_000

/** Calendar date of an instant in a zone of the time-zone database (T1). */
export function localDateOf(at: Date, timeZone: string): LocalDate {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

export function addDays(on: LocalDate, days: number): LocalDate {
  return new Date(utc(on) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Same day of the month `months` later, or the last day of that month if there is none (civil code art. 192). */
export function addMonths(on: LocalDate, months: number): LocalDate {
  const { year, month, day } = parts(on)
  const target = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(target / 12), (((target % 12) + 12) % 12) + 1]
  return compose(y, m, Math.min(day, daysIn(y, m)))
}

/** Same day and month `years` later; 29 February is clipped to 28 February (Q4). */
export function addYears(on: LocalDate, years: number): LocalDate {
  return addMonths(on, years * 12)
}

const PRECISION = { 4: 'YEAR', 7: 'MONTH', 10: 'DAY' } as const

/** Of a year, a month or a day as it is written; nothing else is given. */
export function partialDate(value: string): PartialDate {
  return { value, precision: PRECISION[value.length as keyof typeof PRECISION] }
}

/** A partial date stands for every day it may mean. */
export function spanOf({ value, precision }: PartialDate): { readonly from: LocalDate; readonly to: LocalDate } {
  if (precision === 'DAY') return { from: value, to: value }
  if (precision === 'YEAR') return { from: `${value}-01-01`, to: `${value}-12-31` }
  return { from: `${value}-01`, to: addDays(addMonths(`${value}-01`, 1), -1) }
}

/** Whole years from the birth to the day. */
export function ageOn(on: LocalDate, bornOn: LocalDate): number {
  return yearOf(on) - yearOf(bornOn) - (on.slice(5) < bornOn.slice(5) ? 1 : 0)
}

/** 1 = Monday ... 7 = Sunday. */
export function weekdayOf(on: LocalDate): number {
  return new Date(utc(on)).getUTCDay() || 7
}

export function yearOf(on: LocalDate): number {
  return Number(on.slice(0, 4))
}

export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && addDays(text, 0) === text
}

function parts(on: LocalDate): { year: number; month: number; day: number } {
  return { year: yearOf(on), month: Number(on.slice(5, 7)), day: Number(on.slice(8, 10)) }
}

function compose(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function utc(on: LocalDate): number {
  return Date.parse(`${on}T00:00:00Z`)
}
