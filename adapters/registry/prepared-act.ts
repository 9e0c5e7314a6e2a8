/** Acts made ready to be written: all that can be made of them without the store. */
import { actText, addressOf, subjectTexts } from './act-row.ts'
import { createRows } from './copy-rows.ts'
import type { NewAct } from './new-act.ts'
import { noNewKeys, type NameKeys, type NewKeys } from './write-keys.ts'

/** What another thread can have prepared: plain data only. */
export interface PreparedBatch {
  /** Of the records that the acts become if they are new ones. */
  readonly newIds: readonly number[]
  /** One each, apart by line feeds. */
  readonly addresses: string
  /** Records that acts are new versions of, when the source says so, by the place of the act, from 0. */
  readonly namedIds: ReadonlyMap<number, string>
  /** COPY text of the rows of all acts, as first versions of new records. */
  readonly records: Uint8Array
  readonly subjects: Uint8Array
  /** Of each row of the subjects: the place of its act. */
  readonly subjectPlaces: Uint32Array
  readonly newKeys: NewKeys
}

/** The acts of one batch after another, each turned into its rows at once, so that nothing of it is kept in memory. */
export interface Preparing {
  /** Returns the place of the act in the batch. Throws for an act whose address holds a control character. */
  add(act: NewAct): number
  /** Ends the batch; `newIds` is one for each act of it. */
  finish(newIds: readonly number[]): PreparedBatch
}

export function createPreparing(keys: NameKeys): Preparing {
  const [records, subjects] = [createRows(), createRows()]
  let [addresses, subjectPlaces]: [string[], number[]] = [[], []]
  let namedIds = new Map<number, string>()
  let newKeys = noNewKeys()
  return {
    add(act) {
      const place = addresses.push(addressOf(act)) - 1
      const rows = subjectTexts(act, (name) => keys.of(name, newKeys))
      records.add(`1\t${actText(act)}`)
      for (const row of rows) {
        subjects.add(row)
        subjectPlaces.push(place)
      }
      if (act.id !== undefined) namedIds.set(place, act.id)
      return place
    },
    finish(newIds) {
      const batch: PreparedBatch = {
        newIds,
        addresses: addresses.join('\n'),
        namedIds,
        records: records.take(newIds),
        subjects: subjects.take(subjectPlaces.map((place) => newIds[place]!)),
        subjectPlaces: Uint32Array.from(subjectPlaces),
        newKeys,
      }
      ;[addresses, subjectPlaces, namedIds, newKeys] = [[], [], new Map(), noNewKeys()]
      return batch
    },
  }
}

export interface PreparedAct {
  /** In the batch, from 0. */
  readonly place: number
  readonly address: string
  /** The record that this is a new version of, when the source says so. */
  readonly id: string | undefined
}

export function actsOf({ newIds, addresses, namedIds }: PreparedBatch): readonly PreparedAct[] {
  const lines = addresses.split('\n')
  return newIds.map((_, place) => ({ place, address: lines[place]!, id: namedIds.get(place) }))
}

export interface Rows {
  /** Without id and version. */
  readonly record: string
  /** Without the id. */
  readonly subjects: readonly string[]
}

/** The rows of each act, by its place, to be written in another way than as a new record. */
export function rowsOf({ newIds, records, subjects, subjectPlaces }: PreparedBatch): readonly Rows[] {
  const [recordRows, subjectRows] = [linesOf(records), linesOf(subjects)]
  const rows = newIds.map((_, place) => ({
    record: withoutColumns(recordRows[place]!, 2),
    subjects: [] as string[],
  }))
  for (const [index, place] of subjectPlaces.entries())
    rows[place]!.subjects.push(withoutColumns(subjectRows[index]!, 1))
  return rows
}

function linesOf(text: Uint8Array): readonly string[] {
  return Buffer.from(text.buffer, text.byteOffset, text.length)
    .toString()
    .split(/(?<=\n)/)
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
