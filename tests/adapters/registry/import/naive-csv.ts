/** RFC 4180 letter by letter, for comparison: slow, and written from the grammar alone. */

/** The line a row begins at, and its fields; 'BROKEN' for a line that begins no row. */
export interface NaiveRow {
  readonly line: number
  readonly fields: readonly string[] | 'BROKEN'
}

export function readNaively(text: string, delimiter: string): NaiveRow[] {
  const rows: NaiveRow[] = []
  let [at, line] = [0, 1]
  while (at < text.length) {
    const feed = text.indexOf('\n', at)
    const nextLine = feed === -1 ? text.length : feed + 1
    const row = readRow(text, at, delimiter)
    const next = row?.next ?? nextLine
    const isEmpty = /^(\r?\n)?$/.test(text.slice(at, nextLine))
    if (!isEmpty) rows.push({ line, fields: row?.fields ?? 'BROKEN' })
    line += text.slice(at, next).split('\n').length - 1
    at = next
  }
  return rows
}

function readRow(text: string, start: number, delimiter: string): { fields: string[]; next: number } | undefined {
  const fields: string[] = []
  let at = start
  for (;;) {
    let field = ''
    if (text[at] === '"') {
      at += 1
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (at >= text.length) return undefined
        if (text[at] === '"') at += 1
        field += text[at]
        at += 1
      }
      at += 1
    } else {
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && !isEndOfLine(text, at)) {
        if (text[at] === '"') return undefined
        field += text[at]
        at += 1
      }
    }
    fields.push(field)
    if (text[at] === delimiter) at += 1
    else if (at >= text.length) return { fields, next: at }
    else if (text[at] === '\n') return { fields, next: at + 1 }
    else if (isEndOfLine(text, at)) return { fields, next: at + 2 }
    else return undefined
  }
}

function isEndOfLine(text: string, at: number): boolean {
  return text[at] === '\r' && text[at + 1] === '\n'
}
