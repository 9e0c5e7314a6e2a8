/** Acts made ready to be written: all that can be made of them without the store. */
import { setImmediate } from 'node:timers/promises'
import { actText, addressOf, subjectTexts } from './act-row.ts'
import type { NewAct } from './new-act.ts'
import { noNewKeys, type NameKeys, type NewKeys } from './write-keys.ts'

export interface PreparedAct {
  /** In the batch, from 0. */
  readonly place: number
  readonly address: string
  /** The record that this is a new version of, when the source says so. */
  readonly id: string | undefined
  /** Rows of the act. */
  readonly subjects: number
}

export interface PreparedBatch {
  readonly acts: readonly PreparedAct[]
  /** By place: of the record that the act becomes if it is a new one. */
  readonly newIds: readonly number[]
  /** COPY text of the rows of all acts, as first versions of new records. */
  readonly records: Buffer
  readonly subjects: Buffer
  readonly newKeys: NewKeys
}

/** So many, and the store's answers to the batch before are looked at: about a millisecond. */
const SLICE = 64

export async function prepareBatch(
  acts: readonly NewAct[],
  { keys, newIds }: { readonly keys: NameKeys; readonly newIds: readonly number[] },
): Promise<PreparedBatch> {
  const newKeys = noNewKeys()
  const [prepared, records, subjects]: [PreparedAct[], Buffer[], Buffer[]] = [[], [], []]
  for (let from = 0; from < acts.length; from += SLICE) {
    let [recordText, subjectText] = ['', '']
    for (const [index, act] of acts.slice(from, from + SLICE).entries()) {
      const place = from + index
      const rows = subjectTexts(act, (name) => keys.of(name, newKeys))
      recordText += `${newIds[place]}\t1\t${actText(act)}`
      for (const row of rows) subjectText += `${newIds[place]}\t${row}`
      prepared.push({ place, address: addressOf(act), id: act.id, subjects: rows.length })
    }
    records.push(Buffer.from(recordText))
    subjects.push(Buffer.from(subjectText))
    await setImmediate()
  }
  // In one piece each: every piece waits for its turn of the event loop, and the store for the piece.
  return { acts: prepared, newIds, records: Buffer.concat(records), subjects: Buffer.concat(subjects), newKeys }
}

export interface Rows {
  /** Without id and version. */
  readonly record: string
  /** Without the id. */
  readonly subjects: readonly string[]
}

/** The rows of each act, by its place, to be written in another way than as a new record. */
export function rowsOf({ acts, records, subjects }: PreparedBatch): readonly Rows[] {
  const [recordRows, subjectRows] = [linesOf(records), linesOf(subjects)]
  let end = 0
  return acts.map((act, place) => ({
    record: withoutColumns(recordRows[place]!, 2),
    subjects: subjectRows.slice(end, (end += act.subjects)).map((row) => withoutColumns(row, 1)),
  }))
}

function linesOf(text: Buffer): readonly string[] {
  return text.toString().split(/(?<=\n)/)
}

function withoutColumns(row: string, count: number): string {
  return count === 0 ? row : withoutColumns(row.slice(row.indexOf('\t') + 1), count - 1)
}

/**
 * Acts of different addresses, in rounds: acts of one address cannot be compared with the store at once, so the second
 * waits until the first stands there.
 */
export function roundsOf(acts: readonly PreparedAct[]): readonly (readonly PreparedAct[])[] {
  const first: PreparedAct[] = []
  const again: PreparedAct[] = []
  const addresses = new Set<string>()
  for (const act of acts) {
    const round = addresses.has(act.address) ? again : first
    round.push(act)
    addresses.add(act.address)
  }
  return again.length > 0 ? [first, ...roundsOf(again)] : [first]
}
