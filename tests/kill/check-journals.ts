/** Journals of numbers must have no gap: a number that was taken by a killed transaction is given again. */
import type { Sql } from '../../gateway/ports/database.ts'

export interface Journal {
  readonly name: string
  /** Numbers in use; they are 1 to `count` when there is no problem. */
  readonly count: number
  readonly problems: readonly string[]
}

interface Row {
  readonly journal: string
  readonly office: string
  readonly year: number
  readonly last: number
}

/** Each series the store knows against the numbers that cases bear. */
export async function checkJournals(sql: Sql): Promise<readonly Journal[]> {
  const series = await sql.query<Row>(
    'select journal, office, year, last from zags.number_series order by journal, office, year',
  )
  const used = await listUsed(sql)
  const names = new Set([...series.map(nameOf), ...used.keys()])
  return [...names].map((name) => {
    const numbers = (used.get(name) ?? []).toSorted((a, b) => a - b)
    const last = series.find((row) => nameOf(row) === name)?.last ?? 0
    const isGapless = numbers.length === last && numbers.every((number, index) => number === index + 1)
    const problems = isGapless ? [] : [`${name}: numbers given ${last}, used ${describeGaps(numbers)}`]
    return { name, count: numbers.length, problems }
  })
}

/** `<office>-<year>-<number>` of the case, `<year>-<number>` of the absence notice. */
async function listUsed(sql: Sql): Promise<Map<string, number[]>> {
  const rows = await sql.query<{ number: string; journalNumber: string | null }>(
    `select number, facts->>'journalNumber' as "journalNumber" from zags.inquiry_case where number is not null`,
  )
  const used = new Map<string, number[]>()
  const note = (name: string, number: string | undefined): void => {
    used.set(name, [...(used.get(name) ?? []), Number(number)])
  }
  for (const { number, journalNumber } of rows) {
    const [office, year, count] = number.split('-')
    note(`REGISTRATION ${office} ${year}`, count)
    const [noticeYear, noticeCount] = journalNumber?.split('-') ?? []
    if (noticeYear) note(`ABSENCE ${office} ${noticeYear}`, noticeCount)
  }
  return used
}

function nameOf({ journal, office, year }: Row): string {
  return `${journal} ${office} ${year}`
}

function describeGaps(numbers: readonly number[]): string {
  const missing = Array.from({ length: numbers.at(-1) ?? 0 }, (_, index) => index + 1).filter(
    (number) => !numbers.includes(number),
  )
  const twice = numbers.filter((number, index) => numbers[index - 1] === number)
  return `${numbers.length} times, missing ${missing.join(' ') || 'none'}, twice ${twice.join(' ') || 'none'}`
}
