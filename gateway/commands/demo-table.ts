/** The table of the demo: redrawn in place on a terminal, a line per change elsewhere; then the verdicts. */

export type Mark = 'YES' | 'NO' | 'NOT_DUE'

export interface Verdict {
  readonly received: Mark
  readonly verified: Mark
  readonly decrypted: Mark
  readonly expected: Mark
  readonly note: string
}

export interface DemoRow {
  readonly id: string
  readonly agency: string
  readonly asks: string
}

export interface DemoTable {
  /** The inquiry has moved on; where lines cannot be redrawn only milestones are told. */
  move(id: string, stage: string, isMilestone: boolean): void
  finish(verdicts: ReadonlyMap<string, Verdict>): void
}

const SIGNS: { readonly [M in Mark]: string } = { YES: 'yes', NO: 'NO', NOT_DUE: '-' }
const COLUMNS = ['received', 'verified', 'decrypted', 'expected'] as const
/** ANSI: to the start of the line `count` lines up, and everything below erased. */
const up = (count: number): string => `\u001B[${count}F\u001B[0J`

export function createDemoTable(rows: readonly DemoRow[], output: NodeJS.WriteStream): DemoTable {
  const stages = new Map(rows.map(({ id }) => [id, 'waiting']))
  const agencyWidth = widest(rows.map(({ agency }) => agency))
  const asksWidth = widest(rows.map(({ asks }) => asks))
  const lineOf = ({ id, agency, asks }: DemoRow, rest: string): string =>
    `${id}  ${agency.padEnd(agencyWidth)}  ${asks.padEnd(asksWidth)}  ${rest}`
  const draw = (): void => {
    // A line that wraps would make the table one line longer than is erased.
    const lines = rows.map((row) => lineOf(row, stages.get(row.id) ?? '').slice(0, (output.columns || 100) - 1))
    output.write(lines.map((line) => `${line}\n`).join(''))
  }
  if (output.isTTY) draw()

  return {
    move(id, stage, isMilestone) {
      stages.set(id, stage)
      const row = rows.find((candidate) => candidate.id === id)
      if (output.isTTY) {
        output.write(up(rows.length))
        draw()
      } else if (row && isMilestone) output.write(`${lineOf(row, stage)}\n`)
    },
    finish(verdicts) {
      output.write(`\n${''.padEnd(agencyWidth + 5)}${COLUMNS.map((column) => column.padEnd(11)).join('')}\n`)
      for (const { id, agency } of rows) {
        const verdict = verdicts.get(id)
        const marks = COLUMNS.map((column) => (verdict ? SIGNS[verdict[column]] : 'NO').padEnd(11)).join('')
        output.write(`${id}  ${agency.padEnd(agencyWidth)}  ${marks}${verdict?.note ?? ''}\n`)
      }
    },
  }
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length))
}
