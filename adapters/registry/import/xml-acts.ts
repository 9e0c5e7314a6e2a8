/** Acts from XML by our own schema (xsd/registry/acts-1.0.xsd): its elements are the columns of CSV, with capitals. */
import type { XmlElement } from '../../../gateway/ports/xml.ts'
import { FIELDS, type Field } from './act-fields.ts'
import { checkAct, type ActRules } from './check-act.ts'
import type { ReadRecord } from './xml-records.ts'

export const ACTS = { namespace: 'urn://zags-gateway/acts/1.0', name: 'Acts' } as const

export function actReader(rules: ActRules): ReadRecord {
  return (record, document) => {
    const [error] = document.validate(record, 'acts-1.0')
    if (error) return { field: '', reason: error.message }
    const [fields, texts]: [Field[], string[]] = [[], []]
    for (const [name, text] of textsOf(record)) {
      fields.push(fieldOf(name))
      texts.push(text)
    }
    return checkAct(fields, texts, rules)
  }
}

/** Elements with children are the kind and its persons; the names of persons stand before those of their fields. */
function* textsOf(record: XmlElement): Generator<readonly [string, string]> {
  for (const part of record.children) {
    if (part.children.length === 0) yield [nameOf(part), part.text]
    else yield* textsOfKind(part)
  }
}

function* textsOfKind(kind: XmlElement): Generator<readonly [string, string]> {
  yield ['kind', kind.name.replace(/(?<=[a-z])(?=[A-Z])/, '_').toUpperCase()]
  for (const fact of kind.children) {
    if (fact.children.length === 0) yield [nameOf(fact), fact.text]
    else for (const part of fact.children) yield [`${nameOf(fact)}.${nameOf(part)}`, part.text]
  }
}

function nameOf({ name }: XmlElement): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function fieldOf(name: string): Field {
  const field = FIELDS.get(name)
  if (!field) throw new Error(`the schema of acts has ${name}, which is no field`)
  return field
}
