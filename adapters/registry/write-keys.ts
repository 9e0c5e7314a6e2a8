/** Keys of the names that are being written, and which of them the lexicons of the store have not got yet. */
import type { PersonName } from '../../gateway/domain/act.ts'
import { deletionsOf, givenKey, patronymicKey, surnameKeys } from '../../gateway/domain/name-keys.ts'
import type { Transaction } from '../../gateway/ports/database.ts'
import { inChunks } from './copy-text.ts'

/** Names repeat: so many answers are kept of each kind of name, and then all forgotten. */
const REMEMBERED = 200_000

const LEXICONS = {
  surnames: { table: 'registry.surname', columns: ['sk'] },
  givenNames: { table: 'registry.given_name', columns: ['gk'] },
  patronymics: { table: 'registry.patronymic', columns: ['pk'] },
} as const
const DELETIONS = { table: 'registry.surname_deletion', columns: ['d', 'sk'] }

type Lexicon = keyof typeof LEXICONS
/** Keys of some acts that were not known to stand in the lexicons. */
export type NewKeys = { readonly [L in Lexicon]: Set<string> }

export interface NameKeys {
  /**
   * COPY text of surname key, given name key and patronymic key: one for the surname and each part of a doubled one.
   * Keys hold letters only. Those not known to stand in the lexicons are noted in `newKeys`.
   */
  of(name: PersonName, newKeys: NewKeys): readonly string[]
  /** To be called when a transaction has committed that called `addToLexicons`. */
  markKnown(keys: NewKeys): void
}

export function createNameKeys(): NameKeys {
  const known = noKeys()
  const surnames = remembering(surnameKeys)
  const givens = remembering(givenKey)
  const patronymics = remembering(patronymicKey)
  return {
    of({ familyName, givenName, patronymic }, newKeys) {
      const note = (lexicon: Lexicon, key: string): void => {
        if (key !== '' && !known[lexicon].has(key)) newKeys[lexicon].add(key)
      }
      const [family, given, father] = [surnames(familyName), givens(givenName), patronymics(patronymic ?? '')]
      for (const key of family) note('surnames', key)
      note('givenNames', given)
      note('patronymics', father)
      return family.map((key) => `${key}\t${given}\t${father}`)
    },
    markKnown(keys) {
      for (const lexicon of Object.keys(LEXICONS) as Lexicon[]) {
        if (known[lexicon].size > REMEMBERED) known[lexicon].clear()
        for (const key of keys[lexicon]) known[lexicon].add(key)
      }
    },
  }
}

export function noKeys(): NewKeys {
  return { surnames: new Set(), givenNames: new Set(), patronymics: new Set() }
}

/** Adds the keys that are not there. Nobody else may be adding meanwhile. */
export async function addToLexicons(transaction: Transaction, keys: NewKeys): Promise<void> {
  for (const lexicon of Object.keys(LEXICONS) as Lexicon[]) {
    const { table, columns } = LEXICONS[lexicon]
    if (keys[lexicon].size === 0) continue
    const missing = await transaction.query<{ key: string }>(
      `select key from unnest($1::text[]) as key where not exists (select from ${table} where ${columns[0]} = key)`,
      [[...keys[lexicon]]],
    )
    if (missing.length === 0) continue
    const added = missing.map(({ key }) => key)
    await transaction.copyIn(LEXICONS[lexicon], inChunks(added.map((key) => `${key}\n`)))
    if (lexicon === 'surnames') await transaction.copyIn(DELETIONS, inChunks(added.flatMap(deletionTexts)))
  }
}

function deletionTexts(key: string): readonly string[] {
  return deletionsOf(key).map((deletion) => `${deletion}\t${key}\n`)
}

function remembering<Answer>(answer: (name: string) => Answer): (name: string) => Answer {
  const answers = new Map<string, Answer>()
  return (name) => {
    const remembered = answers.get(name)
    if (remembered !== undefined) return remembered
    if (answers.size >= REMEMBERED) answers.clear()
    const given = answer(name)
    answers.set(name, given)
    return given
  }
}
