/** What `registry import` says, and which code it ends with, when it cannot go on to the end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { registryGenerate } from '../../gateway/commands/registry-generate.ts'
import { tellWhile } from '../../gateway/commands/registry-import-indexes.ts'
import { stopAt, stopOf } from '../../gateway/commands/registry-import-stop.ts'
import { registryImport } from '../../gateway/commands/registry-import.ts'
import { withRegistryStore } from '../../gateway/commands/registry-store.ts'
import { readConfig } from '../../gateway/config.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { csvOf } from '../adapters/registry/import/formats.ts'
import { ROWS } from '../adapters/registry/import/seven-kinds.ts'
import { officeEnvironment } from './office-environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'import-stops-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.useRealTimers())
const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined)
const progress = vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
beforeEach(() => vi.clearAllMocks())

const environment = { ZAGS_DATA_DIR: join(folder, 'data') }

interface Ended {
  readonly code: number
  readonly output: string
  readonly errors: string
}

async function run(words: readonly string[], settings: Record<string, string> = environment): Promise<Ended> {
  const code = await registryImport.run(words, settings)
  const said = ({ mock }: typeof print): string => mock.calls.flat().join('\n').replaceAll(`${folder}/`, '')
  return { code, output: said(print), errors: said(complain) }
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const OFFICES = file('offices.csv', 'code;name\n39000001;Первый отдел\n39000002;Второй отдел\n')
const GOOD = file('good.csv', csvOf(ROWS))
const OTHER = file('other.csv', 'colour\nred\n')

describe('when a later file is refused, what came of the ones before is told', () => {
  beforeEach(async () => {
    await run([OFFICES, '--what', 'offices', '--again'])
    vi.clearAllMocks()
  })

  test('to people', async () => {
    expect(await run([GOOD, OTHER, '--again'])).toEqual({
      code: 2,
      output: expect.stringContaining('good.csv: 7 rows of acts read: '),
      errors: 'registry import: other.csv: line 1 is no header: it names none of the columns there are',
    })
  })

  test('to programs', async () => {
    const { code, output } = await run([GOOD, OTHER, '--json', '--again'])
    expect(code).toBe(2)
    expect(JSON.parse(output)).toMatchObject({
      files: [{ file: 'good.csv', outcome: 'IMPORTED', read: 7, run: { rows: 7 } }],
      error: expect.stringContaining('line 1 is no header'),
    })
  })

  test('and what came of a file that broke off in its middle', async () => {
    const broken = file('broken.xml', '<Acts xmlns="urn://zags-gateway/acts/1.0"><Act/><Act/>text</Acts>')
    const { code, output, errors } = await run([broken, '--again'])
    expect(output).toContain('broken.xml: the import broke off: 2 rows of acts read: 0 added, 2 rejected')
    expect(output).toContain('rows that were not taken stand in broken.xml.rejects.csv')
    expect({ code, errors }).toEqual({
      code: 2,
      errors: 'registry import: broken.xml: line 1: text stands between the records',
    })
  })
})

describe('a failure of store or disk has a code of its own, and is told in a line', () => {
  test('a store that does not answer', async () => {
    const settings = officeEnvironment('postgres://postgres@127.0.0.1:1/nowhere')
    expect(await run([GOOD], settings)).toEqual({
      code: 3,
      output: '',
      errors: 'registry import: no connection to the store',
    })
  })

  test('a folder where no store can be made', async () => {
    const settings = { ZAGS_DATA_DIR: join(GOOD, 'data') }
    const { code, errors } = await run([GOOD], settings)
    expect(code).toBe(3)
    expect(errors).toMatch(/^registry import: ENOTDIR.*$/)
  })

  test('a disk that takes no rejected rows', () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' })
    const refusal = new GatewayError('IMPORT_REFUSED', 'a.rejects.csv: cannot be written', { cause: full })
    expect(stopOf(stopAt('a.csv', refusal))).toEqual({ message: 'a.rejects.csv: cannot be written', exitCode: 3 })
    expect(stopOf(stopAt('a.csv', full))).toEqual({ message: 'a.csv: ENOSPC: no space left', exitCode: 3 })
  })

  test('a defect of ours, with its stack', () => {
    const { message, exitCode } = stopOf(stopAt('a.csv', new TypeError('x is no function')))
    expect(exitCode).toBe(3)
    expect(message).toMatch(/TypeError: x is no function\n +at /)
  })
})

test('while indexes are built it is told how long that takes so far', async () => {
  vi.useFakeTimers()
  const told: string[] = []
  const building = tellWhile(
    { write: (text) => told.push(text) },
    () => new Promise((built) => setTimeout(built, 25_000)),
  )
  await vi.advanceTimersByTimeAsync(25_000)
  await building
  expect(told).toEqual([
    'the indexes of the search are built where they are missing\n',
    'they are being built for 10 s\n',
    'they are being built for 20 s\n',
    'the indexes of the search are there, after 25 s\n',
  ])
})

test('no progress is told of a store that another process has', async () => {
  await withRegistryStore(readConfig(environment), async () => {
    await expect(registryGenerate.run(['--acts', '5'], environment)).rejects.toMatchObject({ code: 'STORE_HELD' })
    expect((await run([GOOD])).code).toBe(2)
  })
  expect(progress).not.toHaveBeenCalled()
})
