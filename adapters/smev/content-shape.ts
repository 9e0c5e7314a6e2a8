/**
 * The shape of a piece of content, written down once and used in both directions. A field `familyName` is the element
 * FamilyName; the order of the fields is the order of the elements. What a schema has approved is read without doubt,
 * by local names alone.
 */
import type { XmlElement } from '../../gateway/ports/xml.ts'
import { element } from './xml-writer.ts'
import type { XmlName, XmlNode } from './xml-writer.ts'

/** `text` is kept to the blank; `code` has no blanks around it: dates, and whatever else a schema may collapse. */
export type ShapeOf<T> = [T] extends [string]
  ? 'text' | 'code'
  : [T] extends [number]
    ? 'integer'
    : [T] extends [boolean]
      ? 'boolean'
      : [T] extends [readonly (infer Item)[]]
        ? EachOf<Item>
        : FieldsOf<T>

/** Elements that repeat; with `in`, they stand inside one element of the field's name and are called that. */
export interface EachOf<Item> {
  readonly each: ShapeOf<Item>
  readonly in?: string
}

export interface FieldsOf<T> {
  readonly fields: { readonly [K in keyof T]-?: ShapeOf<Exclude<T[K], undefined>> }
}

/** Any shape, once its type has done its work. */
type Shape = 'text' | 'code' | 'integer' | 'boolean' | Each | Fields
type Each = { readonly each: Shape; readonly in?: string }
type Fields = { readonly fields: Readonly<Record<string, Shape>> }

/** Gives a local name the namespace and prefix of the content. */
export type Naming = (name: string) => XmlName

/** One element for each field that is there. */
export function writeFields<T>(shape: FieldsOf<T>, value: T, naming: Naming): XmlNode[] {
  return writeRecord(shape as Fields, value as Readonly<Record<string, unknown>>, naming)
}

/** The fields among the children of a schema-valid element. Optional fields that are not there stay absent. */
export function readFields<T>(shape: FieldsOf<T>, parent: XmlElement): T {
  return readRecord(shape as Fields, parent) as T
}

function writeRecord(shape: Fields, value: Readonly<Record<string, unknown>>, naming: Naming): XmlNode[] {
  const written: XmlNode[] = []
  for (const { field, name, shape: fieldShape } of planOf(shape).fields) {
    const held = value[field]
    if (held !== undefined) writeField({ shape: fieldShape, name, naming }, held, written)
  }
  return written
}

interface FieldToWrite {
  readonly shape: Shape
  /** Local name. */
  readonly name: string
  readonly naming: Naming
}

/** Adds the elements of a field to those before it. */
function writeField({ shape, name, naming }: FieldToWrite, value: unknown, written: XmlNode[]): void {
  if (typeof shape === 'string') written.push(element(naming(name), String(value)))
  else if ('fields' in shape) {
    written.push(element(naming(name), writeRecord(shape, value as Readonly<Record<string, unknown>>, naming)))
  } else {
    const items = shape.in === undefined ? written : []
    const item = { shape: shape.each, name: shape.in ?? name, naming }
    for (const each of value as readonly unknown[]) writeField(item, each, items)
    if (items !== written) written.push(element(naming(name), items))
  }
}

function readRecord(shape: Fields, parent: XmlElement): Record<string, unknown> {
  const { fields, placeOf } = planOf(shape)
  const held: XmlElement[][] = fields.map(() => [])
  for (const child of parent.children) {
    const place = placeOf.get(child.name)
    if (place !== undefined) held[place]?.push(child)
  }
  const record: Record<string, unknown> = {}
  for (const [place, { field, shape: fieldShape }] of fields.entries()) {
    const value = readField(fieldShape, held[place] ?? [])
    if (value !== undefined) record[field] = value
  }
  return record
}

/** The fields of a shape with the names of their elements, and which of them an element is. */
interface Plan {
  readonly fields: readonly { readonly field: string; readonly name: string; readonly shape: Shape }[]
  readonly placeOf: ReadonlyMap<string, number>
}

const plans = new WeakMap<Fields, Plan>()

function planOf(shape: Fields): Plan {
  const known = plans.get(shape)
  if (known) return known
  const fields = Object.entries(shape.fields).map(([field, of]) => ({ field, name: elementName(field), shape: of }))
  const plan = { fields, placeOf: new Map(fields.map(({ name }, place) => [name, place])) }
  plans.set(shape, plan)
  return plan
}

function elementName(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`
}

function readField(shape: Shape, held: readonly XmlElement[]): unknown {
  const [first] = held
  if (typeof shape !== 'string' && 'each' in shape) {
    const items = shape.in === undefined ? held : (first?.children ?? [])
    return items.map((item) => readField(shape.each, [item]))
  }
  if (!first) return undefined
  return typeof shape === 'string' ? readLeaf(shape, first.text) : readRecord(shape, first)
}

function readLeaf(shape: 'text' | 'code' | 'integer' | 'boolean', text: string): string | number | boolean {
  if (shape === 'text') return text
  const code = text.trim()
  if (shape === 'code') return code
  return shape === 'integer' ? Number(code) : code === 'true' || code === '1'
}
