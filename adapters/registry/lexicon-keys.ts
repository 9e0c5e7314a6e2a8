/** The lexicon tables, read on from where the reader stopped: their rows are never changed, and ids grow with commits. */
import { givenSpelling, patronymicSpelling } from '../../gateway/domain/name-variants.ts'
import type { Sql } from '../../gateway/ports/database.ts'
import { createLexicon, type Lexicon } from './lexicon.ts'

const PAGE = 20_000

const LEXICONS = {
  surname: 'select sk as key, id from registry.surname where id > $1 order by id limit $2',
  given_name: 'select gk as key, id from registry.given_name where id > $1 order by id limit $2',
  patronymic: 'select pk as key, id from registry.patronymic where id > $1 order by id limit $2',
} as const

/** Everything committed before the last page was asked for, page by page, with the id to go on from. */
export async function* readNewKeys(
  sql: Sql,
  lexicon: keyof typeof LEXICONS,
  after: string,
): AsyncGenerator<{ readonly keys: readonly string[]; readonly id: string }> {
  for (let [id, isMore] = [after, true]; isMore;) {
    const rows = await sql.query<{ key: string; id: string }>(LEXICONS[lexicon], [id, PAGE])
    const next = rows.at(-1)?.id
    if (next === undefined) return
    id = next
    isMore = rows.length === PAGE
    yield { keys: rows.map(({ key }) => key), id }
  }
}

export interface KnownNames {
  /** What was committed by this instant (ISO 8601) is known, and found by any statement from now on. */
  readonly asOf: string
  readonly givenNames: Lexicon
  readonly patronymics: Lexicon
}

/** Given names and patronymics: few enough to be compared where the search runs. */
export function createKnownNames(sql: Sql): () => Promise<KnownNames> {
  const lexicons = { given_name: createLexicon(givenSpelling), patronymic: createLexicon(patronymicSpelling) }
  const lastIds = { given_name: '0', patronymic: '0' }
  let last: Promise<unknown> = Promise.resolve()

  async function readOn(table: keyof typeof lexicons, newest: string | null): Promise<void> {
    if (newest === null || newest === lastIds[table]) return
    for await (const { keys, id } of readNewKeys(sql, table, lastIds[table])) {
      lexicons[table].add(keys)
      lastIds[table] = id
    }
  }

  async function read(): Promise<KnownNames> {
    const [state] = await sql.query<{ now: Date; given: string | null; patronymic: string | null }>(
      `select now(), (select max(id) from registry.given_name) as given,
              (select max(id) from registry.patronymic) as patronymic`,
    )
    if (!state) throw new Error('there is always a now')
    await readOn('given_name', state.given)
    await readOn('patronymic', state.patronymic)
    return { asOf: state.now.toISOString(), givenNames: lexicons.given_name, patronymics: lexicons.patronymic }
  }

  return async () => {
    // One after the other: two readers would add the same keys.
    const known = last.then(read)
    last = known.catch(() => undefined)
    return known
  }
}
