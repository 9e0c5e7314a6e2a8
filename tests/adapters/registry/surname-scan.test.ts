import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest'
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import type { ScanOptions } from '../../../adapters/registry/scan-thread.ts'
import { createSurnameScan, type SurnameScan } from '../../../adapters/registry/surname-scan.ts'
import { createActWriter } from '../../../adapters/registry/write-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import type { Database, Sql } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES } from './samples.ts'

const scans: SurnameScan[] = []
afterEach(async () => {
  for (const scan of scans.splice(0)) await scan.close()
})

function scanOf(sql: Sql, options?: ScanOptions): SurnameScan {
  const scan = createSurnameScan(sql, options)
  scans.push(scan)
  return scan
}

const death = (familyName: string): NewAct =>
  act('DEATH', { persons: [{ role: 'DECEASED', familyName, givenName: 'Иван' }] })

/** A surname for each number. */
const surnameOf = (number: number): string =>
  [...String(1000 + number)].map((digit) => 'авгжикмнст'[Number(digit)]).join('')

forEachBackend((backend) => {
  let database: Database
  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
  })

  test('finds every surname within two edits', async () => {
    await addActs(database, ['Кузнецов', 'Кузнецова', 'Кузницов', 'Кузнечик', 'Кузнечихин'].map(death))
    const near = await scanOf(database).near(['кузнецов'], 2)
    expect(near.toSorted()).toEqual(['кузнецов', 'кузницов'])
  })

  test('never misses a surname that was committed before it was asked for', async () => {
    const scan = scanOf(database)
    for (let number = 0; number < 60; number++) {
      const surname = surnameOf(number)
      await addActs(database, [death(surname)])
      expect(await scan.near([surname], 0)).toContain(surname)
    }
  })

  test('nor one that came between two scans for the same', async () => {
    const scan = scanOf(database)
    await addActs(database, [death('Пшебышев')])
    expect(await scan.near(['пшебышов'], 1)).toEqual(['пшебышев'])
    expect(await scan.near(['пшебышов'], 1)).toEqual(['пшебышев'])
    await addActs(database, [death('Пшебышин')])
    expect((await scan.near(['пшебышов'], 2)).toSorted()).toEqual(['пшебышев', 'пшебышин'])
    await addActs(database, [death('Пшебышовк')])
    expect((await scan.near(['пшебышов'], 2)).toSorted()).toEqual(['пшебышев', 'пшебышин', 'пшебышовк'])
  })

  test('nor one of several writers at once, whoever of them commits last', async () => {
    const scan = scanOf(database)
    const writing = Array.from({ length: 4 }, async (_, writer) => {
      const { write } = createActWriter(database)
      for (let round = 0; round < 15; round++) {
        const surname = surnameOf(1000 + writer * 100 + round)
        await write([death(surname)])
        expect(await scan.near([surname], 0)).toContain(surname)
      }
    })
    await Promise.all(writing)
    const all = Array.from({ length: 4 }, (_, writer) => surnameOf(1000 + writer * 100))
    expect(await scan.near(all, 0)).toEqual(expect.arrayContaining(all))
  })

  test('reads a lexicon of more than a page', async () => {
    const other = await backend.open()
    await other.query(`insert into registry.surname (sk) select 'имя' || n from generate_series(1, 45000) as n`)
    const scan = scanOf(other)
    expect(await scan.near(['имя45000'], 0)).toContain('имя45000')
    await other.query(`insert into registry.surname (sk) values ('фамилия')`)
    expect(await scan.near(['фамилия', 'имя1'], 0)).toEqual(expect.arrayContaining(['имя1', 'фамилия']))
  })
})

describe('when the thread fails', () => {
  let wholeReadings: number
  let terminate: MockInstance
  let folder: string
  beforeEach(() => {
    wholeReadings = 0
    terminate = vi.spyOn(Worker.prototype, 'terminate')
    folder = mkdtempSync(join(tmpdir(), 'zags-scan-'))
  })
  afterEach(() => {
    terminate.mockRestore()
    rmSync(folder, { recursive: true })
  })

  const lexicon = (keys: readonly string[]): Sql => ({
    query: async <Row>(_sql: string, [after]: readonly unknown[] = []) => {
      if (after !== '0') return []
      wholeReadings++
      return keys.map((key, at) => ({ key, id: String(at + 1) })) as Row[]
    },
  })

  /** A thread that answers each scan with all its keys, but for what `onScan` does before, and ends when it is told to. */
  const program = (onScan: string, beforeReady = ''): URL => {
    const text = `
      import { existsSync, writeFileSync } from 'node:fs'
      import { setTimeout as sleep } from 'node:timers/promises'
      import { parentPort } from 'node:worker_threads'
      ${beforeReady}
      const keys = []
      parentPort.on('message', (message) => {
        if (message.kind === 'ADD') return keys.push(...message.keys)
        if (message.kind === 'END') return parentPort.close()
        ${onScan}
        parentPort.postMessage({ kind: 'NEAR', near: keys })
      })
      parentPort.postMessage({ kind: 'READY' })`
    return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
  }

  /** It comes up when the file «open» is there, and leaves the file «ended». */
  const gated = (): URL => {
    const [open, ended] = ['open', 'ended'].map((name) => JSON.stringify(join(folder, name)))
    return program(
      '',
      `while (!existsSync(${open})) await sleep(10)
       process.on('exit', () => writeFileSync(${ended}, ''))`,
    )
  }
  const open = (): void => writeFileSync(join(folder, 'open'), '')

  test('an overrun is no answer, and the next scan begins with a new thread and the whole lexicon', async () => {
    const stuckAtFirst = program(`if (message.words[0] === 'endless') for (;;);`)
    const scan = scanOf(lexicon(['иванов']), { deadlineMs: 1000, program: stuckAtFirst })
    expect(await scan.near(['a'], 2)).toEqual(['иванов'])
    const [stuck, waiting] = [scan.near(['endless'], 2), scan.near(['b'], 2)]
    await expect(stuck).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    expect(await waiting).toEqual(['иванов'])
    expect(terminate).toHaveBeenCalledTimes(1)
    expect(wholeReadings).toBe(2)
  })

  test('a breakdown is no answer either', async () => {
    const broken = program(`throw new Error('broken')`)
    const scan = scanOf(lexicon(['иванов']), { deadlineMs: 10_000, program: broken })
    await expect(scan.near(['иванов'], 2)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    await expect(scan.near(['иванов'], 2)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    await scan.close()
    expect(terminate).not.toHaveBeenCalled()
  })

  test('one that does not come up in time is no answer, is never terminated, and serves when it has come up', async () => {
    const scan = scanOf(lexicon(['иванов']), { deadlineMs: 200, program: gated() })
    await expect(scan.near(['a'], 2)).rejects.toThrow('has not come up')
    open()
    const near = (): Promise<readonly string[]> => scan.near(['b'], 2).catch(near)
    expect(await near()).toEqual(['иванов'])
    expect(wholeReadings).toBe(1)
    expect(terminate).not.toHaveBeenCalled()
  })

  test('closing waits for one that is still coming up, and it ends of its own accord', async () => {
    const scan = scanOf(lexicon(['иванов']), { deadlineMs: 50, program: gated() })
    await expect(scan.near(['a'], 2)).rejects.toThrow('has not come up')
    const closed = scan.close()
    open()
    await closed
    expect(existsSync(join(folder, 'ended'))).toBe(true)
    expect(terminate).not.toHaveBeenCalled()
  })

  test('more than a hundred that wait are turned away', async () => {
    const scan = scanOf(lexicon(['иванов']))
    const asked = await Promise.allSettled(Array.from({ length: 103 }, () => scan.near(['иванов'], 0)))
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(3)
    expect(await scan.near(['иванов'], 0)).toEqual(['иванов'])
    await scan.close()
    expect(terminate).not.toHaveBeenCalled()
  })
})
