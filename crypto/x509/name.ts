/** Distinguished names (RFC 5280 4.1.2.4): reading for people and for identity, writing for issued certificates. */
import * as der from '../asn1/der.ts'
import { ATTRIBUTE_NAMES, OID } from '../asn1/oids.ts'
import { DerError, TAG, openSequence, openSet } from '../asn1/tlv.ts'
import type { Tlv } from '../asn1/tlv.ts'
import { findText, parseOid } from '../asn1/values.ts'

export interface NameAttribute {
  readonly oid: string
  /** undefined when the value is of a string type that we do not read. */
  readonly text: string | undefined
  readonly value: Tlv
}

export interface Name {
  readonly raw: Uint8Array
  /** In the manner of RFC 4514: most specific part first. For people and logs; never compared. */
  readonly text: string
  readonly attributes: readonly NameAttribute[]
}

/** Subject of a certificate to be issued; numbers are digits only. */
export interface Subject {
  readonly commonName: string
  readonly country?: string
  readonly state?: string
  readonly locality?: string
  readonly organization?: string
  readonly organizationalUnit?: string
  readonly title?: string
  readonly ogrn?: string
  /** 10 digits: of an organisation (OID 1.2.643.100.4); 12 digits: of a person (OID 1.2.643.3.131.1.1). */
  readonly inn?: string
  readonly snils?: string
}

const MAX_ATTRIBUTES = 64

export function parseName(element: Tlv): Name {
  const sets = openSequence(element).readAll(TAG.set, MAX_ATTRIBUTES)
  const parts = sets.map((set) => openSet(set).readAll(TAG.sequence, MAX_ATTRIBUTES).map(parseAttribute))
  if (parts.some((attributes) => attributes.length === 0)) throw new DerError('empty part of a name')
  const text = parts
    .toReversed()
    .map((attributes) => attributes.map(printAttribute).join('+'))
    .join(',')
  return { raw: element.raw, text, attributes: parts.flat() }
}

/** Text of the only attribute of this type. A second one is refused: two readers could take a different one. */
export function findSingle({ attributes }: Name, oid: string): string | undefined {
  const found = attributes.filter((attribute) => attribute.oid === oid)
  if (found.length > 1) throw new DerError(`attribute ${oid} is repeated`)
  return found[0]?.text
}

/** Text of the first attribute of this type, for display only. */
export function findFirst({ attributes }: Name, oid: string): string | undefined {
  return attributes.find((attribute) => attribute.oid === oid)?.text
}

export function encodeName(subject: Subject): Uint8Array {
  const { country = 'RU', inn } = subject
  const innOid = inn?.length === 10 ? OID.innOfOrganization : OID.inn
  const attributes: readonly (readonly [string, Uint8Array | undefined])[] = [
    [OID.country, der.printableString(country)],
    [OID.state, utf8(subject.state)],
    [OID.locality, utf8(subject.locality)],
    [OID.organization, utf8(subject.organization)],
    [OID.organizationalUnit, utf8(subject.organizationalUnit)],
    [OID.title, utf8(subject.title)],
    [OID.ogrn, numeric(subject.ogrn)],
    [innOid, numeric(inn)],
    [OID.snils, numeric(subject.snils)],
    [OID.commonName, utf8(subject.commonName)],
  ]
  const parts = attributes.flatMap(([oid, value]) =>
    value === undefined ? [] : [der.setOf(der.sequence(der.oid(oid), value))],
  )
  return der.sequence(...parts)
}

const utf8 = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : der.utf8String(text)

function numeric(digits: string | undefined): Uint8Array | undefined {
  return digits === undefined ? undefined : der.numericString(digits)
}

function parseAttribute(element: Tlv): NameAttribute {
  const fields = openSequence(element)
  const oid = parseOid(fields.read())
  const value = fields.read()
  fields.end()
  return { oid, text: findText(value), value }
}

function printAttribute({ oid, text, value }: NameAttribute): string {
  const printed = text === undefined ? `#${Buffer.from(value.raw).toString('hex')}` : escape(text)
  return `${ATTRIBUTE_NAMES[oid] ?? oid}=${printed}`
}

/** RFC 4514 2.4, and control characters as hex, so that a name cannot forge a line of a log. */
function escape(text: string): string {
  return text
    .replaceAll(/["+,;<>\\]/g, String.raw`\$&`)
    .replace(/^[# ]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `)
    .replaceAll(/\p{Cc}|\p{Cf}/gu, (character) =>
      Buffer.from(character, 'utf8')
        .toString('hex')
        .replaceAll(/../g, String.raw`\$&`),
    )
}
