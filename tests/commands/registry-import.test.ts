import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import type { Database } from '../../gateway/ports/database.ts'
import { FATAL_REQUEST } from '../adapters/registry/import/federal-messages.ts'
import { csvOf, xmlOf } from '../adapters/registry/import/formats.ts'
import { ROWS } from '../adapters/registry/import/seven-kinds.ts'
import { findServerUrl } from '../support/database.ts'
import { explainSkip } from '../support/external-tools.ts'
import { databaseUrl } from '../support/global-setup.ts'
import { officeEnvironment } from './office-environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'zags-registry-import-'))
const server = findServerUrl()
if (!server) explainSkip('imports by processes of their own on PostgreSQL', 'a server')
const made: string[] = []

afterAll(async () => {
  for (const name of made) await onServer(`drop database if exists ${name} with (force)`)
  rmSync(folder, { recursive: true })
})

async function onServer(statement: string): Promise<void> {
  const admin = createServerDatabase(server ?? '', { maxConnections: 1 })
  await admin.query(statement)
  await admin.close()
}

interface Store {
  readonly environment: Readonly<Record<string, string>>
  open(): Promise<Database>
}

async function newServerStore(): Promise<Store> {
  const name = `registry_import_${randomUUID().slice(0, 8)}`
  await onServer(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  made.push(name)
  const url = databaseUrl(server ?? '', name)
  return { environment: officeEnvironment(url), open: () => Promise.resolve(createServerDatabase(url)) }
}

function newEmbeddedStore(): Promise<Store> {
  const dataDir = join(folder, randomUUID())
  const open = (): Promise<Database> => openEmbeddedDatabase({ dataDir: join(dataDir, 'store') })
  return Promise.resolve({ environment: { ZAGS_DATA_DIR: dataDir }, open })
}

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Ends the process with SIGKILL when it has said that it is so far (percent). */
async function run(store: Store, words: readonly string[], killAt = Infinity): Promise<Ended> {
  const { PATH = '' } = process.env
  const environment = { PATH, ...store.environment }
  const child = spawn(process.execPath, ['gateway/main.ts', 'registry', 'import', ...words], { env: environment })
  const [stdout, stderr] = [text(child.stdout), collect(child, killAt)]
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, stdout: await stdout, stderr: await stderr }
}

async function collect(child: ChildProcess, killAt: number): Promise<string> {
  let told = ''
  for await (const part of child.stderr ?? []) {
    told += String(part)
    if (percentsOf(told).some((percent) => percent >= killAt)) child.kill('SIGKILL')
  }
  return told
}

function percentsOf(stderr: string): readonly number[] {
  return [...stderr.matchAll(/: (\d+) %, [\d,]+ rows/g)].map(([, percent]) => Number(percent))
}

function write(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** The line of a summary, and behind it how long that took. */
function timed(line: string): unknown {
  return expect.toSatisfy(
    (told: string) =>
      told.startsWith(line) && /^\n {2}in [\d.]+ s(?:, [\d,]+ rows\/s)?\n$/.test(told.slice(line.length)),
  )
}

const OFFICES = write('offices.csv', 'code;name\n39000001;Первый отдел\n39000002;Второй отдел\n')
const SUMS = { read: 0, added: 0, duplicates: 0, versions: 0, rejected: 0, conflicts: 0 }

/** Acts of all kinds, of which every tenth has no office, every seventh stands there twice, and one contradicts another. */
function manyActs(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const row = { ...ROWS[index % ROWS.length], recordNumber: `${index + 1}` }
    return index % 10 === 9 ? { ...row, office: '77' } : row
  })
  const twice = rows.filter((_, index) => index % 7 === 3)
  return csvOf([...rows, ...twice, { ...rows[0], marks: 'другие' }])
}

const CONTENTS = `
  select (select json_agg(to_jsonb(a) - 'id' - 'entered_at' order by a.office, a.kind, a.record_number, a.version)
          from registry.act a) as acts,
         (select json_agg(to_jsonb(s) - 'act_id' order by a.kind, a.record_number, s.person_no, s.sk)
          from registry.subject s join registry.act a on a.id = s.act_id) as subjects,
         (select json_agg(sk order by sk) from registry.surname) as surnames,
         (select json_agg(d || ' ' || sk order by d, sk) from registry.surname_deletion) as deletions,
         (select json_agg(gk order by gk) from registry.given_name) as "givenNames",
         (select json_agg(pk order by pk) from registry.patronymic) as patronymics,
         (select json_agg(indexdef order by indexdef) from pg_indexes where schemaname = 'registry') as indexes,
         (select json_agg(to_jsonb(i) - 'file_name' - 'started_at' - 'finished_at' order by i.id)
          from registry.import i) as imports`

async function contentsOf(store: Store): Promise<Record<string, unknown> | undefined> {
  const database = await store.open()
  try {
    return (await database.query(CONTENTS))[0]
  } finally {
    await database.close()
  }
}

interface Backend {
  readonly name: string
  readonly newStore: () => Promise<Store>
  readonly count: number
}

const EMBEDDED: Backend = { name: 'the embedded store', newStore: newEmbeddedStore, count: 900 }
const ON_SERVER: Backend = { name: 'PostgreSQL', newStore: newServerStore, count: 6000 }

describe.each(server ? [EMBEDDED, ON_SERVER] : [EMBEDDED])('an import into $name', ({ name, newStore, count }) => {
  test('killed three times and given again ends as one that was not', { timeout: 300_000 }, async () => {
    const content = manyActs(count)
    const [whole, killed] = [write(`${name} whole.csv`, content), write(`${name} killed.csv`, content)]
    const [calm, hurt] = [await newStore(), await newStore()]
    for (const store of [calm, hurt])
      expect(await run(store, [OFFICES, '--what', 'offices'])).toMatchObject({ code: 0, signal: null })
    const batch = ['--batch', '16']
    const unbroken = await run(calm, [whole, '--json', ...batch])
    const begun: (number | undefined)[] = []
    for (const percent of [15, 40, 70]) {
      const { signal, stderr } = await run(hurt, [killed, ...batch], percent)
      expect(signal).toBe('SIGKILL')
      begun.push(percentsOf(stderr)[0])
    }
    const last = await run(hurt, [killed, '--json', ...batch])
    begun.push(percentsOf(last.stderr)[0])
    // Each went on in the middle: the one before had left it there.
    expect(begun).toEqual([0, ...[15, 40, 70].map((percent) => expect.toSatisfy((at) => at >= percent && at < 100))])

    const [left, right] = [unbroken, last].map(({ stdout }) => JSON.parse(stdout).files[0])
    expect(last.code).toBe(1)
    expect(left).toMatchObject({ outcome: 'IMPORTED', rejected: expect.any(Number), conflicts: 1 })
    expect(left.read).toBe(left.added + left.duplicates + left.versions + left.rejected + left.conflicts)
    expect(left.read).toBeGreaterThan(count)
    const untold = { file: '', rejects: '', run: {} }
    expect({ ...right, ...untold }).toEqual({ ...left, ...untold })
    expect(right.run.rows).toBeLessThan(left.run.rows)
    expect(readFileSync(`${killed}.rejects.csv`)).toEqual(readFileSync(`${whole}.rejects.csv`))
    const contents = await contentsOf(hurt)
    expect(contents).toEqual(await contentsOf(calm))
    expect(contents?.['acts']).toHaveLength(left.added)
  })
})

describe('the command', () => {
  test('takes what is known of offices and books, and acts after them', { timeout: 120_000 }, async () => {
    const store = await newEmbeddedStore()
    const coverage = write(
      'coverage.csv',
      'office;kind;fromYear;toYear;state\n39000001;BIRTH;1941;1942;FULL\n39000001;BIRTH;1943;1943;PARTIAL\n77;BIRTH;1;2;FULL\n',
    )
    const holdings = write(
      'holdings.csv',
      'office,kind,year,bookNumber,archive,actNumber,actOn,fond,inventory\n39000001,DEATH,1926,,ГАКО,1,2026-01-15,Р-1,2\n',
    )
    const books = write(
      'books.csv',
      'office;kind;year;number;copyNo;sheets;missingRecords\n39000001;DEATH;1926;1;2;250;7 12-А\n39000001;DEATH;1926;2;2;251;\n',
    )
    expect((await run(store, [OFFICES, '--what', 'offices'])).code).toBe(0)
    const covered = await run(store, [coverage, '--what', 'coverage'])
    expect(covered).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('3 rows of coverage read: 2 added, 1 rejected'),
    })
    expect(readFileSync(`${coverage}.rejects.csv`, 'utf8')).toContain('4;office;"is no office that the store knows"')
    expect((await run(store, [holdings, '--what', 'holdings'])).code).toBe(0)
    const bound = await run(store, [books, '--what', 'books', '--json'])
    expect(JSON.parse(bound.stdout)).toEqual({
      files: [
        {
          ...SUMS,
          read: 2,
          added: 1,
          rejected: 1,
          file: books,
          what: 'books',
          outcome: 'IMPORTED',
          rejects: `${books}.rejects.csv`,
          areRejectsGone: false,
          firstRejected: [],
          run: { rows: 2, seconds: expect.any(Number) },
        },
      ],
    })
    const database = await store.open()
    const known = await database.query(
      `select (select json_agg(year || ' ' || state order by year) from registry.coverage) as coverage,
              (select count(*)::int from registry.transferred_holding) as holdings,
              (select json_agg(missing_records) from registry.act_book) as missing`,
    )
    expect(known).toEqual([
      { coverage: ['1941 FULL', '1942 FULL', '1943 PARTIAL'], holdings: 1, missing: [['7', '12-А']] },
    ])

    const acts = write('acts.csv', csvOf(ROWS))
    const held = await run(store, [acts])
    expect(held).toMatchObject({ code: 2, stderr: expect.stringContaining(`process ${process.pid} on`) })
    await database.close()
    const tried = await run(store, [acts, '--dry-run'])
    expect(tried).toMatchObject({ code: 0, stdout: timed(`${acts}: 7 rows of acts read: 7 can be taken, 0 rejected`) })
    expect((await run(store, [acts])).stdout).toEqual(timed(`${acts}: 7 rows of acts read: 7 added, 0 rejected`))
    expect(await run(store, [acts])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('had been imported before'),
    })
    expect(existsSync(`${acts}.rejects.csv`)).toBe(false)

    const [xml, federal] = [write('acts.xml', xmlOf(ROWS)), write('federal.xml', FATAL_REQUEST)]
    const same = await run(store, [xml])
    expect(same.stdout).toEqual(timed(`${xml}: 7 rows of acts read: 0 added, 7 stood there already, 0 rejected`))
    const deaths = await run(store, [federal, '--format', 'federal'])
    expect(deaths.stdout).toEqual(timed(`${federal}: 3 rows of acts read: 3 added, 0 rejected`))
  })

  test.each<[string, readonly string[], string]>([
    ['no file', [], 'at least one file has to be named'],
    ['a file that is not there', ['nowhere.csv'], 'nowhere.csv: no such file'],
    ['a folder', ['.'], '.: not a file'],
    ['an empty file', [write('empty.csv', '')], 'the file is empty'],
    ['unknown columns', [write('colour.csv', 'kind;office;recordNumber;year;colour\n')], '«colour» is no column'],
    ['another document', [write('other.xml', '<Deeds/>')], 'other.xml: the root'],
    ['an unknown format', [OFFICES, '--format', 'pdf'], '--format pdf: is none of csv, xml, federal'],
    ['XML of offices', [OFFICES, '--what', 'offices', '--format', 'xml'], 'are read from CSV only'],
    ['versions of offices', [OFFICES, '--what', 'offices', '--corrections'], 'only acts have versions'],
    ['a batch of nothing', [OFFICES, '--batch', '0'], '--batch 0: is no number'],
  ])('says what is wrong with %s, and takes nothing', { timeout: 60_000 }, async (_what, words, told) => {
    const store = await sharedStore
    expect(await run(store, words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
  })

  const sharedStore = newEmbeddedStore()
})
