/** Keys of the names that are being written, and which of them the lexicons of the store have not got yet. */
import type { PersonName } from '../../gateway/domain/act.ts'
import { deletionsOf, givenKey, patronymicKey, surnameKeys } from '../../gateway/domain/name-keys.ts'
import type { Transaction } from '../../gateway/ports/database.ts'

/** Names repeat: so many answers are kept of each kind of name, and then all forgotten. */
const REMEMBERED = 200_000

const LEXICONS = {
  surnames: { table: 'registry.surname', columns: ['sk'] },
  givenNames: { table: 'registry.given_name', columns: ['gk'] },
  patronymics: { table: 'registry.patronymic', columns: ['pk'] },
} as const
const DELETIONS = { table: 'registry.surname_deletion', columns: ['d', 'sk'] }

type Lexicon = keyof typeof LEXICONS

/** Keys of the names of some acts that may not stand in the lexicons yet. */
export type NewKeys = { readonly [L in Lexicon]: Set<string> }

export interface NameKeys {
  /**
   * COPY text of surname key, given name key and patronymic key: one for the surname and each part of a doubled one.
   * Keys hold letters only. Those that were not noted before are noted in `newKeys`, which must be written, or all that
   * comes after it must not.
   */
  of(name: PersonName, newKeys: NewKeys): readonly string[]
}

export function createNameKeys(): NameKeys {
  const surnames = remembering(surnameKeys)
  const givenNames = remembering((name) => [givenKey(name)])
  const patronymics = remembering((name) => [patronymicKey(name)])
  return {
    of({ familyName, givenName, patronymic = '' }, newKeys) {
      const family = surnames(familyName, newKeys.surnames)
      const [given] = givenNames(givenName, newKeys.givenNames)
      const [father] = patronymics(patronymic, newKeys.patronymics)
      return family.map((key) => `${key}\t${given}\t${father}`)
    },
  }
}

export function noNewKeys(): NewKeys {
  return { surnames: new Set(), givenNames: new Set(), patronymics: new Set() }
}

const MISSING = Object.entries(LEXICONS)
  .map(
    ([lexicon, { table, columns }], index) =>
      `select '${lexicon}' as lexicon, key from unnest($${index + 1}::text[]) as key
       where not exists (select from ${table} where ${columns[0]} = key)`,
  )
  .join(' union all ')

/** Adds the keys that are not there. Nobody else may be adding meanwhile. */
export async function addToLexicons(transaction: Transaction, newKeys: NewKeys): Promise<void> {
  const lexicons = Object.keys(LEXICONS) as Lexicon[]
  const noted = lexicons.map((lexicon) => [...newKeys[lexicon]])
  if (noted.every((keys) => keys.length === 0)) return
  const missing = await transaction.query<{ lexicon: Lexicon; key: string }>(MISSING, noted)
  for (const lexicon of lexicons) {
    const added = missing.filter((row) => row.lexicon === lexicon && row.key !== '').map(({ key }) => key)
    if (added.length === 0) continue
    await transaction.copyIn(LEXICONS[lexicon], [added.map((key) => `${key}\n`).join('')])
    if (lexicon === 'surnames') await transaction.copyIn(DELETIONS, [added.flatMap(deletionTexts).join('')])
  }
}

function deletionTexts(key: string): readonly string[] {
  return deletionsOf(key).map((deletion) => `${deletion}\t${key}\n`)
}

/** Keys of a name that is not remembered are noted: they are in the lexicons, or will be, as long as it is. */
function remembering(
  keysOf: (name: string) => readonly string[],
): (name: string, noted: Set<string>) => readonly string[] {
  const remembered = new Map<string, readonly string[]>()
  return (name, noted) => {
    const known = remembered.get(name)
    if (known) return known
    if (remembered.size >= REMEMBERED) remembered.clear()
    // A name cut out of a file would keep the whole block of the file in memory.
    const copy = Buffer.from(name).toString()
    const keys = keysOf(copy)
    for (const key of keys) noted.add(key)
    remembered.set(copy, keys)
    return keys
  }
}
