/** Acts made ready to be written: all that can be made of them without the store. */
import { setImmediate } from 'node:timers/promises'
import { actText, addressOf, subjectTexts } from './act-row.ts'
import type { NewAct } from './new-act.ts'
import { noKeys, type NameKeys, type NewKeys } from './write-keys.ts'

export interface PreparedAct {
  /** In the batch, from 0. */
  readonly place: number
  readonly address: string
  /** The record that this is a new version of, when the source says so. */
  readonly id: string | undefined
  /** COPY text of the rows without the id (and version) they begin with. */
  readonly text: string
  readonly subjects: readonly string[]
}

export interface PreparedBatch {
  /**
   * Acts of different addresses, in rounds: acts of one address cannot be compared with the store at once, so the second
   * waits until the first stands there.
   */
  readonly rounds: readonly (readonly PreparedAct[])[]
  readonly newKeys: NewKeys
}

/** So many, and the store's answers to the batch before are looked at: about a millisecond. */
const SLICE = 64

export async function prepareBatch(acts: readonly NewAct[], keys: NameKeys): Promise<PreparedBatch> {
  const newKeys = noKeys()
  const prepared: PreparedAct[] = []
  for (let from = 0; from < acts.length; from += SLICE) {
    const slice = acts.slice(from, from + SLICE)
    // One string, cut up again, is a tenth of the objects that strings put together from parts would stay.
    const text = slice.map(actText).join('')
    let end = 0
    for (const [index, act] of slice.entries()) {
      const begin = end
      end = text.indexOf('\n', begin) + 1
      const subjects = subjectTexts(act, (name) => keys.of(name, newKeys))
      const place = from + index
      prepared.push({ place, address: addressOf(act), id: act.id, text: text.slice(begin, end), subjects })
    }
    await setImmediate()
  }
  return { rounds: roundsOf(prepared), newKeys }
}

function roundsOf(acts: readonly PreparedAct[]): PreparedBatch['rounds'] {
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
