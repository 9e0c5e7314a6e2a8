import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openRejectFile } from '../../../../adapters/registry/import/reject-file.ts'
import { explainSkip } from '../../../support/external-tools.ts'
import { writeImport } from './files.ts'
import { inMemory } from './in-memory.ts'

const ROW = { line: 2, field: '', reason: 'is no row', offset: 0, length: 100_000 }

/** Writes that row where a file may have no more than some 32 or 64 KiB, and prints what comes of it. */
const PROGRAM = `
  import { openRejectFile } from './adapters/registry/import/reject-file.ts'
  import { inMemory } from './tests/adapters/registry/import/in-memory.ts'
  const source = inMemory(Buffer.alloc(${ROW.length}, 'x'))
  const file = await openRejectFile({ path: process.argv[1], source, length: 0 })
  const told = await file.append([${JSON.stringify(ROW)}], 0).catch(({ code, message }) => ({ code, message }))
  console.log(JSON.stringify(told))`

const hasShell = process.platform !== 'win32'
if (!hasShell) explainSkip('a disk that takes only a part of the rejected rows', 'a POSIX shell')

test.runIf(hasShell)('rows of which the disk takes only a part are refused', () => {
  const path = writeImport('', 'full.rejects.csv')
  const shell = `trap '' XFSZ; ulimit -f 64; exec "$0" --input-type=module --eval "$1" "$2"`
  const { stdout, stderr } = spawnSync('sh', ['-c', shell, process.execPath, PROGRAM, path], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({
    code: 'IMPORT_REFUSED',
    message: expect.stringMatching(/cannot be written \(E/),
  })
  expect(statSync(path).size).toBeGreaterThan(0)
})

test('a file that somebody else made shorter, or took away, is noticed', async () => {
  const path = writeImport('', 'noticed.rejects.csv')
  const file = await openRejectFile({ path, source: inMemory(Buffer.alloc(ROW.length, 'x')), length: 0 })
  const end = await file.append([ROW], 0)
  expect(readFileSync(path)).toHaveLength(end)
  await file.check(end)
  rmSync(path)
  await expect(file.check(end)).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
  await file.close()
})
