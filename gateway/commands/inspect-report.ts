/** What `inspect` prints for people. */
import type { ChainVerdict } from '../../crypto/inspection/chain.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import type { Inspection, JudgedFinding } from './inspect-file.ts'
import { validityOf } from './inspect-json.ts'

const CHAINS: { readonly [V in ChainVerdict]: string } = {
  trusted: 'leads to a trusted root',
  'not-checked': 'not checked; --trust names the roots',
  untrusted: 'NOT TRUSTED: leads to none of the roots given',
  expired: 'EXPIRED',
  'not-yet-valid': 'NOT YET VALID',
  'authority-not-in-force': 'NOT TRUSTED: an authority above it was not in force',
  'wrong-usage': 'NOT FOR SIGNING',
}

const VERDICTS: Readonly<Record<string, string>> = {
  differs: 'DIFFERS: it was changed after signing',
  fails: 'FAILS',
  'after-removing-whitespace': 'only after removing white space from SignedInfo',
}

/** Lines that end without a line break. */
export function describeInspection(file: string, inspection: Inspection, at: Date): string {
  const { kind, findings } = inspection
  return [
    `${printable(file)}: ${kind}${summaryOf(inspection)}`,
    ...describeMessage(inspection),
    ...findings.flatMap((finding, index) => describeFinding(finding, { number: index + 1, at })),
    ...describeDoor(inspection),
  ].join('\n')
}

function summaryOf({ kind, findings }: Inspection): string {
  const good = findings.filter(({ digest, signature }) => digest === 'matches' && signature === 'verifies').length
  if (kind === 'XML that cannot be read') return ''
  if (findings.length === 0) return ', no signature'
  const count = findings.length === 1 ? '1 signature' : `${findings.length} signatures`
  return good === findings.length ? `, ${count}, all good` : `, ${count}, ${good} good`
}

function describeMessage({ message }: Inspection): readonly string[] {
  if (message === undefined) return []
  const { operation, element, version, ids } = message
  return aligned([
    ['operation', `${operation} (${element}), SMEV ${version}`],
    ...Object.entries(ids).map(([name, value]) => [name, value] as const),
  ])
}

function describeFinding(finding: JudgedFinding, { number, at }: { number: number; at: Date }): readonly string[] {
  const { role, target, covers, digest, signature, algorithm, signer, chain, reasons } = finding
  const signed = covers === undefined || covers === target ? target : `${target} (${covers})`
  return [
    '',
    `${number}. ${printable(role)} over ${printable(signed) || 'nothing that can be told'}`,
    ...aligned([
      ['digest', VERDICTS[digest] ?? digest],
      ['signature', VERDICTS[signature] ?? signature],
      ...reasons.map((reason) => ['', reason] as const),
      ['algorithm', algorithm || 'none named'],
      ...(signer === undefined ? [['signer', 'no certificate'] as const] : describeSigner(signer, at)),
      ...(signer === undefined ? [] : [['chain', CHAINS[chain]] as const]),
    ]),
  ]
}

function describeSigner(certificate: Certificate, at: Date): readonly Row[] {
  const { subject, issuer, serial, notBefore, notAfter } = certificate
  const validity = validityOf(certificate, at)
  const term = `${moment(notBefore)} to ${moment(notAfter)}`
  return [
    ['signer', attributesOf(subject)],
    ['issuer', attributesOf(issuer)],
    ['serial', serial],
    ['valid', validity === 'valid' ? term : `${term}, ${validity.replaceAll('-', ' ')} on ${moment(at)}`],
  ]
}

function describeDoor({ kind, door }: Inspection): readonly string[] {
  if (kind !== 'XML' && kind !== 'XML that cannot be read') return []
  if (door.length === 0)
    return ['', 'the door would find nothing wrong with it, but for what only it knows: bodies, replays, times']
  return ['', 'the door would refuse it:', ...aligned(door.map(({ code, message }) => [code, message]))]
}

/** Name and value; a value in parts is broken between them only. */
type Row = readonly [string, string | readonly string[]]

/** Two columns, indented; a long value goes on below itself. */
function aligned(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.flatMap(([name, value]) => {
    const lines = typeof value === 'string' ? wrapped(value.split(' '), ' ') : wrapped(value, ', ')
    return lines.map((line, index) => `   ${(index === 0 ? name : '').padEnd(width)}  ${printable(line)}`)
  })
}

const MAX_WIDTH = 90

function wrapped(parts: readonly string[], glue: ' ' | ', '): readonly string[] {
  const lines: string[] = []
  for (const [index, part] of parts.entries()) {
    const text = index === parts.length - 1 ? part : `${part}${glue.trimEnd()}`
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + text.length > MAX_WIDTH) lines.push(text)
    else lines[lines.length - 1] = `${line} ${text}`
  }
  return lines
}

const moment = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('.000Z', 'Z')

/**
 * The attributes of a distinguished name in the manner of RFC 4514. Commas in a value stay escaped, so that no value looks
 * like another attribute; quotation marks, which the names of Russian firms are full of, do not.
 */
const attributesOf = (name: string): readonly string[] => name.replaceAll('\\"', '"').split(/(?<!\\),/)

/** What a file says must not move the reader's cursor, nor turn his lines around. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu, '\u00b7')
}
