/** Forms of the values that callers may send, and the checks that a schema cannot express. */
import { ApiRefusal } from './problem.ts'

/** Office code, year and number of the series, like `39-2026-000001`. */
export const CASE_NUMBER_PATTERN = '^[0-9]{2,8}-[0-9]{4}-[0-9]{6,9}$'
export const DOCUMENT_ID_PATTERN = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

export const caseNumberSchema = {
  type: 'string',
  pattern: CASE_NUMBER_PATTERN,
  description: 'Registration number of the case.',
  examples: ['39-2026-000001'],
} as const

/** Years 1000 to 2999: others are no dates of this office, and not every store knows them. */
export const localDateSchema = {
  type: 'string',
  format: 'date',
  pattern: '^[12][0-9]{3}-',
  description: 'Calendar date of the office.',
  examples: ['2026-03-10'],
} as const

export const instantSchema = {
  type: 'string',
  format: 'date-time',
  pattern: '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$',
  examples: ['2026-03-10T09:30:00Z'],
} as const

/** Free text of a filter: no control characters, which no stored value has. */
export const filterTextSchema = { type: 'string', pattern: '^[^\\u0000-\\u001F\\u007F]{1,200}$' } as const

export const pagingSchemas = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 50,
    description: 'Most items of one page.',
    examples: [50],
  },
  after: {
    ...filterTextSchema,
    description: 'Opaque cursor: `next` of the page before. Filters must stay the same.',
  },
} as const

export interface Paging {
  readonly limit: number
  readonly after?: string
}

/** The page asked for; the schema supplied the default. */
export function pageOf({ limit, after }: Paging): Paging {
  return { limit, ...(after === undefined ? {} : { after }) }
}

/** The same instant in UTC, as the store compares it. */
export function parseInstant(instant: string): string {
  return new Date(instant).toISOString()
}

/** Throws QUERY_INVALID when a range ends before it begins. Bounds are ISO 8601 of equal form, or absent. */
export function checkRange(from: Bound, to: Bound): void {
  if (from.value === undefined || to.value === undefined || from.value <= to.value) return
  const rule = `must not be earlier than query/${from.field}`
  throw new ApiRefusal('QUERY_INVALID', { violations: [{ field: `query/${to.field}`, rule }] })
}

interface Bound {
  readonly field: string
  readonly value: string | undefined
}
