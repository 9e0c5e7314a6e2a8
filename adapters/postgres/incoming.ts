/** Sameness and replay: which messages and which signed digests were here before (design section 4). */
import type { Sql } from '../../gateway/ports/database.ts'
import type { Reads, Work } from '../../gateway/ports/store.ts'
import { findUuid } from './identifier.ts'

type IncomingWork = Pick<Work, 'recordIncoming' | 'useDigest'>
type IncomingReads = Pick<Reads, 'findIncoming'>

const DAY_MS = 86_400_000
/** Each use clears away a few that are long past: their time stamps are refused anyway, an hour after use. */
const CLEARED_PER_USE = 20

export function incomingWork(sql: Sql): IncomingWork {
  return {
    async recordIncoming({ queue, messageId, digest, caseId, receipt, receivedAt }) {
      const added = await sql.query(
        `insert into zags.incoming_message (queue, message_id, digest, case_id, receipt, received_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning message_id`,
        [queue, messageId, digest, caseId, receipt, receivedAt],
      )
      return added.length === 1
    },
    async useDigest(queue, digest, at) {
      const used = await sql.query(
        `insert into zags.used_digest (queue, digest, used_at) values ($1, $2, $3)
         on conflict do nothing returning digest`,
        [queue, digest, at],
      )
      await sql.query(
        `delete from zags.used_digest where (queue, digest) in (
           select queue, digest from zags.used_digest where queue = $1 and used_at < $2
           order by used_at limit $3 for update skip locked)`,
        [queue, new Date(at.getTime() - DAY_MS), CLEARED_PER_USE],
      )
      return used.length === 1
    },
  }
}

export function incomingReads(sql: Sql): IncomingReads {
  return {
    async findIncoming(queue, messageId) {
      const [row] = await sql.query<{ digest: string; receipt: Uint8Array }>(
        'select digest, receipt from zags.incoming_message where queue = $1 and message_id = $2',
        [queue, findUuid(messageId)],
      )
      return row
    },
  }
}
