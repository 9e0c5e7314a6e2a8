import { expect, test } from 'vitest'
import { createLexicon } from '../../../adapters/registry/lexicon.ts'
import { editDistance } from '../../../gateway/domain/edit-distance.ts'
import { soundOf } from '../../../gateway/domain/name-variants.ts'
import { seeded } from '../../support/builders.ts'

test('finds what a comparison with every key finds, at every number of edits', () => {
  const { below } = seeded(11)
  const letters = 'абвеиклмноруяё-'
  const word = (): string => Array.from({ length: 2 + below(8) }, () => letters[below(letters.length)]).join('')
  const keys = [...new Set(Array.from({ length: 4000 }, word))]
  const lexicon = createLexicon()
  for (let from = 0; from < keys.length; from += 700) lexicon.add(keys.slice(from, from + 700))
  expect(lexicon.size).toBe(keys.length)
  for (let query = 0; query < 300; query++) {
    const words = [word(), word()]
    const edits = below(4)
    const expected = keys.filter((key) =>
      words.some((one) => editDistance(one, key, edits) <= edits || soundOf(one) === soundOf(key)),
    )
    expect(lexicon.near(words, edits).toSorted()).toEqual(expected.toSorted())
  }
})

test('finds names that sound alike, however many letters differ', () => {
  const lexicon = createLexicon()
  lexicon.add(['похомов', 'пахомофф', 'сидоров'])
  expect(lexicon.near(['пахамаф'], 0)).toEqual(['похомов', 'пахомофф'])
})

test('finds the other spellings of a name', () => {
  const lexicon = createLexicon((key) => (key === 'кузьмовна' ? 'кузьминична' : key))
  lexicon.add(['кузьминична', 'лукинична'])
  expect(lexicon.near(['кузьмовна'], 1)).toEqual(['кузьминична'])
})

test('finds longer names that begin or end with one of the words', () => {
  const lexicon = createLexicon()
  lexicon.add(['анна', 'аннамария', 'марианна', 'жанна', 'ян'])
  expect(lexicon.extending(['анна'])).toEqual(['аннамария', 'марианна'])
  expect(lexicon.extending([])).toEqual([])
})

test('an empty one finds nothing, and the empty key is a key', () => {
  const lexicon = createLexicon()
  expect(lexicon.near(['иванов'], 2)).toEqual([])
  lexicon.add(['', 'ли'])
  expect(lexicon.near(['л'], 1).toSorted()).toEqual(['', 'ли'])
})
