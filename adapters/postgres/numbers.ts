/** Gapless numbers: the row of a series is locked until the transaction ends, so a rollback gives its number back. */
import type { Sql } from '../../gateway/ports/database.ts'
import type { Work } from '../../gateway/ports/store.ts'

export function numberWork(sql: Sql): Pick<Work, 'nextNumber'> {
  return {
    async nextNumber({ journal, office, year }) {
      const [series] = await sql.query<{ last: number }>(
        `insert into zags.number_series as series (journal, office, year, last) values ($1, $2, $3, 1)
         on conflict (journal, office, year) do update set last = series.last + 1 returning last`,
        [journal, office, year],
      )
      if (!series) throw new Error('a series always has a next number')
      return series.last
    },
  }
}
