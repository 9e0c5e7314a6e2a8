import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { registryImport } from '../../gateway/commands/registry-import.ts'
import { withRegistryStore } from '../../gateway/commands/registry-store.ts'
import { readConfig } from '../../gateway/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-tables-'))
afterAll(() => rmSync(folder, { recursive: true }))
const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
beforeEach(() => print.mockClear())

const environment = { ZAGS_DATA_DIR: join(folder, 'data') }
const BOOKS = 'office;kind;year;number;copyNo;sheets\n'

interface Told {
  readonly code: number
  readonly summary: string
}

async function take(what: string, content: string, ...flags: readonly string[]): Promise<Told> {
  const file = join(folder, `${what}.csv`)
  writeFileSync(file, content)
  const code = await registryImport.run(['--what', what, ...flags, file], environment)
  return { code, summary: String(print.mock.calls.at(-1)?.[0]).replaceAll(folder, '') }
}

function stored(query: string): Promise<readonly unknown[]> {
  return withRegistryStore(readConfig(environment), (database) => database.query(query))
}

describe('a file of what is known of offices', () => {
  test('adds rows, knows them again, and keeps those of which others take the place', async () => {
    const office = 'code;name\n39000001;Отдел\n'
    expect((await take('offices', office)).summary).toContain('1 rows of offices read: 1 added, 0 rejected')
    const again = await take('offices', office, '--again')
    expect(again).toMatchObject({ code: 0, summary: expect.stringContaining('0 added, 1 stood there already') })
    const renamed = await take('offices', office.replace('Отдел', 'Первый отдел'))
    expect(renamed).toMatchObject({ code: 0, summary: expect.stringContaining('0 added, 1 took the place of others') })
    expect(await stored(`select stood->>'name' as name, taken_by as by from registry.former_row`)).toEqual([
      { name: 'Отдел', by: 'import 3, line 2' },
    ])
  })

  test('in which two rows contradict each other keeps the first, whatever lies between, and however often', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => `39000001;BIRTH;${1926 + index};1;1;250\n`)
    const books = [BOOKS, ...rows, '39000001;BIRTH;1926;1;1;17\n'].join('')
    const taken = await take('books', books, '--batch', '1')
    expect(taken).toMatchObject({
      code: 1,
      summary: expect.stringContaining('100 added, 1 contradict other rows of it'),
    })
    expect(readFileSync(join(folder, 'books.csv.rejects.csv'), 'utf8')).toContain(
      '102;;"another row of the file stands for the same, with other content: sheets"',
    )
    const again = await take('books', books, '--batch', '1', '--again')
    expect(again.summary).toContain('0 added, 100 stood there already, 1 contradict other rows of it')
    expect(await stored('select sheets from registry.act_book where year = 1926')).toEqual([{ sheets: 250 }])
  })
})
