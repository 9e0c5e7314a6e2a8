/**
 * How two names may be one name: as a clerk reads them, not as letters stand. A form costs no edit, yet stays a difference
 * that a person confirms; only case, ё/е, blanks and hyphens are none (Q7).
 */
import { editDistance } from './edit-distance.ts'
import { nameKey, surnameKeys } from './name-keys.ts'
import { normalisedName } from './normalised-name.ts'
import { lookAlikeReading } from './transliteration.ts'

export type NamePart = 'FamilyName' | 'GivenName' | 'Patronymic'

/**
 * SCRIPT other letters for the same sounds (Latin, an apostrophe); GENDER Иванов / Иванова; DOUBLED one part of a doubled
 * surname, or its parts in another order; SPELLING Наталья / Наталия; SOUND another spelling of what sounds alike; LETTERS
 * so many edits; INITIAL one side has the first letter only; PARTS one of the names Анна-Мария, or they in another order;
 * MISSING is not in the record; OTHER is another name.
 */
export type NameCode =
  'SCRIPT' | 'GENDER' | 'DOUBLED' | 'SPELLING' | 'SOUND' | 'LETTERS' | 'INITIAL' | 'PARTS' | 'MISSING' | 'OTHER'

export interface NameDifference {
  readonly code: NameCode
  /** Letters to change, forms not counted; `OTHER_NAME` for another name. */
  readonly edits: number
}

/** More edits than two spellings of one name have. */
export const OTHER_NAME = 4

/** Spellings under which one given name stands in records; the last letters -ия / -ья are a rule of their own. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  [
    'дмитрий димитрий',
    'федор феодор',
    'михаил михайло',
    'гавриил гаврил гаврила',
    'ефим евфимий',
    'екатерина катерина',
    'елизавета лизавета',
    'татьяна татиана',
    'ефросиния евфросиния',
    'феодосия федосия',
    'юлия иулия',
    'матрена матрона',
    'акулина акилина',
    'прасковия парасковия',
    'пелагея пелагия',
  ].flatMap((line) => line.split(' ').map((name, _at, [first = '']) => [name, first] as const)),
)

/** Сергиевич / Сергьевич, Никитович / Никитич, Кузьмовна / Кузьминична, Мамед / Мамед оглы. */
const PATRONYMIC_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=.{3})(?:оглы|оглу|угли|улы|уулу|кызы|гызы|кизи)$/, ''],
  [/ие(вич|вна)$/, 'ье$1'],
  [/^(никит|кузьм|фом|лук|савв)ович$/, '$1ич'],
  [/^(никит|кузьм|фом|лук|савв)(?:овна|инична)$/, '$1ична'],
  [/^иль(?:инична|ична|овна)$/, 'ильинична'],
  [/^дани?илов(ич|на)$/, 'данилов$1'],
  [/^гаври?илов(ич|на)$/, 'гаврилов$1'],
  [/^михаилов(ич|на)$/, 'михайлов$1'],
  [/^димитриев(ич|на)$/, 'дмитриев$1'],
  [/^феодоров(ич|на)$/, 'федоров$1'],
]

/** How the name of the record differs from the stated one; nothing when they are equal by Q7. */
export function findDifference(part: NamePart, asked: string, found: string | undefined): NameDifference | undefined {
  const difference = differenceAsWritten(part, asked, found)
  const reading = lookAlikeReading(asked)
  if (!difference || reading === undefined) return difference
  return fewer(difference, differenceAsWritten(part, reading, found) ?? { code: 'SCRIPT', edits: 0 })
}

function differenceAsWritten(part: NamePart, asked: string, found: string | undefined): NameDifference | undefined {
  if (normalisedName(asked) === normalisedName(found ?? '')) return undefined
  if (!found) return { code: 'MISSING', edits: 0 }
  const [one, other] = [nameKey(asked), nameKey(found)]
  if (one === other) return { code: 'SCRIPT', edits: 0 }
  if (part === 'FamilyName') return surnameDifference(asked, found)
  if (isInitialOf(asked, other) || isInitialOf(found, one)) return { code: 'INITIAL', edits: 0 }
  if (part === 'GivenName' && haveCommonPart(asked, found)) return { code: 'PARTS', edits: 0 }
  const spelling = part === 'GivenName' ? givenSpelling : patronymicSpelling
  if (spelling(one) === spelling(other)) return { code: 'SPELLING', edits: 0 }
  return lettersApart(one, other)
}

/** Keys of the store among which, or within an edit of which, the key of the meant surname stands. */
export function soughtSurnames(familyName: string): readonly string[] {
  const keys = readingsOf(familyName).flatMap((name) => {
    const raw = nameKey(name)
    return surnameKeys(name).concat(raw, misspeltEndings(raw))
  })
  return [...new Set(keys)]
}

/** The same of a given name or a patronymic, of each of its parts as well; none for a person without. */
export function soughtNames(name: string | undefined): readonly string[] {
  const readings = readingsOf(name ?? '')
  return [...new Set([...readings.map(nameKey), ...readings.flatMap(partsOf)])].filter((key) => key !== '')
}

/** «П.», «П. С.»: any name that begins so may be meant. */
export function isInitial(name: string): boolean {
  const words = name.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '')
  return words.length > 0 && words.every((word) => nameKey(word).length === 1)
}

function isInitialOf(name: string, key: string): boolean {
  return isInitial(name) && key.startsWith(nameKey(name).charAt(0))
}

/** Two given names in one field, or a patronymic with the name. */
function haveCommonPart(asked: string, found: string): boolean {
  const [mine, theirs] = [partsOf(asked), partsOf(found)].map((parts) => parts.map(givenSpelling)) as [
    string[],
    string[],
  ]
  return mine.length + theirs.length > 2 && mine.some((part) => theirs.includes(part))
}

function partsOf(name: string): readonly string[] {
  return name
    .split(/[\s\-‐‑–—/,;()]+/u)
    .map(nameKey)
    .filter((part) => part.length > 1)
}

function readingsOf(name: string): readonly string[] {
  const reading = lookAlikeReading(name)
  return reading === undefined ? [name] : [name, reading]
}

/** What names that sound alike share: unstressed vowels, voiced and voiceless consonants, signs and doubles. */
export function soundOf(key: string): string {
  let sound = ''
  for (const letter of key) {
    const heard = SOUNDS[letter] ?? letter
    if (!sound.endsWith(heard)) sound += heard
  }
  return sound
}

/** Letters that are heard as another one, or not at all. */
const SOUNDS: Readonly<Record<string, string>> = {
  ь: '',
  ъ: '',
  о: 'а',
  е: 'и',
  э: 'и',
  я: 'и',
  ы: 'и',
  й: 'и',
  ю: 'у',
  д: 'т',
  б: 'п',
  г: 'к',
  в: 'ф',
  з: 'с',
  ж: 'ш',
  щ: 'ш',
  ц: 'тс',
}

/** A key is made of the ending, so a misspelt ending must not hide it: as if it were -а or one of an adjective. */
function misspeltEndings(raw: string): readonly string[] {
  const feminine = /а.{0,2}$/.test(raw) ? [raw.slice(0, -1)] : []
  const adjective = /[аяоыий].?$/.test(raw) ? [`${raw.slice(0, -2)}ий`] : []
  return [...feminine, ...adjective].filter((key) => key.length > 2)
}

function surnameDifference(asked: string, found: string): NameDifference {
  const [mine, theirs] = [surnameKeys(asked), surnameKeys(found)]
  if (mine[0] === theirs[0]) return { code: 'GENDER', edits: 0 }
  const whole = fewer(lettersApart(nameKey(asked), nameKey(found)), lettersApart(mine[0]!, theirs[0]!))
  if (mine.length === 1 && theirs.length === 1) return whole
  const parts = theirs.flatMap((key) => mine.map((own) => editDistance(own, key, OTHER_NAME)))
  const edits = Math.min(...parts)
  return edits < whole.edits && edits < OTHER_NAME ? { code: 'DOUBLED', edits } : whole
}

function fewer(one: NameDifference, other: NameDifference): NameDifference {
  return other.edits < one.edits ? other : one
}

/** Three edits leave nothing of a short name: Лев is not Ян. */
function lettersApart(one: string, other: string): NameDifference {
  const edits = editDistance(one, other, OTHER_NAME - 1)
  if (edits > 1 && soundOf(one) === soundOf(other)) return { code: 'SOUND', edits: 1 }
  const isOther = edits === OTHER_NAME || (edits > 2 && edits >= Math.min(one.length, other.length))
  return isOther ? { code: 'OTHER', edits: OTHER_NAME } : { code: 'LETTERS', edits }
}

/** One spelling for all of a given name; keys in, keys out. */
export function givenSpelling(key: string): string {
  const spelt = key.replace(/ья$/, 'ия')
  return SPELLINGS.get(spelt) ?? spelt
}

/** One spelling for all of a patronymic; keys in, keys out. */
export function patronymicSpelling(key: string): string {
  return PATRONYMIC_SPELLINGS.reduce((name, [ending, spelt]) => name.replace(ending, spelt), key)
}
