/** The stock of Russian surnames: a head counted in life and a productive tail, so that new names never stop coming. */
import { createDraw, createSampler, type Draw } from './draw.ts'
import { CODAS, DIMINUTIVES, ENDINGS, FREQUENT_SURNAMES, MIDDLES, ONSETS, ROOTS, VOWELS } from './surname-table.ts'

export interface Surname {
  readonly masculine: string
  readonly feminine: string
}

/** With doubled and foreign ones, 8 million acts have about 160,000 different surnames. */
const TAIL_SIZE = 147_000
/** Share of the tail among all bearers, per mille. */
const TAIL_SHARE = 640
/** The tail falls as 1 / (rank + offset): its first names are as rare as the last of the head. */
const TAIL_OFFSET = 300
const REAL_ROOTS_PER_MILLE = 350
const TWO_SYLLABLES_PER_MILLE = 750

export function createSurnameStock(): (draw: Draw) => Surname {
  const head = [...FREQUENT_SURNAMES.matchAll(/(\S+) (\d+)/g)].map(([, name = '', weight]) => ({
    name,
    weight: Number(weight),
  }))
  const names = new Set(head.map(({ name }) => name))
  const headWeight = head.reduce((sum, { weight }) => sum + weight, 0)
  addTail(names, head.length + TAIL_SIZE)
  const ranks = Array.from({ length: TAIL_SIZE }, (_, rank) => 1 / (rank + TAIL_OFFSET))
  const scale = (headWeight * TAIL_SHARE) / (1000 - TAIL_SHARE) / ranks.reduce((sum, value) => sum + value, 0)
  const sample = createSampler([...head.map(({ weight }) => weight), ...ranks.map((value) => value * scale)])
  const stock = [...names].map(surnameOf)
  return (draw) => stock[sample(draw)]!
}

/** Both forms of a surname from the masculine one; many have one form only. */
export function surnameOf(masculine: string): Surname {
  return { masculine, feminine: feminineOf(masculine) }
}

function feminineOf(masculine: string): string {
  if (/(ов|ев|ёв|ин|ын)$/.test(masculine)) return `${masculine}а`
  if (/(ий|ой)$/.test(masculine)) return `${masculine.slice(0, -2)}ая`
  return masculine
}

/** The same names for every seed: regions differ in who lives there, not in the language. */
function addTail(names: Set<string>, size: number): void {
  const draw = createDraw()
  draw.restart(0, 0)
  const endings = [...ENDINGS.matchAll(/([а-я]+) (\d+)/g)].map(([, ending = '', weight]) => ({ ending, weight }))
  const sampleEnding = createSampler(endings.map(({ weight }) => Number(weight)))
  while (names.size < size) {
    const name = join(drawRoot(draw), endings[sampleEnding(draw)]!.ending)
    names.add(name.charAt(0).toUpperCase() + name.slice(1))
  }
}

const [ONSET_LIST, VOWEL_LIST, MIDDLE_LIST, CODA_LIST] = [ONSETS, VOWELS, MIDDLES, CODAS].map(words)
const [ROOT_LIST, DIMINUTIVE_LIST] = [ROOTS, DIMINUTIVES].map(words)

function drawRoot(draw: Draw): string {
  const from = (list: readonly string[] = []): string => list[draw.below(list.length)]!
  if (draw.perMille(REAL_ROOTS_PER_MILLE)) return from(ROOT_LIST) + from(DIMINUTIVE_LIST)
  const start = from(ONSET_LIST) + from(VOWEL_LIST)
  if (!draw.perMille(TWO_SYLLABLES_PER_MILLE)) return start + from(CODA_LIST)
  return start + from(MIDDLE_LIST) + from(VOWEL_LIST) + from(CODA_LIST)
}

/** After a hushing sound or ц, -ов is written -ев; no soft sign stands before a vowel. */
function join(root: string, ending: string): string {
  const stem = /^[аеиоуыюя]/.test(ending) ? root.replace(/ь$/, '') : root
  return /[жшчщц]$/.test(stem) ? stem + ending.replace(/^ов$/, 'ев').replace(/^ы/, 'и') : stem + ending
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
