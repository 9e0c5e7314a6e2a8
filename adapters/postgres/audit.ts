/** The audit log: entries are only ever added; the table refuses everything else. */
import type { AuditEntry } from '../../gateway/domain/audit-entry.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import type { Reads, Work } from '../../gateway/ports/store.ts'
import { parseCursor, toPage } from './page.ts'

type StoredEntry = AuditEntry & { readonly id: string }

interface AuditRow extends Pick<AuditEntry, 'event' | 'result' | 'details'> {
  readonly id: string
  readonly at: Date
  readonly requester: string | null
  readonly certificate: string | null
  readonly caseNumber: string | null
  readonly caseId: string | null
}

export function auditWork(sql: Sql): Pick<Work, 'appendAudit'> {
  return {
    async appendAudit({ at, event, result, requester, certificate, caseNumber, caseId, details }) {
      await sql.query(
        `insert into zags.audit_entry (at, event, result, requester, certificate, case_number, case_id, details)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [at, event, result, requester, certificate, caseNumber, caseId, JSON.stringify(details)],
      )
    },
  }
}

/** Newest first; `from` and `to` are both inclusive. */
export function auditReads(sql: Sql): Pick<Reads, 'listAudit'> {
  return {
    async listAudit(filter, { limit, after }) {
      const [id] = after === undefined ? [] : parseCursor(after, [(part) => /^[1-9]\d{0,17}$/.test(part)])
      const { from, to, requester, certificate, caseNumber, event, result } = filter
      const rows = await sql.query<AuditRow>(
        `select id, at, event, result, requester, certificate, case_number as "caseNumber", case_id as "caseId", details
         from zags.audit_entry
         where ($1::timestamptz is null or at >= $1) and ($2::timestamptz is null or at <= $2)
           and ($3::text is null or requester = $3) and ($4::text is null or certificate = $4)
           and ($5::text is null or case_number = $5) and ($6::text is null or event = $6)
           and ($7::text is null or result = $7) and ($8::bigint is null or id < $8)
         order by id desc limit $9`,
        [from, to, requester, certificate, caseNumber, event, result, id, limit + 1],
      )
      return toPage(rows, limit, { item: toEntry, key: (row) => [row.id] })
    },
  }
}

function toEntry({ id, at, event, result, details, ...known }: AuditRow): StoredEntry {
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null))
  return { id, at: at.toISOString(), event, result, ...present, details }
}
