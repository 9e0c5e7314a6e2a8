/**
 * How requesters have asked (Q4b). A name is kept only as a keyed digest: HMAC-SHA-256, cut to 128 bits, under the random
 * key that the store made for itself. That is for lists, extracts and other stores; who holds this whole store has the
 * cases too.
 */
import { createHmac } from 'node:crypto'
import {
  DAY_SECONDS,
  HOUR_SECONDS,
  SHARE_OF,
  type SearchLimitCode,
  type SearchUsage,
  type SubjectTrace,
} from '../../gateway/domain/search-limits.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import type { SearchLimitReads, SearchLimitWork, SearchTrace } from '../../gateway/ports/search-limits.ts'

const DIGEST_CHARACTERS = 32
/** Forgotten with each new search; no more of them wait than come in. */
const FORGOTTEN_AT_ONCE = 100

const USAGE = `
  with recent as materialized (
    select case_id, at, identified, subject, facts from zags.search_trace
    where requester = $1 and at > $2 order by at desc, case_id limit $4
  ), answered as (
    select newest.subject,
           c.facts->'search'->>'mark' = 'NOT_FOUND' and (c.facts->'search'->'coverage'->>'full')::boolean as absent
    from (select case_id, subject from recent order by at desc, case_id limit $5) newest
    join zags.inquiry_case c on c.id = newest.case_id and c.facts->'search' is not null
  ), alike as (
    select own.no, count(distinct r.subject)::int as subjects
    from unnest($6::text[]) with ordinality as own(fact, no)
    join recent r on own.fact = any(r.facts) group by own.no
  )
  select (select count(*)::int from recent where at > $3) as "inHour",
         (select count(*)::int from recent) as "inDay",
         (select count(distinct subject)::int from recent) as subjects,
         (select count(distinct subject)::int from recent where not identified) as unidentified,
         (select count(distinct subject)::int from answered) as searched,
         (select count(distinct subject)::int from answered where absent) as absent,
         (select coalesce(jsonb_agg(jsonb_build_object('no', no, 'subjects', subjects)), '[]') from alike) as alike`

interface UsageRow extends Omit<SearchUsage, 'alike'> {
  readonly alike: readonly { readonly no: number; readonly subjects: number }[]
}

export function searchLimitWork(sql: Sql): SearchLimitWork {
  return {
    async traceSearch(trace) {
      const { requester, at, atMost } = trace
      await sql.query(`select pg_advisory_xact_lock(hashtextextended('search_trace ' || $1, 0))`, [requester])
      await forget(sql, at)
      const digest = await digester(sql)
      await insertTrace(sql, trace, digest)
      const facts = trace.subjects.flatMap((subject) => subject.facts)
      const [since, hourAgo] = [before(at, DAY_SECONDS), before(at, HOUR_SECONDS)]
      const own = facts.map((fact) => digest(fact.kind, fact.value))
      const [row] = await sql.query<UsageRow>(USAGE, [requester, since, hourAgo, atMost, SHARE_OF.atMost, own])
      if (!row) throw new Error('an aggregate always has a row')
      const alike = row.alike.flatMap(({ no, subjects }) => {
        const fact = facts[no - 1]
        return fact ? [{ kind: fact.kind, subjects }] : []
      })
      return { ...row, alike }
    },
    async restOrders({ requester, limit, since, until }) {
      const added = await sql.query(
        `insert into zags.orders_rest (requester, limit_code, since, until)
         select $1, $2, $3, $4 where not exists
           (select from zags.orders_rest where requester = $1 and limit_code = $2 and until > $3)
         returning since`,
        [requester, limit, since, until],
      )
      return added.length > 0
    },
  }
}

export function searchLimitReads(sql: Sql): SearchLimitReads {
  return {
    async findRests(requester, at) {
      const rows = await sql.query<{ limit: SearchLimitCode }>(
        `select distinct limit_code as limit from zags.orders_rest
         where requester = $1 and since <= $2 and until > $2 order by limit_code`,
        [requester, at],
      )
      return rows.map(({ limit }) => limit)
    },
  }
}

type Digest = (kind: string, text: string) => string

async function digester(sql: Sql): Promise<Digest> {
  const [row] = await sql.query<{ key: Uint8Array }>('select key from zags.digest_key')
  if (!row) throw new Error('the store was made without its digest key')
  return (kind, text) =>
    createHmac('sha256', row.key).update(`${kind}\0${text}`).digest('hex').slice(0, DIGEST_CHARACTERS)
}

async function insertTrace(sql: Sql, { caseId, requester, at, subjects }: SearchTrace, digest: Digest): Promise<void> {
  const rows = subjects.map(({ subject, facts, identified }: SubjectTrace, no) => ({
    no,
    identified,
    subject: digest('SUBJECT', subject),
    facts: facts.map(({ kind, value }) => digest(kind, value)),
  }))
  await sql.query(
    `insert into zags.search_trace (case_id, subject_no, requester, at, identified, subject, facts)
     select $1, no, $2, $3, identified, subject, facts
     from jsonb_to_recordset($4::jsonb) as t(no smallint, identified boolean, subject text, facts text[])
     on conflict do nothing`,
    [caseId, requester, at, JSON.stringify(rows)],
  )
}

async function forget(sql: Sql, at: Date): Promise<void> {
  await sql.query(
    `delete from zags.search_trace where (case_id, subject_no) in
       (select case_id, subject_no from zags.search_trace where at <= $1 order by at limit $2 for update skip locked)`,
    [before(at, DAY_SECONDS), FORGOTTEN_AT_ONCE],
  )
}

function before(at: Date, seconds: number): Date {
  return new Date(at.getTime() - seconds * 1000)
}
