/** Puts a generated region into the own store: its offices, acts, books and holdings, and coverage that is full. */
import { ACT_KINDS } from '../../../gateway/domain/act.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { addBooks, addOffices, addTransferredHoldings, setCoverage, type Coverage } from '../add-acts.ts'
import { beginBulkImport, endBulkImport } from '../bulk-indexes.ts'
import type { NewAct } from '../new-act.ts'
import { createActWriter } from '../write-acts.ts'
import { booksOf } from './books.ts'
import type { Region } from './region.ts'
import { FIRST_YEAR, LAST_YEAR } from './shelves.ts'

export interface Filling {
  readonly region: Region
  /** Names of the offices that make acts; others are left out. */
  readonly offices: readonly { readonly code: string; readonly name: string }[]
  /** Hears how many acts stand in the store; after the last of them the indexes of the search are built. */
  readonly onWritten?: (acts: number) => void
}

const KEEP = { keep: true }
const BATCH = { postgresql: 5000, pglite: 500 } as const

/**
 * What stands in the store is left as it is, and acts whose address is taken are left out; returns how many were added.
 * Coverage stands when all acts do.
 */
export async function fillRegion(database: Database, filling: Filling): Promise<number> {
  const { region, onWritten } = filling
  await addOffices(database, officesOf(filling), KEEP)
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
  await addBooks(database, booksOf(region), KEEP)
  await addTransferredHoldings(database, region.transferred, KEEP)
  await setCoverage(database, coverageOf(region), KEEP)
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

export function officesOf({ region, offices }: Filling): Filling['offices'] {
  return offices.filter(({ code }) => region.offices.includes(code))
}

/** Full in all the years for the offices that make acts: in the invented region there is no act that is not generated. */
export function coverageOf({ offices }: Region): readonly Coverage[] {
  return offices.flatMap((office) =>
    ACT_KINDS.map((kind) => ({ office, kind, fromYear: FIRST_YEAR, toYear: LAST_YEAR, state: 'FULL' }) as const),
  )
}
