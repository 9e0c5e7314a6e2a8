import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { registryGenerate } from '../../gateway/commands/registry-generate.ts'
import { registryImport } from '../../gateway/commands/registry-import.ts'
import { withRegistryStore } from '../../gateway/commands/registry-store.ts'
import { UsageError } from '../../gateway/commands/usage-error.ts'
import { readConfig } from '../../gateway/config.ts'
import { officeEnvironment } from './office-environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'generate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
vi.spyOn(process.stderr, 'write').mockImplementation(() => true)

async function run(words: string, dataDir = 'store'): Promise<string> {
  print.mockClear()
  expect(await registryGenerate.run(words.split(' '), { ZAGS_DATA_DIR: join(folder, dataDir) })).toBe(0)
  return print.mock.calls.flat().join('\n')
}

async function stored(dataDir: string, query: string): Promise<readonly Record<string, unknown>[]> {
  const config = readConfig({ ZAGS_DATA_DIR: join(folder, dataDir) })
  return withRegistryStore(config, (database) => database.query(query))
}

function countActs(dataDir: string): Promise<readonly unknown[]> {
  return stored(dataDir, 'select count(*)::int as acts from registry.act')
}

function contentsOf(dataDir: string): Promise<readonly Record<string, unknown>[]> {
  return stored(
    dataDir,
    `select (select json_agg(to_jsonb(a) - '{id,entered_at,lifts_restriction,lifts_annulment,source}'::text[]
               order by office, kind, year, record_number, copy_no)
             from registry.act a) as acts,
            (select json_agg(to_jsonb(s) - 'act_id'
               order by office, a.kind, year, record_number, copy_no, person_no, sk, gk, pk)
             from registry.subject s join registry.act a on a.id = s.act_id) as subjects,
            (select json_agg(to_jsonb(o) - 'source' order by code) from registry.office o) as offices,
            (select json_agg(to_jsonb(b) - 'source' order by office, kind, year, number, copy_no)
             from registry.act_book b) as books,
            (select count(*)::int from registry.act_book where copy_no = 2) as copies,
            (select json_agg(to_jsonb(h) - 'source' order by office) from registry.transferred_holding h) as holdings,
            (select json_agg(to_jsonb(c) - 'source' order by office, kind, year) from registry.coverage c) as coverage`,
  )
}

describe('into the store', () => {
  test('fills an empty one; one that holds acts is refused, but for --add', async () => {
    expect(await run('--acts 700 --seed 3')).toBe('700 acts were added')
    await expect(run('--acts 10')).rejects.toThrow('the registry holds acts already')
    expect(await run('--acts 700 --seed 3 --add')).toBe('0 acts were added; 700 left out, their addresses are taken')
    expect(await countActs('store')).toEqual([{ acts: 700 }])
  })

  test('of an office is refused, unless it is said to be for trials', async () => {
    const office = officeEnvironment('postgres://127.0.0.1:1/none')
    const words = ['--acts', '10']
    await expect(registryGenerate.run(words, office)).rejects.toThrow(UsageError)
    await expect(registryGenerate.run(words, office)).rejects.toThrow('an office is configured: --trial says')
    await expect(registryGenerate.run([...words, '--trial'], office)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
    })
  })
})

describe('into files', () => {
  const file = join(folder, 'region.csv')

  test('writes acts of the named departments, the same for the same seed', async () => {
    expect(await run(`--acts 1500 --offices 39000002,39000007 --to ${file}`)).toContain('region.offices.csv')
    const first = readFileSync(file, 'utf8')
    expect(first.trimEnd().split('\n')).toHaveLength(1501)
    expect([...new Set([...first.matchAll(/^[A-Z_]+,(\d+)/gm)].map(([, office]) => office))]).toEqual([
      '39000002',
      '39000007',
    ])
    await run(`--acts 1500 --offices 39000002,39000007 --to ${file}`)
    expect(readFileSync(file, 'utf8')).toBe(first)
  })

  test('of which an import makes the same store', { timeout: 180_000 }, async () => {
    const words =
      '--acts 2500 --seed 7 --offices 39000002,39000003,39000004,39000005,39000006,39000007,39000008,39000009,39000001'
    await run(words, 'generated')
    const told = await run(`${words} --to ${file}`)
    const paths = told.slice('written: '.length).split(', ')
    expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
      'region.offices.csv',
      'region.csv',
      'region.books.csv',
      'region.holdings.csv',
      'region.coverage.csv',
    ])
    const environment = { ZAGS_DATA_DIR: join(folder, 'imported') }
    for (const path of paths) {
      const what = /region\.(\w+)\.csv$/.exec(path)?.[1] ?? 'acts'
      expect(await registryImport.run(['--what', what, path], environment)).toBe(0)
    }
    const [generated] = await contentsOf('generated')
    expect(generated).toMatchObject({ acts: { length: 2500 }, holdings: { length: 1 }, copies: expect.any(Number) })
    expect(generated?.['copies']).toBeGreaterThan(0)
    expect(await contentsOf('imported')).toEqual([generated])
  })

  test('refuses a place where nothing can be written', async () => {
    await expect(run(`--acts 1 --to ${folder}/none/region.csv`)).rejects.toThrow('cannot be written (ENOENT)')
  })
})

test.each([
  ['', '--acts is needed'],
  ['--acts 0', '--acts 0: is no number from 1 to 50000000'],
  ['--acts 1.5', '--acts 1.5: is no number'],
  ['--acts 5 --seed -1', ''],
  ['--acts 5 --offices 39000000', '--offices 39000000: is no department'],
  ['--acts 5 --to a.csv --add', '--add is for the store'],
  ['--acts 5 --to a.csv --trial', '--trial is for the store'],
  ['--acts 5 a.csv', 'a.csv'],
])('«%s» is wrong use', async (words, message) => {
  const given = words === '' ? [] : words.split(' ')
  const wrong = registryGenerate.run(given, {})
  await expect(wrong).rejects.toThrow(UsageError)
  await expect(wrong).rejects.toThrow(message)
})
