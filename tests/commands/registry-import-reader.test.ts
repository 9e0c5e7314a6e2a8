import { open, type FileHandle } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { actsOf } from '../../adapters/registry/import/open-acts.ts'
import { asOpened } from '../../adapters/registry/import/opened-file.ts'
import { preparedActs } from '../../adapters/registry/import/prepared-acts.ts'
import { readInThread } from '../../adapters/registry/import/reader-thread.ts'
import type { ReadyBatch, ReadReady } from '../../adapters/registry/import/ready-batch.ts'
import { START } from '../../adapters/registry/import/source.ts'
import type { PreparedBatch } from '../../adapters/registry/prepared-act.ts'
import type { NextBlocks } from '../../adapters/registry/write-ids.ts'
import type { ReaderData } from '../../gateway/commands/registry-import-reader.ts'
import { parseXml } from '../../xsd/document.ts'
import { writeImport } from '../adapters/registry/import/files.ts'
import { csvOf, xmlOf } from '../adapters/registry/import/formats.ts'
import { ROWS, RULES } from '../adapters/registry/import/seven-kinds.ts'

const PROGRAM = new URL('../../gateway/commands/registry-import-reader.ts', import.meta.url)
const ACTS = Array.from({ length: 200 }, (_, n) => ROWS.map((row) => ({ ...row, recordNumber: String(n + 1) }))).flat()
const BAD = { ...ROWS[0], kind: 'X' }
const blockBytes = 20_000

let file: FileHandle | undefined
afterEach(() => file?.close())

/** Numbers of blocks from 1 on, some time after they are asked for. */
function countingBlocks(): NextBlocks {
  let last = 0
  return async (count) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return Array.from({ length: count }, () => ++last)
  }
}

async function dataOf(handle: FileHandle, format: 'csv' | 'xml'): Promise<ReaderData> {
  const { size, mtimeMs } = await handle.stat()
  return { fd: handle.fd, state: { size, mtimeMs }, blockBytes, format, rules: RULES }
}

async function readerOf(path: string, format: 'csv' | 'xml', nextBlocks = countingBlocks()) {
  file = await open(path)
  const data = await dataOf(file, format)
  return readInThread({ program: PROGRAM, data, nextBlocks })
}

async function all(read: ReadReady<PreparedBatch>, from = START): Promise<readonly ReadyBatch<PreparedBatch>[]> {
  const batches: ReadyBatch<PreparedBatch>[] = []
  for await (const batch of read(from, 'import 7')) batches.push(batch)
  return batches
}

/** The octets of a batch are told as text, so that a difference can be read. */
function asTexts({ taken, ...batch }: ReadyBatch<PreparedBatch>): object {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
  return { ...batch, taken: { ...taken, records: text(taken.records), subjects: text(taken.subjects) } }
}

function addressesOf(batches: readonly ReadyBatch<PreparedBatch>[]): string {
  return batches.map(({ taken }) => taken.addresses).join('\n')
}

describe.each([
  ['csv', csvOf([...ACTS, BAD, ...ACTS.slice(0, 10)])],
  ['xml', xmlOf(ACTS)],
] as const)('the thread that reads %s', (format, content) => {
  test('prepares the same batches as are prepared without it, and goes on at the end of any', async () => {
    const inThread = await all(await readerOf(writeImport(content), format))
    expect(inThread.length).toBeGreaterThan(5)
    const opened = asOpened(file!, await file!.stat())
    const acts = actsOf({ file: opened, blockBytes }, { format, rules: RULES, parseXml })
    const without = await all(preparedActs(acts, countingBlocks()))
    expect(inThread.map(asTexts)).toEqual(without.map(asTexts))
    const data = await dataOf(file!, format)
    const rest = await all(readInThread({ program: PROGRAM, data, nextBlocks: countingBlocks() }), inThread[2]?.end)
    expect(addressesOf(rest)).toEqual(addressesOf(inThread.slice(3)))
  })
})

describe('reading in a thread', () => {
  test('throws what stands in the way, behind the batches before it', async () => {
    const broken = `${xmlOf(ACTS).trimEnd().slice(0, -7)}<?no?></Acts>`
    const batches = (await readerOf(writeImport(broken), 'xml'))(START, 'import 1')
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const batch of batches) seen.push(batch)
    })()
    await expect(reading).rejects.toMatchObject({
      code: 'IMPORT_REFUSED',
      message: expect.stringContaining('instructions'),
    })
    expect(seen.length).toBeGreaterThan(5)
  })

  test('ends with whoever reads no further', async () => {
    const batches = (await readerOf(writeImport(csvOf(ACTS)), 'csv'))(START, 'import 1')
    expect((await batches.next()).done).toBe(false)
    expect(await batches.return(undefined)).toMatchObject({ done: true })
  })

  test('throws what the store says when it gives no ids', async () => {
    const noBlocks = (): Promise<never> => Promise.reject(new RangeError('no ids'))
    const reading = all(await readerOf(writeImport(csvOf(ACTS)), 'csv', noBlocks))
    await expect(reading).rejects.toThrow(new RangeError('no ids'))
  })

  test.each([
    ['breaks down', 'throw new Error("broken")', 'broken'],
    ['ends too early', '', 'has ended before the file'],
  ])('throws when the thread %s', async (_what, program, message) => {
    const read = readInThread({
      program: new URL(`data:text/javascript,${program}`),
      data: {},
      nextBlocks: countingBlocks(),
    })
    await expect(all(read)).rejects.toThrow(message)
  })
})
