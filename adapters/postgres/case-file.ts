/** What a case keeps besides its value: documents and the journal of its transitions. */
import type { Sql } from '../../gateway/ports/database.ts'
import type { CaseDocument, HistoryEntry, Reads, Work } from '../../gateway/ports/store.ts'
import { findUuid } from './identifier.ts'

type FileWork = Pick<Work, 'addDocument' | 'appendHistory'>
type FileReads = Pick<Reads, 'getDocument' | 'listDocuments' | 'listHistory'>

type DocumentRow = Omit<CaseDocument, 'createdAt'> & { readonly createdAt: Date }
type HistoryRow = Omit<HistoryEntry, 'at'> & { readonly at: Date }

const DESCRIPTION = 'id, case_id as "caseId", kind, media_type as "mediaType", created_at as "createdAt"'

export function fileWork(sql: Sql): FileWork {
  return {
    async addDocument({ id, caseId, kind, mediaType, bytes, createdAt }) {
      await sql.query(
        `insert into zags.case_document (id, case_id, kind, media_type, bytes, created_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [id, caseId, kind, mediaType, bytes, createdAt],
      )
    },
    async appendHistory({ caseId, version, at, actor, paragraph, from, event, to }) {
      await sql.query(
        `insert into zags.case_history (case_id, version, at, actor, paragraph, from_state, event, to_state)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [caseId, version, at, actor, paragraph, from, event, to],
      )
    },
  }
}

export function fileReads(sql: Sql): FileReads {
  return {
    async getDocument(id) {
      const [row] = await sql.query<DocumentRow>(`select ${DESCRIPTION}, bytes from zags.case_document where id = $1`, [
        findUuid(id),
      ])
      if (!row) throw new Error('a case names a document that was never stored')
      return dated(row)
    },
    async listDocuments(caseId) {
      const rows = await sql.query<Omit<DocumentRow, 'bytes'>>(
        `select ${DESCRIPTION} from zags.case_document where case_id = $1 order by created_at, id`,
        [findUuid(caseId)],
      )
      return rows.map(dated)
    },
    async listHistory(caseId) {
      const rows = await sql.query<HistoryRow>(
        `select case_id as "caseId", version, at, actor, paragraph, from_state as "from", event, to_state as "to"
         from zags.case_history where case_id = $1 order by version`,
        [findUuid(caseId)],
      )
      return rows.map(toHistoryEntry)
    },
  }
}

function dated<T extends { readonly createdAt: Date }>(row: T): Omit<T, 'createdAt'> & { readonly createdAt: string } {
  return { ...row, createdAt: row.createdAt.toISOString() }
}

function toHistoryEntry(row: HistoryRow): HistoryEntry {
  return { ...row, at: row.at.toISOString() }
}
