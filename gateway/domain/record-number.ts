/** Numbers of act records, which may have a letter (B4), as people write them: 15а, 15-А, 15 A, 0015. */
import { normalisedName } from './normalised-name.ts'
import { CAPITAL_LOOK_ALIKES, lookAlikesRead } from './transliteration.ts'

/** The longest number with leading zeros that somebody fills up. */
const FILLED_UP_TO = 6
const SEPARATORS = ['', '-', ' ', '/']

/** Letter case, blanks and hyphens do not distinguish numbers (Q7). */
export function isSameNumber(one: string, other: string): boolean {
  return normalisedName(one) === normalisedName(other)
}

/** What numbers share that are one number in another spelling: leading zeros, №, a Latin letter for a Russian one. */
export function numberKey(number: string): string {
  return lookAlikesRead(number.toUpperCase())
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+(?=\p{N})/u, '')
}

/** The spellings under which a record of this number may be stored. */
export function numberSpellings(number: string): readonly string[] {
  const [, digits, letters = ''] = /^(\d+)(\p{L}*)$/u.exec(numberKey(number)) ?? []
  if (digits === undefined) return [...new Set([number, number.toLowerCase(), number.toUpperCase()])]
  const zeros = Array.from({ length: Math.max(1, FILLED_UP_TO - digits.length + 1) }, (_, count) => '0'.repeat(count))
  const endings =
    letters === '' ? [''] : letterSpellings(letters).flatMap((own) => SEPARATORS.map((sign) => sign + own))
  return [...new Set([number, ...zeros.flatMap((zero) => endings.map((ending) => zero + digits + ending))])]
}

function letterSpellings(letters: string): readonly string[] {
  const capitals = letters.toUpperCase()
  const latin = Array.from(capitals, (letter) => CAPITAL_LOOK_ALIKES[letter] ?? letter).join('')
  return [letters, capitals, latin, latin.toLowerCase()]
}
