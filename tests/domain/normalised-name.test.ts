import { expect, test } from 'vitest'
import { normalisedName } from '../../gateway/domain/normalised-name.ts'

test.each([
  ['letter case', 'ИВАНОВ', 'иванов'],
  ['ё and е', 'Пётр', 'петр'],
  ['Ё in two code points', 'П\u0415\u0308тр', 'петр'],
  ['a hyphen', 'Римский-Корсаков', 'римскийкорсаков'],
  ['a dash or a non-breaking hyphen', 'Римский–Корсаков\u2011', 'римскийкорсаков'],
  ['spaces around and inside', ' Римский \u00a0Корсаков\t', 'римскийкорсаков'],
])('%s do not distinguish names (Q7)', (_difference, name, key) => {
  expect(normalisedName(name)).toBe(key)
})

test('й is not и: another letter is another name (Q7)', () => {
  expect(normalisedName('Андрей')).not.toBe(normalisedName('Андреи'))
})
