/** Cases as the back office lists them, newest first. */
import type { Sql } from '../../gateway/ports/database.ts'
import type { CaseSummary, Reads } from '../../gateway/ports/store.ts'
import { isUuid } from './identifier.ts'
import { parseCursor, toPage } from './page.ts'

type SummaryRow = Omit<CaseSummary, 'receivedAt'> & { readonly id: string; readonly receivedAt: Date }

export function caseLists(sql: Sql): Pick<Reads, 'listCases'> {
  return {
    async listCases({ state, requester, dueFrom, dueTo }, { limit, after }) {
      const [receivedAt, id] = after === undefined ? [] : parseCursor(after, [isInstant, isUuid])
      const rows = await sql.query<SummaryRow>(
        `select id, number, state, waits_for as "waitsFor", requester, received_at as "receivedAt",
                registered_on as "registeredOn", due_on as "dueOn"
         from zags.inquiry_case
         where ($1::text is null or state = $1) and ($2::text is null or requester = $2)
           and ($3::date is null or due_on >= $3) and ($4::date is null or due_on <= $4)
           and ($5::timestamptz is null or (received_at, id) < ($5, $6::uuid))
         order by received_at desc, id desc limit $7`,
        [state, requester, dueFrom, dueTo, receivedAt, id, limit + 1],
      )
      return toPage(rows, limit, {
        item: toSummary,
        key: (row) => [row.receivedAt.toISOString(), row.id],
      })
    },
  }
}

function toSummary({ number, state, waitsFor, requester, receivedAt, registeredOn, dueOn }: SummaryRow): CaseSummary {
  return { number, state, waitsFor, requester, receivedAt: receivedAt.toISOString(), registeredOn, dueOn }
}

function isInstant(text: string): boolean {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString() === text
}
