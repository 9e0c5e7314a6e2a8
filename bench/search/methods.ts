/** The ways to look for a record that are measured: ours, and what others would do. */
import { givenKey, patronymicKey, surnameKeys } from '../../gateway/domain/name-keys.ts'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { ACT_KINDS } from '../../gateway/domain/act.ts'
import type { ActRecord, SearchMark, SearchReport } from '../../gateway/domain/search.ts'
import { search } from '../../gateway/flow/5-search.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import { searching } from '../../tests/flow/cases.ts'
import { inquiry, NOW, OFFICE, SIGNED_BY_OFFICIAL } from '../../tests/support/builders.ts'
import { createMemoryStore } from '../../tests/support/memory-store.ts'
import { REGISTERED_ON } from '../region.ts'
import { isTruth, type Query } from './queries.ts'

export interface Answer {
  /** Whether the true record is among the candidates; asked when the clock has stopped. */
  readonly findTruth: () => boolean | Promise<boolean>
  /** There were more than are returned. */
  readonly isCut: boolean
  readonly mark?: SearchMark
  /** Somebody else's record would be given out. */
  readonly isAnothers?: boolean
}

export type Method = (query: Query) => Promise<Answer>

/** One pass of the variants of the surname, over the stated window. */
export function variantsOf(registry: Registry): Method {
  return async (query) => {
    const { records, isCut } = await registry.search(query.subject, query.window, 'VARIANTS')
    return { findTruth: () => hasTruth(query, records), isCut }
  }
}

/** All the passes that the flow runs, the coverage, and the judgement: what it lays before a person, or answers. */
export function flowOf(registry: Registry): Method {
  return async (query) => {
    const seen: ActRecord[] = []
    const { mark, record, candidates, isCut } = await runFlow(query, {
      getCoverage: (...asked) => registry.getCoverage(...asked),
      async search(...asked) {
        const answer = await registry.search(...asked)
        seen.push(...answer.records)
        return answer
      },
    })
    const findTruth = (): boolean =>
      hasTruth(
        query,
        seen.filter((each) => candidates.some(({ id }) => id === each.id)),
      )
    const isAnothers = mark === 'FOUND' && record !== undefined && !hasTruth(query, [record])
    return { findTruth, isCut, mark, isAnothers }
  }
}

async function runFlow({ subject }: Query, registry: Registry): Promise<SearchReport> {
  const asking = { readable: true, inquiry: inquiry({ subjects: [subject] }), official: SIGNED_BY_OFFICIAL } as const
  const before = searching({ reading: asking, registeredOn: REGISTERED_ON })
  const store = createMemoryStore(before)
  const raiseAlarm = (): never => {
    throw new Error('the registry did not answer')
  }
  await search(before, { store, registry, raiseAlarm, clock: { now: () => NOW }, office: OFFICE })
  return (store.tables.cases.get(before.id) as CaseIn<'DRAFTING'>).search
}

const MAX_ROWS = 50

const BY_EXACT_KEYS = `
  select act_id from registry.subject
  where sk = $1 and gk = $2 and pk = $3 and kind = $4 and ($5::date is null or birth_from = $5)
    and event_from <= $7 and event_to >= $6 limit ${MAX_ROWS}`

/** Equal names, birth date and kind: what a plain index finds. */
export function exactOf(database: Database): Method {
  return async (query) => {
    const { familyName = '', givenName = '', patronymic, birthDate } = query.subject.persons[0] ?? {}
    const keys = [surnameKeys(familyName)[0], givenKey(givenName), patronymicKey(patronymic)]
    const { from, to } = query.window
    const kind = ACT_KINDS.indexOf(query.subject.actKind)
    return answerOf(database, query, await database.query<Row>(BY_EXACT_KEYS, [...keys, kind, birthDate, from, to]))
  }
}

const BY_TRIGRAMS = `
  select act_id from bench.full_name where name % $1 and event_from <= $3 and event_to >= $2
  order by similarity(name, $1) desc limit ${MAX_ROWS}`

/** pg_trgm as it comes, threshold 0.3, over the full name; `prepareTrigrams` must have run. */
export function trigramsOf(database: Database): Method {
  return async (query) => {
    const { familyName = '', givenName = '', patronymic } = query.subject.persons[0] ?? {}
    const name = [surnameKeys(familyName)[0], givenKey(givenName), patronymicKey(patronymic)].join(' ')
    const { from, to } = query.window
    return answerOf(database, query, await database.query<Row>(BY_TRIGRAMS, [name, from, to]))
  }
}

/** Seconds it took. */
export async function prepareTrigrams(database: Database): Promise<number> {
  const start = performance.now()
  await database.query(`
    create extension if not exists pg_trgm;
    create schema if not exists bench;
    create unlogged table if not exists bench.full_name as
      select act_id, sk || ' ' || gk || ' ' || pk as name, event_from, event_to from registry.subject;
    set maintenance_work_mem = '512MB';
    create index if not exists full_name_trigrams on bench.full_name using gin (name gin_trgm_ops);
    analyze bench.full_name`)
  return (performance.now() - start) / 1000
}

function hasTruth({ truth }: Query, records: readonly ActRecord[]): boolean {
  return truth !== undefined && records.some((record) => isTruth(truth, record))
}

interface Row {
  readonly act_id: string
}

/** Either copy of the truth is good. */
function answerOf(database: Database, { truth }: Query, rows: readonly Row[]): Answer {
  const findTruth = async (): Promise<boolean> => {
    if (!truth) return false
    const ids = await database.query<{ id: string }>(
      `select id from registry.act
       where office = $1 and kind = $2 and record_number = $3 and year = $4 and superseded_at is null`,
      [truth.office, truth.kind, truth.recordNumber, truth.recordedOn.value.slice(0, 4)],
    )
    return ids.some(({ id }) => rows.some((row) => row.act_id === id))
  }
  return { findTruth, isCut: rows.length === MAX_ROWS }
}
