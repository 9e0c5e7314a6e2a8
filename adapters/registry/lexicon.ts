/**
 * Every key of one kind of name, in memory, and which of them come near a word. Lengths and the letters that occur rule
 * out nearly all keys before a distance is counted.
 */
import { editDistance } from '../../gateway/domain/edit-distance.ts'
import { soundOf } from '../../gateway/domain/name-variants.ts'

export interface Lexicon {
  readonly size: number
  /** Each key once. */
  add(keys: readonly string[]): void
  /** Keys within so many edits of one of the words, or sounding like one in any of its spellings. */
  near(words: readonly string[], edits: number): readonly string[]
  /** Longer keys that begin or end with one of the words: Анна in Анна-Мария. */
  extending(words: readonly string[]): readonly string[]
}

/** `spellingOf` gives all spellings of a name one key. */
export function createLexicon(spellingOf = (key: string): string => key): Lexicon {
  const keys: string[] = []
  let lengths = new Uint8Array(1024)
  let letters = new Uint32Array(1024)
  let sounds = new Uint32Array(1024)

  function makeRoom(size: number): void {
    if (size <= lengths.length) return
    const room = Math.max(size, 2 * lengths.length)
    lengths = copyOf(lengths, new Uint8Array(room))
    letters = copyOf(letters, new Uint32Array(room))
    sounds = copyOf(sounds, new Uint32Array(room))
  }

  /** An edit brings in one letter that did not occur, and takes one away, at most. */
  function findNear(word: string, edits: number, found: Set<string>): void {
    const [length, own, sound] = [word.length, lettersOf(word), soundOf(spellingOf(word))]
    const heard = digestOf(sound)
    for (let at = 0; at < keys.length; at++) {
      const others = letters[at]!
      const isNear =
        Math.abs(lengths[at]! - length) <= edits &&
        bitCount(own & ~others) <= edits &&
        bitCount(others & ~own) <= edits &&
        editDistance(word, keys[at]!, edits) <= edits
      if (isNear || (sounds[at] === heard && soundOf(spellingOf(keys[at]!)) === sound)) found.add(keys[at]!)
    }
  }

  return {
    get size() {
      return keys.length
    },
    add(added) {
      makeRoom(keys.length + added.length)
      for (const key of added) {
        const at = keys.push(key) - 1
        // Of longer ones the distance decides: no name is so long.
        lengths[at] = Math.min(key.length, 255)
        letters[at] = lettersOf(key)
        sounds[at] = digestOf(soundOf(spellingOf(key)))
      }
    },
    near(words, edits) {
      const found = new Set<string>()
      for (const word of words) findNear(word, edits, found)
      return [...found]
    },
    extending(words) {
      const extended = (key: string): boolean =>
        words.some((word) => key.length > word.length + 1 && (key.startsWith(word) || key.endsWith(word)))
      return keys.filter(extended)
    },
  }
}

/** Those of some keys that a lexicon of them would find. */
export function nearAmong(keys: readonly string[], words: readonly string[], edits: number): readonly string[] {
  const lexicon = createLexicon()
  lexicon.add(keys)
  return lexicon.near(words, edits)
}

function copyOf<A extends Uint8Array | Uint32Array>(from: A, to: A): A {
  to.set(from)
  return to
}

/** A bit for each letter that occurs; the 32 letters of the alphabet lie side by side in Unicode. */
function lettersOf(word: string): number {
  let bits = 0
  for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) & 31)
  return bits
}

function digestOf(text: string): number {
  let digest = 0x811c9dc5
  for (let at = 0; at < text.length; at++) digest = Math.imul(digest ^ text.charCodeAt(at), 0x01000193)
  return digest >>> 0
}

function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
