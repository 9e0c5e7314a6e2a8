/** The books in which the acts of a region stand (B1, B3). */
import type { PartialDate } from '../../../gateway/domain/act.ts'
import type { ActBook } from '../add-acts.ts'
import type { Region } from './region.ts'
import { SHEETS, type Shelf } from './shelves.ts'

export function booksOf(region: Region): readonly ActBook[] {
  return region.shelves.flatMap((shelf) =>
    Array.from({ length: Math.ceil(shelf.count / SHEETS) }, (_, index) => bookOf(region, shelf, index + 1)),
  )
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
