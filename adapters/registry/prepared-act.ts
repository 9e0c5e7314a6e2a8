/** An act ready to be written: all that can be made of it without the store. */
import { actText, addressOf, subjectTexts } from './act-row.ts'
import type { NewAct } from './new-act.ts'
import type { NameKeys } from './write-keys.ts'

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

/**
 * Acts of different addresses, in rounds: acts of one address cannot be compared with the store at once, so the second
 * waits until the first stands there.
 */
export type Rounds = readonly (readonly PreparedAct[])[]

export function prepareActs(acts: readonly NewAct[], keys: NameKeys): Rounds {
  return roundsOf(
    acts.map((act, place) => ({
      place,
      address: addressOf(act),
      id: act.id,
      text: actText(act),
      subjects: subjectTexts(act, keys),
    })),
  )
}

function roundsOf(acts: readonly PreparedAct[]): Rounds {
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
