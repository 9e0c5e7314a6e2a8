/** Ids of act records, taken from the store a thousand at a time; what a process has left over is never used. */
import type { Sql } from '../../gateway/ports/database.ts'

const BLOCK = 1000

export interface ActIds {
  /** Undefined when so many are not left. */
  take(count: number): readonly number[] | undefined
  refill(sql: Sql, count: number): Promise<void>
}

export function createActIds(): ActIds {
  let left: number[] = []
  return {
    take(count) {
      if (left.length < count) return undefined
      const taken = left.slice(0, count)
      left = left.slice(count)
      return taken
    },
    async refill(sql, count) {
      const missing = Math.ceil((count - left.length) / BLOCK)
      if (missing <= 0) return
      const blocks = await sql.query<{ block: string }>(
        `select nextval('registry.act_id_block') as block from generate_series(1, $1)`,
        [missing],
      )
      left = [...left, ...blocks.flatMap(({ block }) => idsOf(Number(block)))]
    },
  }
}

function idsOf(block: number): readonly number[] {
  return Array.from({ length: BLOCK }, (_, index) => (block - 1) * BLOCK + index + 1)
}
