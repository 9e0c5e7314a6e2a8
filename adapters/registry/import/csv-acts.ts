/** Acts from a CSV file, one a row. */
import { FIELDS } from './act-fields.ts'
import { checkAct, type ActRules } from './check-act.ts'
import type { TableReader } from './csv-table.ts'
import { isRejection, type TakeAct } from './source.ts'

export function actTable<T>(rules: ActRules, take: TakeAct<T>): TableReader<T> {
  return {
    columns: new Set(FIELDS.keys()),
    needed: [['kind'], ['office'], ['recordNumber'], ['recordedOn', 'year']],
    rowReader(columns) {
      const fields = columns.flatMap((column) => FIELDS.get(column) ?? [])
      return (texts, line) => {
        const act = checkAct(fields, texts, rules)
        return isRejection(act) ? act : take(act, line)
      }
    },
  }
}
