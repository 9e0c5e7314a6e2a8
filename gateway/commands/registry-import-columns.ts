/** The columns of the CSV files that `registry import` reads, for its `--help`. */
import { FIELDS } from '../../adapters/registry/import/act-fields.ts'
import { PERSONS } from '../../adapters/registry/import/act-kinds.ts'
import { bookTable, coverageTable, holdingTable, officeTable } from '../../adapters/registry/import/office-tables.ts'

const INDENT = ' '.repeat(20)
const WIDTH = 120

export function describeColumns(): string {
  const names = [...FIELDS.keys()]
  const ofPersons = names.filter((name) => name.startsWith('child.')).map((name) => name.slice('child.'.length))
  const offices = { offices: new Set<string>() }
  return [
    listed('acts', [...names.filter((name) => !name.includes('.')), ...PERSONS.map((person) => `${person}.*`)]),
    listed('* of a person', ofPersons),
    listed('offices', officeTable.columns),
    listed('coverage', coverageTable(offices).columns),
    listed('holdings', holdingTable(offices).columns),
    listed('books', bookTable(offices).columns),
  ].join('\n')
}

/** Broken into lines, under each other behind the title. */
function listed(title: string, columns: Iterable<string>): string {
  let [text, line] = ['', `  ${title}`.padEnd(INDENT.length)]
  for (const column of columns) {
    if (line.length + column.length > WIDTH) [text, line] = [`${text}${line.trimEnd()}\n`, INDENT]
    line += `${column} `
  }
  return text + line.trimEnd()
}
