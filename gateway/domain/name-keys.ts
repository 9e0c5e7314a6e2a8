/**
 * Keys by which names are stored and looked for. The same person's name may stand in a record and in an inquiry in another
 * gender form, alphabet or order of parts: such names share a key. Keys find; whether names agree is judged on the names.
 */
import { normalisedName } from './normalised-name.ts'
import { inRussianLetters } from './transliteration.ts'

/** Parts of a compound surname that are no surname by themselves. */
const PARTICLES = new Set(['фон', 'ван', 'дер', 'ден', 'дель', 'аль', 'эль', 'бен', 'ибн', 'оглы', 'кызы', 'заде'])
const MIN_PART_LETTERS = 3
/** Shorter surnames have no ending to speak of: Ева, Цой. */
const MIN_STEM_LETTERS = 2

/** Key of the whole surname first, then of each part of a doubled one; a name without letters has the key ''. */
export function surnameKeys(familyName: string): readonly string[] {
  const parts = familyName
    .split(/[\s\-‐‑–—]+/u)
    .map((part) => masculine(nameKey(part)))
    .filter((part) => part !== '')
  const own = parts.length > 1 ? parts.filter((part) => part.length >= MIN_PART_LETTERS && !PARTICLES.has(part)) : []
  return [...new Set([parts.join(''), ...own])]
}

export function givenKey(name: string): string {
  return nameKey(name)
}

/** '' for a person without a patronymic. */
export function patronymicKey(name: string | undefined): string {
  return nameKey(name ?? '')
}

/** The key and each key that lacks one letter of it: two keys one edit apart share one of these. */
export function deletionsOf(key: string): readonly string[] {
  const shorter = Array.from(key, (_letter, at) => key.slice(0, at) + key.slice(at + 1))
  return [...new Set([key, ...shorter])]
}

/** Ending of adjectival surnames, one for all genders: -ый, -ой, -ая, -яя -> -ий; -ова, -ева, -ина, -ына lose their а. */
export function masculine(key: string): string {
  const adjective = /^(.*)(?:[ыои]й|[ая]я)$/.exec(key)?.[1]
  if (adjective !== undefined && adjective.length >= MIN_STEM_LETTERS) return `${adjective}ий`
  const possessive = /^(.*(?:[ое]в|[иы]н))а$/.exec(key)?.[1]
  return possessive !== undefined && possessive.length > MIN_STEM_LETTERS ? possessive : key
}

/** Small Russian letters without marks, blanks and hyphens. */
export function nameKey(name: string): string {
  return inRussianLetters(normalisedName(name))
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}]/gu, '')
}
