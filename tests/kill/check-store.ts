/** What the store must hold after any number of kills, compared with what the agencies can prove. */
import { getTransition, type CaseEvent } from '../../gateway/domain/life-cycle.ts'
import type { CaseState } from '../../gateway/domain/case.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import { checkJournals, type Journal } from './check-journals.ts'
import { listAccepted, type Ledger } from './ledger.ts'

export interface StoreFigures {
  /** Cases with more than one final message. */
  readonly answeredTwice: number
  readonly journals: readonly Journal[]
  /** Everything that is not as it must be; empty when all is well. */
  readonly problems: readonly string[]
}

export async function checkStore(sql: Sql, ledger: Ledger): Promise<StoreFigures> {
  const journals = await checkJournals(sql)
  const finals = await listFinalCounts(sql)
  const problems = [
    ...(await checkCases(sql, ledger)),
    ...finals
      .filter(({ finals: count }) => count !== 1)
      .map(({ caseId, finals: count }) => `case ${caseId} has ${count} final messages`),
    ...(await checkMessages(sql, ledger)),
    ...(await checkHistory(sql)),
    ...(await checkAudit(sql)),
    ...(await checkDocuments(sql)),
    ...(await checkJobs(sql)),
    ...journals.flatMap((journal) => journal.problems),
  ]
  return { answeredTwice: finals.filter(({ finals: count }) => count > 1).length, journals, problems }
}

/** Every accepted inquiry is one case, every case an accepted inquiry, and all of them have come to their end. */
async function checkCases(sql: Sql, ledger: Ledger): Promise<string[]> {
  const rows = await sql.query<{ messageId: string; caseId: string; state: string; waitsFor: string | null }>(
    `select i.message_id as "messageId", c.id as "caseId", c.state, c.waits_for as "waitsFor"
     from zags.inquiry_case c left join zags.incoming_message i on i.case_id = c.id`,
  )
  const accepted = new Map(listAccepted(ledger).map(({ signed, expected }) => [signed.messageId, expected]))
  const counted = new Map<string, number>()
  for (const { messageId } of rows) counted.set(messageId, (counted.get(messageId) ?? 0) + 1)
  return [
    ...[...accepted.keys()]
      .filter((messageId) => counted.get(messageId) !== 1)
      .map((messageId) => `inquiry ${messageId} is ${counted.get(messageId) ?? 0} cases`),
    ...rows.filter(({ messageId }) => !accepted.has(messageId)).map(({ caseId }) => `nobody sent case ${caseId}`),
    ...rows
      .filter(({ messageId, state, waitsFor }) => waitsFor !== null || state !== endOf(accepted.get(messageId)))
      .map(({ caseId, state, waitsFor }) => `case ${caseId} ended in ${state}, waits for ${waitsFor ?? 'nothing'}`),
  ]
}

function endOf(expected: string | undefined): CaseState {
  return expected === 'DUPLICATE' ? 'DUPLICATE' : 'FILED'
}

function listFinalCounts(sql: Sql): Promise<readonly { readonly caseId: string; readonly finals: number }[]> {
  return sql.query(
    `select c.id as "caseId", count(o.seq)::int as finals
     from zags.inquiry_case c left join zags.outgoing_message o on o.case_id = c.id and o.final
     group by c.id`,
  )
}

/** Every message reached its addressee as it was sealed, once or more often, and is acknowledged. */
async function checkMessages(sql: Sql, ledger: Ledger): Promise<string[]> {
  const rows = await sql.query<{ id: string; final: boolean; sealed: Uint8Array | null; accepted: boolean | null }>(
    'select message_id as id, final, sealed, accepted from zags.outgoing_message',
  )
  const problems = rows.flatMap(({ id, final, sealed, accepted }) => {
    const received = ledger.received.get(id)
    if (!sealed || !received) return [`message ${id} never reached its addressee`]
    if (!Buffer.from(received.bytes).includes(Buffer.from(sealed)))
      return [`message ${id} is not what its addressee got`]
    if (received.isFinal !== final) return [`message ${id} is final for one side only`]
    return accepted ? [] : [`message ${id} is not acknowledged`]
  })
  const known = new Set(rows.map(({ id }) => id))
  const unknown = [...ledger.received.keys()].filter((id) => !known.has(id))
  return [...problems, ...unknown.map((id) => `message ${id} was delivered and is not in the store`)]
}

/** Versions follow each other from 1, states too, by rows of the life cycle, and no transition happened twice. */
async function checkHistory(sql: Sql): Promise<string[]> {
  interface Row {
    readonly caseId: string
    readonly version: number
    readonly from: CaseState | '-'
    readonly event: CaseEvent
    readonly to: CaseState
  }
  const rows = await sql.query<Row>(
    `select case_id as "caseId", version, from_state as "from", event, to_state as "to"
     from zags.case_history order by case_id, version`,
  )
  const problems: string[] = []
  for (const [caseId, entries] of Map.groupBy(rows, (row) => row.caseId)) {
    let state: CaseState | '-' = '-'
    for (const [index, { version, from, event, to }] of entries.entries()) {
      if (version !== index + 1 || from !== state) problems.push(`case ${caseId} has a gap before version ${version}`)
      getTransition(from, event, to)
      state = to
    }
    const events = entries.map(({ event }) => event)
    if (new Set(events).size < events.length) problems.push(`case ${caseId} repeated a transition: ${events.join(' ')}`)
  }
  return problems
}

/** What was audited against what was done: one entry each, no more and no less. */
async function checkAudit(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ what: string; done: number; audited: number }>(`
    with entries as (select event, count(*)::int as audited from zags.audit_entry group by event)
    select what, done, coalesce(audited, 0) as audited from (
      select 'MESSAGE_ACCEPTED' as what, (select count(*)::int from zags.inquiry_case) as done
      union all select 'CASE_MOVED', (select count(*)::int from zags.case_history where event <> 'RECEIVE')
      union all select 'DOCUMENT_SIGNED', (select count(*)::int from zags.case_history where event in ('SIGN', 'SIGN_REFUSAL'))
      union all select 'MESSAGE_SEALED', (select count(*)::int from zags.outgoing_message where sealed is not null)
      union all select 'MESSAGE_DELIVERED', (select coalesce(sum(deliveries), 0)::int from zags.outgoing_message)
      union all select 'MESSAGE_ACKNOWLEDGED', (select count(*)::int from zags.outgoing_message where acked_at is not null)
    ) work left join entries on entries.event = what where done <> coalesce(audited, 0)`)
  const [unmatched] = await sql.query<{ count: number }>(`
    select count(*)::int as count from zags.case_history h where event <> 'RECEIVE' and 1 <> (
      select count(*) from zags.audit_entry a where a.case_id = h.case_id and a.event = 'CASE_MOVED'
        and a.details->>'event' = h.event and a.details->>'to' = h.to_state)`)
  const counts = rows.map(({ what, done, audited }) => `${what}: ${done} times done, ${audited} times audited`)
  return unmatched?.count ? [...counts, `${unmatched.count} moves have not exactly one audit entry`] : counts
}

/** One inquiry, and for what was answered one draft and one signed document. */
async function checkDocuments(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ caseId: string; kinds: string }>(`
    select id as "caseId", kinds from (
      select c.id, c.state, coalesce(string_agg(d.kind, ' ' order by d.kind collate "C"), '') as kinds
      from zags.inquiry_case c left join zags.case_document d on d.case_id = c.id group by c.id, c.state) files
    where kinds <> case state when 'DUPLICATE' then 'INQUIRY' else 'DRAFT INQUIRY SIGNED' end`)
  return rows.map(({ caseId, kinds }) => `case ${caseId} has the documents ${kinds}`)
}

async function checkJobs(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ job: string }>(
    `select source_name || ' ' || singleton_key as job from pgboss.job where name = 'dead-letter'`,
  )
  return rows.map(({ job }) => `a job lies in the dead letter: ${job}`)
}
