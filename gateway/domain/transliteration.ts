/**
 * Names written in Latin letters, read as Cyrillic ones. One reading per spelling: passports (ICAO Doc 9303, GOST R
 * 52535.1) and common habits (Yuriy, Iurii, Sergey, Sergei) meet in it, or come within an edit of each other.
 */

/** Longest first. */
const LATIN: readonly (readonly [string, string])[] = Object.entries({
  shch: 'щ',
  sch: 'щ',
  tch: 'ч',
  zh: 'ж',
  kh: 'х',
  ts: 'ц',
  tz: 'ц',
  ch: 'ч',
  sh: 'ш',
  ph: 'ф',
  th: 'т',
  ck: 'к',
  yu: 'ю',
  iu: 'ю',
  ju: 'ю',
  ya: 'я',
  ia: 'я',
  ja: 'я',
  ye: 'е',
  je: 'е',
  yo: 'е',
  jo: 'е',
  dj: 'дж',
  a: 'а',
  b: 'б',
  c: 'к',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'и',
  j: 'й',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'к',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'в',
  x: 'кс',
  y: 'ы',
  z: 'з',
})

/** Latin letters that look like Cyrillic ones: in a Cyrillic word they are slips of the keyboard layout. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'и',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
}

/** Latin letters drawn like Cyrillic ones, in whichever case they are: a whole word of them may be typed by mistake. */
const DRAWN_ALIKE: ReadonlyMap<string, string> = new Map(
  Array.from('ABCEHKMOPTXYaceopxy', (latin, at) => [latin, 'АВСЕНКМОРТХУасеорху'.charAt(at)]),
)

/** The Latin letter that a Cyrillic capital looks like. */
export const CAPITAL_LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...DRAWN_ALIKE].filter(([latin]) => latin < 'a').map(([latin, cyrillic]) => [cyrillic, latin]),
)

/** Letters of other Cyrillic alphabets and of the spelling before 1918. */
const OTHER_CYRILLIC: Readonly<Record<string, string>> = {
  і: 'и',
  ї: 'и',
  є: 'е',
  ґ: 'г',
  ў: 'у',
  ѣ: 'е',
  ѳ: 'ф',
  ѵ: 'и',
  ә: 'а',
  ө: 'о',
  ү: 'у',
  ұ: 'у',
  қ: 'к',
  ң: 'н',
  ғ: 'г',
  һ: 'х',
  җ: 'ж',
}

/** Small letters in, small letters of the Russian alphabet out. */
export function inRussianLetters(word: string): string {
  const plain = word
    .normalize('NFD')
    .replace(/(?<=[a-z])\p{M}+/gu, '')
    .normalize('NFC')
  const read = !/[a-z]/.test(plain)
    ? plain
    : /\p{Script=Cyrillic}/u.test(plain)
      ? plain.replace(/[a-z]/g, (letter) => LOOK_ALIKE[letter] ?? letter)
      : fromLatin(plain)
  return read.replace(/[^а-я]/g, (letter) => OTHER_CYRILLIC[letter] ?? letter)
}

/** Latin letters that are drawn like Cyrillic ones are taken for these. */
export function lookAlikesRead(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => DRAWN_ALIKE.get(letter) ?? letter)
}

/** A word of nothing but such Latin letters, as it looks; no other word has this second reading. */
export function lookAlikeReading(word: string): string | undefined {
  const read = lookAlikesRead(word)
  return /[a-z]/i.test(word) && !/[a-z]/i.test(read) && !/\p{Script=Cyrillic}/u.test(word) ? read : undefined
}

function fromLatin(word: string): string {
  let [read, at] = ['', 0]
  // A closing y or i stands for ий after a consonant (Dmitry, Sky), for й after a vowel (Sergey, Nikolai).
  const closed = word
    .replace(/(?<=[aeou])[yi]$/, 'j')
    .replace(/(?<=[^aeiouy])y$/, 'ij')
    .replace(/(?:iy|ii)$/, 'ij')
    .replace(/yy$/, 'yj')
  while (at < closed.length) {
    const [latin, cyrillic] = LATIN.find(([letters]) => closed.startsWith(letters, at)) ?? [closed[at]!, closed[at]!]
    // й stands behind vowels; before them y and i belong to them.
    read += latin === 'y' && /[аеиоуыэюя]$/.test(read) ? 'й' : cyrillic
    at += latin.length
  }
  return read
}
