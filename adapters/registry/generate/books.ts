/** The books in which the acts of a region stand (B1, B3). */
import type { PartialDate } from '../../../gateway/domain/act.ts'
import type { ActBook } from '../add-acts.ts'
import type { Region } from './region.ts'
import { SHEETS, type Shelf } from './shelves.ts'

/** Of second copies, those books of which the region has a copy of some act. */
export function booksOf(region: Region): readonly ActBook[] {
  return region.shelves.flatMap((shelf) => {
    const copied = copiedBooks(region, shelf)
    return Array.from({ length: Math.ceil(shelf.count / SHEETS) }, (_, index) => index + 1).flatMap((number) => {
      const book = bookOf(region, shelf, number)
      return copied.has(number) ? [book, { ...book, copyNo: 2 as const }] : [book]
    })
  })
}

/** A second copy has the place of its first in the other book. */
function copiedBooks(region: Region, shelf: Shelf): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (let offset = 1; offset < shelf.count; offset++)
    if (region.isSecondCopy(shelf, shelf.first + offset)) numbers.add(Math.floor((offset - 1) / SHEETS) + 1)
  return numbers
}

/** Every record has a sheet; where the second copy of one lies, a sheet stays empty. */
function bookOf(region: Region, { office, kind, year, first, count }: Shelf, number: number): ActBook {
  const start = first + (number - 1) * SHEETS
  const sheets = Math.min(SHEETS, first + count - start)
  const own = (position: number, step: 1 | -1): ReturnType<Region['actAt']> => {
    const act = region.actAt(position)
    return act.copyNo === 1 ? act : own(position + step, step)
  }
  const [firstAct, lastAct] = [own(start, 1), own(start + sheets - 1, -1)]
  return {
    office,
    kind,
    year,
    number,
    copyNo: 1,
    firstRecord: firstAct.recordNumber,
    lastRecord: lastAct.recordNumber,
    sheets,
    ...day('begunOn', firstAct.recordedOn),
    ...day('endedOn', lastAct.recordedOn),
  }
}

function day<K extends string>(name: K, { value, precision }: PartialDate): { readonly [N in K]?: string } {
  return precision === 'DAY' ? ({ [name]: value } as { [N in K]: string }) : {}
}
