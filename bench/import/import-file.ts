/** One import in a process of its own, so that its memory can be told: `import-file.ts DATABASE_URL FILE`. */
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { beginBulkImport, endBulkImport } from '../../adapters/registry/bulk-indexes.ts'
import { importNamed } from '../../gateway/commands/registry-import-file.ts'
import { parseRegistryImport } from '../../gateway/commands/registry-import-options.ts'
import { DEPARTMENTS, REGISTERED_ON } from '../region.ts'

/** What it tells its parent. */
export interface ImportFigures {
  readonly added: number
  readonly rejected: number
  readonly writingSeconds: number
  readonly indexSeconds: number
  /** Of this process; the server has its own. */
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

const [url = '', file = ''] = process.argv.slice(2)
const database = createServerDatabase(url, { maxConnections: 1 })
const start = performance.now()
await beginBulkImport(database)
const { added, rejected, conflicts } = await importNamed(file, {
  database,
  rules: { offices: new Set(DEPARTMENTS), today: REGISTERED_ON },
  options: parseRegistryImport([file]),
})
const written = performance.now()
await endBulkImport(database)
const end = performance.now()
await database.close()
const { user, system } = process.cpuUsage()
const figures: ImportFigures = {
  added,
  rejected: rejected + conflicts,
  writingSeconds: (written - start) / 1000,
  indexSeconds: (end - written) / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}
console.log(JSON.stringify(figures))
