import { describe, expect, test } from 'vitest'
import { deletionsOf, givenKey, patronymicKey, surnameKeys } from '../../gateway/domain/name-keys.ts'

describe('the surname key is the same for', () => {
  test.each([
    ['letter case, ё and blanks', 'СЕМЁНОВ ', 'Семенов'],
    ['a possessive surname in both genders', 'Иванова', 'Иванов'],
    ['one in -ева', 'Ковалёва', 'Ковалев'],
    ['one in -ина', 'Пушкина', 'Пушкин'],
    ['one in -ына', 'Лисицына', 'Лисицын'],
    ['one in -ская', 'Достоевская', 'Достоевский'],
    ['one in -цкая', 'Троцкая', 'Троцкий'],
    ['an adjective in -ой', 'Толстая', 'Толстой'],
    ['an adjective in -ый', 'Белая', 'Белый'],
    ['an adjective in -ий', 'Синяя', 'Синий'],
    ['a doubled surname in both genders', 'Петрова-Водкина', 'Петров-Водкин'],
    ['a doubled surname without its hyphen', 'Петрова Водкина', 'Петров–Водкин'],
    ['the Latin letters of a passport', 'IVANOVA', 'Иванов'],
    ['a Latin -sky', 'Dostoevsky', 'Достоевский'],
    ['a Latin letter that looks Cyrillic', 'Ивaнoв', 'Иванов'],
    ['an apostrophe', 'О’Коннор', 'Оконнор'],
    ['a Ukrainian letter', 'Коваленкі', 'Коваленки'],
  ])('%s: %s, %s', (_what, one, other) => {
    expect(surnameKeys(one)[0]).toBe(surnameKeys(other)[0])
  })
})

test.each([
  ['foreign surnames that do not decline', 'Дюма'],
  ['surnames in -ко', 'Шевченко'],
  ['surnames in -ых', 'Черных'],
  ['short surnames', 'Ина'],
  ['a surname that only looks like an ending', 'Цой'],
])('%s stay as they are: %s', (_what, surname) => {
  expect(surnameKeys(surname)).toEqual([surname.toLowerCase()])
})

describe('a doubled surname', () => {
  test('has a key for the whole, and one for each part', () => {
    expect(surnameKeys('Римская-Корсакова')).toEqual(['римскийкорсаков', 'римский', 'корсаков'])
  })

  test('shares its parts with itself in the other order', () => {
    expect(surnameKeys('Корсакова-Римская')).toEqual(['корсаковримский', 'корсаков', 'римский'])
  })

  test('has no key for a particle', () => {
    expect(surnameKeys('ван Бетховен')).toEqual(['ванбетховен', 'бетховен'])
    expect(surnameKeys('Тер-Оганян')).toEqual(['тероганян', 'тер', 'оганян'])
  })
})

test('a name without letters has the empty key', () => {
  expect(surnameKeys(' - ')).toEqual([''])
  expect(patronymicKey(undefined)).toBe('')
})

describe('given names and patronymics', () => {
  test('keep their gender and their endings', () => {
    expect(givenKey('Анна-Мария')).toBe('аннамария')
    expect(patronymicKey('Сергеевна')).not.toBe(patronymicKey('Сергеевич'))
    expect(patronymicKey('Али оглы')).toBe('алиоглы')
  })

  test.each([
    ['Sergey', 'Сергей'],
    ['Sergei', 'Сергей'],
    ['Nikolai', 'Николай'],
    ['Mikhail', 'Михаил'],
    ['Dmitry', 'Дмитрий'],
    ['Dmitriy', 'Дмитрий'],
    ['Iurii', 'Юрий'],
    ['Yuriy', 'Юрий'],
    ['Anna', 'Анна'],
    ['Zhanna', 'Жанна'],
    ['Mariia', 'Мария'],
    ['Fyodor', 'Фёдор'],
    ['Aleksei', 'Алексей'],
    ['Kseniya', 'Ксения'],
    ['Yevgeny', 'Евгений'],
  ])('are read from Latin letters: %s is %s', (latin, russian) => {
    expect(givenKey(latin)).toBe(givenKey(russian))
  })

  test.each([
    ['Shcherbakov', 'щербаков'],
    ['Chernykh', 'черных'],
    ['Khrushchev', 'хрущев'],
    ['Zaytsev', 'зайцев'],
    ['Tsvetaeva', 'цветаев'],
    ['Müller', 'муллер'],
  ])('so are surnames: %s is %s', (latin, key) => {
    expect(surnameKeys(latin)).toEqual([key])
  })
})

test('keys one edit apart share a deletion, others do not', () => {
  const shares = (a: string, b: string): boolean => deletionsOf(a).some((key) => deletionsOf(b).includes(key))
  expect(deletionsOf('анна')).toEqual(['анна', 'нна', 'ана', 'анн'])
  expect(deletionsOf('')).toEqual([''])
  for (const other of ['ивнаов', 'иванв', 'иваннов', 'иванав']) expect(shares('иванов', other)).toBe(true)
  expect(shares('иванов', 'ивоныв')).toBe(false)
})
