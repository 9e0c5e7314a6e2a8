/** Ids of act records: taken from the store in blocks of a thousand; what a process has left over is never used. */
import type { Database } from '../../gateway/ports/database.ts'

const BLOCK = 1000
/** Whoever needs more and more gets twice as many blocks each time, up to so many. */
const MAX_BLOCKS = 256

export interface ActIds {
  take(count: number): Promise<readonly number[]>
}

/** Returns numbers of blocks, ascending. */
export type NextBlocks = (count: number) => Promise<readonly number[]>

/** Of the store; where it has one connection, a transaction that runs on it is waited for. */
export function blocksOf(database: Database): NextBlocks {
  return async (count) => {
    const rows = await database.query<{ block: string }>(
      `select nextval('registry.act_id_block') as block from generate_series(1, $1)`,
      [count],
    )
    return rows.map(({ block }) => Number(block))
  }
}

/** Ask for the next ones when the last ones are there. */
export function createActIds(nextBlocks: NextBlocks): ActIds {
  let [stock, given]: [number[], number] = [[], 0]
  let usual = 1
  return {
    async take(count) {
      const missing = Math.ceil((given + count - stock.length) / BLOCK)
      if (missing > 0) {
        const blocks = await nextBlocks(Math.max(missing, usual))
        ;[stock, given] = [[...stock.slice(given), ...blocks.flatMap(idsOf)], 0]
        usual = Math.min(2 * usual, MAX_BLOCKS)
      }
      return stock.slice(given, (given += count))
    },
  }
}

function idsOf(block: number): readonly number[] {
  return Array.from({ length: BLOCK }, (_, index) => (block - 1) * BLOCK + index + 1)
}
