/** Ids of act records, taken from the store a thousand at a time; what a process has left over is never used. */
import type { Sql } from '../../gateway/ports/database.ts'

const BLOCK = 1000

export interface ActIds {
  take(sql: Sql, count: number): Promise<readonly string[]>
}

export function createActIds(): ActIds {
  let left: string[] = []
  return {
    async take(sql, count) {
      const blocks = await sql.query<{ block: string }>(
        `select nextval('registry.act_id_block') as block from generate_series(1, $1)`,
        [Math.max(0, Math.ceil((count - left.length) / BLOCK))],
      )
      const ids = [...left, ...blocks.flatMap(({ block }) => idsOf(Number(block)))]
      left = ids.slice(count)
      return ids.slice(0, count)
    },
  }
}

function idsOf(block: number): readonly string[] {
  return Array.from({ length: BLOCK }, (_, index) => String((block - 1) * BLOCK + index + 1))
}
