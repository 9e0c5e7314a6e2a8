/** Acts from a CSV file, one a row. */
import type { NewAct } from '../new-act.ts'
import { FIELDS } from './act-fields.ts'
import { checkAct, type ActRules } from './check-act.ts'
import type { TableReader } from './csv-table.ts'

export function actTable(rules: ActRules): TableReader<NewAct> {
  return {
    columns: new Set(FIELDS.keys()),
    needed: [['kind'], ['office'], ['recordNumber'], ['recordedOn', 'year']],
    rowReader(columns) {
      const fields = columns.flatMap((column) => FIELDS.get(column) ?? [])
      return (texts) => checkAct(fields, texts, rules)
    },
  }
}
