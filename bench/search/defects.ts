/** What goes wrong on the way from a record to an inquiry: a name that was true becomes one that is not. */
import { editDistance } from '../../gateway/domain/edit-distance.ts'
import type { Draw } from '../../adapters/registry/generate/draw.ts'

/** A name with the defect, or undefined where it cannot be had. */
export type Defect = (name: string, draw: Draw) => string | undefined

const ALPHABET = 'абвгдежзийклмнопрстуфхцчшщъыьэюя'
const SOUNDS = new Map([
  ['о', 'а'],
  ['а', 'о'],
  ['е', 'и'],
  ['и', 'е'],
  ['д', 'т'],
  ['т', 'д'],
])
const ATTEMPTS = 20

export const swapNeighbours = edit((letters, at) => {
  const [one, other] = [letters[at], letters[at + 1]]
  return one === undefined || other === undefined ? letters : letters.toSpliced(at, 2, other, one)
})
export const substitute = edit((letters, at, letter) => letters.with(at, letter))
export const omit = edit((letters, at) => letters.toSpliced(at, 1))
export const insert = edit((letters, at, letter) => letters.toSpliced(at, 0, letter))
/** о for а, е for и, д for т, and the other way round: as somebody writes who has heard the name. */
export const mishear = edit((letters, at) => letters.with(at, SOUNDS.get(letters[at] ?? '') ?? letters[at] ?? ''))

const SINGLE = [swapNeighbours, substitute, omit, insert] as const

export const anyEdit: Defect = (name, draw) => SINGLE[draw.below(SINGLE.length)]!(name, draw)

export const twoEdits: Defect = (name, draw) => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const once = anyEdit(name, draw)
    const twice = once && anyEdit(once, draw)
    if (twice && editDistance(plain(twice), plain(name), 2) === 2) return twice
  }
  return undefined
}

/** One edit at any place of the name, its first and its last letter too; ё counts as е. */
function edit(change: (letters: readonly string[], at: number, letter: string) => readonly string[]): Defect {
  return (name, draw) => {
    const letters = [...plain(name)]
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const letter = ALPHABET.charAt(draw.below(ALPHABET.length))
      const changed = change(letters, draw.below(letters.length), letter).join('')
      if (changed.length > 1 && editDistance(changed, plain(name), 2) === 1) return capitalised(changed)
    }
    return undefined
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е')
}

function capitalised(name: string): string {
  return name.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase())
}
