/** Rows of named texts as CSV and as our XML. */
import { readFileSync } from 'node:fs'

const SCHEMA = readFileSync('xsd/registry/acts-1.0.xsd', 'utf8')
/** Names of the elements of our XML, in the order of the schema. */
export const ELEMENTS: readonly string[] = [...SCHEMA.matchAll(/<xs:element name="(\w+)"/g)].map(
  ([, name = '']) => name,
)

/** All rows under one header, quoted where RFC 4180 needs it. */
export function csvOf(rows: readonly Readonly<Record<string, string>>[], delimiter = ';'): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '', delimiter)).join(delimiter))
  return `${[columns.join(delimiter), ...lines].join('\n')}\n`
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function xmlOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const opening = '<?xml version="1.0" encoding="UTF-8"?>\n<Acts xmlns="urn://zags-gateway/acts/1.0">'
  return `${opening}\n${rows.map(actOf).join('\n')}\n</Acts>\n`
}

function actOf(row: Readonly<Record<string, string>>): string {
  const { kind = '', ...facts } = row
  const [own, ofKind]: [Element[], Element[]] = [[], []]
  for (const [name, text] of Object.entries(facts)) {
    const [person = '', part] = name.split('.')
    const element = ofKind.find((known) => known.name === capital(person)) ?? { name: capital(person), parts: [] }
    if (part !== undefined && element.parts.length === 0) ofKind.push(element)
    if (part !== undefined) element.parts.push({ name: capital(part), parts: [], text })
    else (ACT_FACTS.includes(name) ? own : ofKind).push({ ...element, text })
  }
  const kindName = capital(kind.toLowerCase().replace(/_(.)/, (_all, letter: string) => letter.toUpperCase()))
  return serialised({ name: 'Act', parts: [...own, { name: kindName, parts: ofKind }] })
}

const ACT_FACTS = (
  'office year recordNumber copyNo bookNumber sheet recordedOn eventOn headName restricted annulled annulledBy ' +
  'restored restoredBy marks certificateSerial recordVersion lastChangedOn applicant confirmingDocument sourceStatus'
).split(' ')

interface Element {
  readonly name: string
  readonly parts: Element[]
  readonly text?: string
}

function serialised({ name, parts, text }: Element): string {
  const place = (part: Element): number => ELEMENTS.indexOf(part.name)
  const inside = parts.toSorted((a, b) => place(a) - place(b)).map(serialised)
  return `<${name}>${text === undefined ? inside.join('') : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
