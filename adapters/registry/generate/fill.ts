/** Puts a generated region into the own store: its offices, acts, books and holdings, and coverage that is full. */
import { ACT_KINDS } from '../../../gateway/domain/act.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { addBooks, addOffices, addTransferredHoldings, setCoverage } from '../add-acts.ts'
import { beginBulkImport, endBulkImport } from '../bulk-indexes.ts'
import type { NewAct } from '../new-act.ts'
import { createActWriter } from '../write-acts.ts'
import { booksOf } from './books.ts'
import type { Region } from './region.ts'
import { FIRST_YEAR, LAST_YEAR } from './shelves.ts'

export interface Filling {
  readonly region: Region
  /** Offices of the region, those that make no acts among them. */
  readonly offices: readonly { readonly code: string; readonly name: string }[]
  /** Hears how many acts stand in the store; after the last of them the indexes of the search are built. */
  readonly onWritten?: (acts: number) => void
}

const BATCH = { postgresql: 5000, pglite: 500 } as const

/** Acts whose address is taken are left out; returns how many were added. Coverage stands when all acts do. */
export async function fillRegion(database: Database, { region, offices, onWritten }: Filling): Promise<number> {
  await addOffices(database, offices)
  await beginBulkImport(database)
  const writer = createActWriter(database)
  let [added, before] = [0, Promise.resolve(0)]
  for (const batch of inBatches(region.acts(), BATCH[database.backend])) {
    const written = writer.write(batch).then((acts) => acts.filter(({ outcome }) => outcome === 'ADDED').length)
    // When the batch before failed, this one does too, and nobody waits for it.
    written.catch(() => undefined)
    added += await before
    onWritten?.(added)
    before = written
  }
  added += await before
  onWritten?.(added)
  await endBulkImport(database)
  await addBooks(database, booksOf(region))
  await addTransferredHoldings(database, region.transferred)
  await setCoverage(database, coverageOf(offices))
  return added
}

function* inBatches(acts: Iterable<NewAct>, size: number): Generator<NewAct[]> {
  let batch: NewAct[] = []
  for (const act of acts) {
    if (batch.push(act) < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** All of the region. */
export function coverageOf(offices: Filling['offices']): Parameters<typeof setCoverage>[1] {
  return offices.flatMap(({ code }) =>
    ACT_KINDS.map((kind) => ({ office: code, kind, fromYear: FIRST_YEAR, toYear: LAST_YEAR, state: 'FULL' }) as const),
  )
}
