/** Cases: the whole value in `facts`, and beside it the columns by which lists, duplicates and the sweep find it. */
import { createHash } from 'node:crypto'
import type { Case } from '../../gateway/domain/case.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { FINAL_STATES } from '../../gateway/domain/life-cycle.ts'
import { requesterOf } from '../../gateway/domain/requester.ts'
import type { Clock } from '../../gateway/ports/clock.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import type { DuplicateKey, Job, Reads, Work } from '../../gateway/ports/store.ts'
import { findUuid } from './identifier.ts'

type CaseWork = Pick<Work, 'lockCase' | 'insertCase' | 'saveCase' | 'findFirstCase'>
type CaseReads = Pick<Reads, 'findCase' | 'findCaseByNumber' | 'listUnfinishedWork'>

interface FactsRow {
  readonly facts: Case
}

export function caseWork(sql: Sql, clock: Clock): CaseWork {
  const locked = new Map<string, Case>()
  return {
    async lockCase(id) {
      // Weaker than FOR UPDATE: rows that refer to the case may still be added meanwhile.
      const [row] = await sql.query<FactsRow>('select facts from zags.inquiry_case where id = $1 for no key update', [
        findUuid(id),
      ])
      if (row) locked.set(id, row.facts)
      return row?.facts
    },
    async insertCase(added) {
      await sql.query(
        `insert into zags.inquiry_case (id, version, state, waits_for, number, requester, queue, outgoing_number,
           outgoing_date, content_digest, received_at, registered_on, due_on, facts, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        rowOf(added, clock),
      )
      locked.set(added.id, added)
    },
    async saveCase(changed) {
      checkSuccessor(locked.get(changed.id), changed)
      await sql.query(
        `update zags.inquiry_case set (version, state, waits_for, number, requester, queue, outgoing_number,
           outgoing_date, content_digest, received_at, registered_on, due_on, facts, updated_at)
         = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) where id = $1`,
        rowOf(changed, clock),
      )
      locked.set(changed.id, changed)
    },
    async findFirstCase(key) {
      await sql.query('select pg_advisory_xact_lock($1::bigint)', [lockNumber(key)])
      // No end without an answer exists yet; withdrawal and closing unsupplied join this condition with their commands.
      const [first] = await sql.query<{ number: string }>(
        `select number from zags.inquiry_case
         where requester = $1 and outgoing_number = $2 and outgoing_date = $3 and content_digest = $4
           and number is not null
         order by received_at, id limit 1`,
        [key.requester, key.outgoingNumber, key.outgoingDate, key.contentDigest],
      )
      return first?.number
    },
  }
}

export function caseReads(sql: Sql): CaseReads {
  return {
    async findCase(id) {
      const [row] = await sql.query<FactsRow>('select facts from zags.inquiry_case where id = $1', [findUuid(id)])
      return row?.facts
    },
    async findCaseByNumber(number) {
      const [row] = await sql.query<FactsRow>('select facts from zags.inquiry_case where number = $1', [number])
      return row?.facts
    },
    async listUnfinishedWork(passing) {
      const open = await sql.query<{ caseId: string; version: number }>(
        `select id as "caseId", version from zags.inquiry_case
         where (waits_for is null or waits_for = any($2::text[])) and state <> all($1::text[])
         order by received_at, id`,
        [FINAL_STATES, passing],
      )
      const unsealed = await sql.query<{ caseId: string }>(
        `select case_id as "caseId" from zags.outgoing_message
         where sealed_at is null group by case_id order by min(seq)`,
      )
      return [
        ...open.map(({ caseId, version }): Job => ({ name: 'advance', caseId, version })),
        ...unsealed.map(({ caseId }): Job => ({ name: 'seal', caseId })),
      ]
    },
  }
}

function rowOf(written: Case, clock: Clock): readonly unknown[] {
  const { sender, message, reading } = written
  const inquiry = reading.readable ? reading.inquiry : undefined
  const registered = 'number' in written ? written : undefined
  return [
    written.id,
    written.version,
    written.state,
    written.waitsFor?.reason ?? null,
    registered?.number ?? null,
    requesterOf(sender),
    sender.queue,
    inquiry?.outgoingNumber ?? null,
    inquiry?.outgoingDate ?? null,
    message.duplicateDigest ?? message.contentDigest,
    written.receivedAt,
    registered?.registeredOn ?? null,
    registered?.deadline.dueOn ?? null,
    JSON.stringify(written),
    clock.now(),
  ]
}

/** A value that was worked out from another version must not replace what somebody else saved since. */
function checkSuccessor(held: Case | undefined, changed: Case): void {
  if (!held) throw new Error('a case is saved only after it was locked in the same transaction')
  const isNext = changed.version === held.version + 1
  const isSame = changed.version === held.version && changed.state === held.state
  if (!isNext && !isSame) {
    const move = `${held.state} ${held.version} -> ${changed.state} ${changed.version}`
    throw new GatewayError('LIFE_CYCLE_VIOLATED', `a case was changed from an outdated version: ${move}`)
  }
}

function lockNumber(key: DuplicateKey): string {
  const parts = [key.requester, key.outgoingNumber, key.outgoingDate, key.contentDigest]
  const digest = createHash('sha256')
    .update(JSON.stringify(['duplicate', ...parts]))
    .digest()
  return digest.readBigInt64BE().toString()
}
