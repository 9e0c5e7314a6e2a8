import { appendFileSync, truncateSync, utimesSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { cutBlocks } from '../../../../adapters/registry/import/blocks.ts'
import { cutRecords, type Fields } from '../../../../adapters/registry/import/csv-records.ts'
import { identify } from '../../../../adapters/registry/import/import-record.ts'
import { asOpened, type ReadableFile } from '../../../../adapters/registry/import/opened-file.ts'
import { START } from '../../../../adapters/registry/import/source.ts'
import { writeImport } from './files.ts'
import { inMemory } from './in-memory.ts'

const ROW = `${'x'.repeat(99)}\n`
const ROWS = 40
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function opened(): Promise<{ path: string; file: ReadableFile }> {
  const path = writeImport(ROW.repeat(ROWS))
  const handle = await open(path)
  closers.push(() => handle.close())
  return { path, file: asOpened(handle, await handle.stat()) }
}

/** Returns the rows that were given out before it was refused; `meanwhile` happens behind the first of them. */
async function rowsUntilRefused(file: ReadableFile, meanwhile: () => void): Promise<readonly string[]> {
  const rows: string[] = []
  const read = async (): Promise<void> => {
    const cut = cutBlocks({ file, blockBytes: 400 }, START, (block) =>
      cutRecords<Fields>(block, ';', (value, place) => ({ ...place, value })),
    )
    for await (const batch of cut) {
      if (rows.length === 0) meanwhile()
      for (const row of batch.rows) rows.push('value' in row ? row.value.join(';') : row.reason)
    }
  }
  await expect(read()).rejects.toMatchObject({
    code: 'IMPORT_REFUSED',
    message: expect.stringContaining('the file has'),
  })
  return rows
}

describe('a file that does not stay as it was opened', () => {
  test.each<[string, (path: string) => void]>([
    ['is cut off between two rows', (path) => truncateSync(path, 20 * ROW.length)],
    ['grows', (path) => appendFileSync(path, ROW)],
    ['grows by what ends no row', (path) => appendFileSync(path, 'xx')],
    ['is written to and keeps its size', (path) => utimesSync(path, new Date(), new Date(1e12))],
  ])('is refused when it %s, before its last rows are given out', async (_what, change) => {
    const { path, file } = await opened()
    const rows = await rowsUntilRefused(file, () => change(path))
    expect(rows.length).toBeLessThan(ROWS)
    expect(new Set(rows)).toEqual(new Set([ROW.trim()]))
  })

  test('has no identity either', async () => {
    const { path, file } = await opened()
    appendFileSync(path, ROW)
    await expect(identify(file)).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
  })
})

describe('the identity of a file', () => {
  test('is another one when one octet in the middle of 8 MB is another one', async () => {
    const content = Buffer.alloc(8_000_000, ROW)
    const before = await identify(inMemory(content))
    expect(await identify(inMemory(content))).toEqual(before)
    content.write('y', 4_000_001)
    const after = await identify(inMemory(content))
    expect(after.size).toBe(before.size)
    expect(after.digest).not.toEqual(before.digest)
  })
})
