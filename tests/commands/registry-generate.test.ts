import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { registryGenerate } from '../../gateway/commands/registry-generate.ts'
import { registryImport } from '../../gateway/commands/registry-import.ts'
import { withRegistryStore } from '../../gateway/commands/registry-store.ts'
import { UsageError } from '../../gateway/commands/usage-error.ts'
import { readConfig } from '../../gateway/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'generate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
vi.spyOn(process.stderr, 'write').mockImplementation(() => true)

async function run(words: string, dataDir = 'store'): Promise<string> {
  print.mockClear()
  expect(await registryGenerate.run(words.split(' '), { ZAGS_DATA_DIR: join(folder, dataDir) })).toBe(0)
  return print.mock.calls.flat().join('\n')
}

async function countActs(dataDir: string): Promise<unknown> {
  const config = readConfig({ ZAGS_DATA_DIR: join(folder, dataDir) })
  return withRegistryStore(config, (database) => database.query('select count(*)::int as acts from registry.act'))
}

describe('into the store', () => {
  test('fills an empty one; one that holds acts is refused, but for --add', async () => {
    expect(await run('--acts 700 --seed 3')).toBe('700 acts were added')
    await expect(run('--acts 10')).rejects.toThrow('the registry holds acts already')
    expect(await run('--acts 700 --seed 3 --add')).toBe('0 acts were added; 700 left out, their addresses are taken')
    expect(await countActs('store')).toEqual([{ acts: 700 }])
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

  test('which an import takes without a rejected row', async () => {
    const environment = { ZAGS_DATA_DIR: join(folder, 'imported') }
    const beside = (what: string): string => join(folder, `region.${what}.csv`)
    expect(await registryImport.run(['--what', 'offices', beside('offices')], environment)).toBe(0)
    expect(await registryImport.run(['--what', 'coverage', beside('coverage')], environment)).toBe(0)
    expect(await registryImport.run([file], environment)).toBe(0)
    expect(await countActs('imported')).toEqual([{ acts: 1500 }])
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
  ['--acts 5 a.csv', 'a.csv'],
])('«%s» is wrong use', async (words, message) => {
  const given = words === '' ? [] : words.split(' ')
  const wrong = registryGenerate.run(given, {})
  await expect(wrong).rejects.toThrow(UsageError)
  await expect(wrong).rejects.toThrow(message)
})
