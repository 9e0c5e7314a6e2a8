/** Answer queues: FIFO per queue, held while a delivery waits for its acknowledgement, then offered again. */
import type { Sql } from '../../gateway/ports/database.ts'
import type { Acknowledged, LeasedMessage, OutgoingMessage, Reads, Work } from '../../gateway/ports/store.ts'
import { findUuid } from './identifier.ts'

type OutgoingWork = Pick<Work, 'addOutgoing' | 'sealOutgoing' | 'leaseNext' | 'acknowledge'>

interface OutgoingRow extends Omit<OutgoingMessage, 'type' | 'nodeId'> {
  readonly nodeId: string | null
  readonly namespace: string
  readonly name: string
}

/**
 * A selector without a type takes any; one without a node takes only messages without one (a NodeID makes a sub-queue).
 * A sealed message waits for earlier ones of its case that are not sealed yet.
 */
const LEASE_NEXT = `
  with next as (
    select seq from zags.outgoing_message m
    where queue = $1 and acked_at is null and sealed_at is not null
      and (leased_until is null or leased_until <= $2)
      and node_id is not distinct from $4::text
      and ($5::text is null or (type_namespace = $5 and type_name = $6))
      and not exists (
        select 1 from zags.outgoing_message earlier
        where earlier.case_id = m.case_id and earlier.seq < m.seq and earlier.sealed_at is null)
    order by seq limit 1 for update skip locked)
  update zags.outgoing_message leased set leased_until = $3, deliveries = deliveries + 1
  from next where leased.seq = next.seq
  returning message_id as "messageId", case_id as "caseId", sealed, deliveries`

export function outgoingWork(sql: Sql): OutgoingWork {
  return {
    async addOutgoing({ messageId, caseId, queue, nodeId, type, content, final }) {
      await sql.query(
        `insert into zags.outgoing_message
           (message_id, case_id, queue, node_id, type_namespace, type_name, content, final)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [messageId, caseId, queue, nodeId, type.namespace, type.name, JSON.stringify(content), final],
      )
    },
    async sealOutgoing(messageId, sealed, at) {
      const rows = await sql.query(
        `update zags.outgoing_message set sealed = $2, sealed_at = $3
         where message_id = $1 and sealed_at is null returning seq`,
        [messageId, sealed, at],
      )
      return rows.length === 1
    },
    async leaseNext(queue, { type, nodeId }, { now, until }) {
      const [row] = await sql.query<LeasedMessage>(LEASE_NEXT, [queue, now, until, nodeId, type?.namespace, type?.name])
      return row
    },
    async acknowledge(queue, messageId, { accepted, at }) {
      const [row] = await sql.query<Acknowledged>(
        `update zags.outgoing_message set acked_at = $3, accepted = $4
         where queue = $1 and message_id = $2 and deliveries > 0 and acked_at is null
         returning case_id as "caseId", final`,
        [queue, findUuid(messageId), at, accepted],
      )
      return row
    },
  }
}

export function outgoingReads(sql: Sql): Pick<Reads, 'listUnsealed'> {
  return {
    async listUnsealed(caseId) {
      const rows = await sql.query<OutgoingRow>(
        `select message_id as "messageId", case_id as "caseId", queue, node_id as "nodeId",
                type_namespace as namespace, type_name as name, content, final
         from zags.outgoing_message where case_id = $1 and sealed_at is null order by seq`,
        [findUuid(caseId)],
      )
      return rows.map(toMessage)
    },
  }
}

function toMessage({ nodeId, namespace, name, ...row }: OutgoingRow): OutgoingMessage {
  return { ...row, ...(nodeId === null ? {} : { nodeId }), type: { namespace, name } }
}
