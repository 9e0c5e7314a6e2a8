/** Prints rows under a head: the first column to the left, numbers to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const write = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  console.log(write(head))
  console.log(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of rows) console.log(write(row).trimEnd())
}

/** Whole numbers with their thousands apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ')
}

export function ratio(value: number): string {
  return `${value.toFixed(1)}x`
}
