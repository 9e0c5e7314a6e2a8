import { expect, test } from 'vitest'
import { createServerDatabase } from '../../../../adapters/postgres/server.ts'
import { takeImportLock } from '../../../../adapters/registry/import/import-lock.ts'
import { findServerUrl, forEachBackend } from '../../../support/database.ts'
import { explainSkip } from '../../../support/external-tools.ts'

const url = findServerUrl()
if (url === undefined) explainSkip('two imports at a time', 'a PostgreSQL server')

test.skipIf(url === undefined)('a second import into a store is refused until the first has let it go', async () => {
  const [first, second] = [1, 2].map(() => createServerDatabase(url ?? '', { maxConnections: 1 }))
  if (!first || !second) throw new Error('two connections')
  await takeImportLock(first, 0)
  await takeImportLock(first, 0)
  await expect(takeImportLock(second, 0)).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
  await first.close()
  await takeImportLock(second)
  await second.close()
})

forEachBackend((backend) => {
  test('an import alone may go on', async () => {
    await expect(takeImportLock(await backend.open(), 0)).resolves.toBeUndefined()
  })
})
