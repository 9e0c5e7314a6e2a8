import { describe, expect, test } from 'vitest'
import type { PartialDate, PersonName } from '../../gateway/domain/act.ts'
import type { Subject, SubjectPerson } from '../../gateway/domain/inquiry.ts'
import { compareRecord, type Comparison } from '../../gateway/domain/scoring.ts'
import type { ActRecord, RecordPerson } from '../../gateway/domain/search.ts'
import { actRecord, child, subject } from '../support/builders.ts'

const PERSON = actRecord().persons[0]!
const born = (value: string): PartialDate => ({ value, precision: 'DAY' })
const recorded = (changes: Partial<RecordPerson>, rest: Partial<ActRecord> = {}): ActRecord =>
  actRecord({ persons: [{ ...PERSON, ...changes }], ...rest })
const compared = (changes: Partial<RecordPerson>, asked: Partial<Subject> = {}): Comparison =>
  compareRecord(subject(asked), recorded(changes))
const reasonsOf = ({ differences }: Comparison): readonly string[] => differences.map(({ reason }) => reason)

describe('a person is plausible', () => {
  const three: PersonName = { familyName: 'Ивнаов', givenName: 'Питр', patronymic: 'Сергеивич' }
  const two: PersonName = { familyName: 'Ивнаов', givenName: 'Питр', patronymic: 'Сергеевич' }
  test.each<[string, Partial<RecordPerson>, boolean]>([
    ['up to three edits, when the birth date agrees', three, true],
    ['up to three, when it is near', { ...three, birthDate: born('1990-12-05') }, true],
    ['up to two, when it is another', { ...two, birthDate: born('1961-11-30') }, true],
    ['not with three, when it is another', { ...three, birthDate: born('1961-11-30') }, false],
    ['not with four', { ...three, familyName: 'Ивнаоф' }, false],
    ['with another surname, when all else is the same', { familyName: 'Сидоров' }, true],
    [
      'not with another surname, when the birth date is near only',
      { familyName: 'Сидоров', birthDate: born('1990-12-05') },
      false,
    ],
    ['not with another surname, and a letter of the given name', { familyName: 'Сидоров', givenName: 'Питр' }, false],
    ['with another patronymic, when all else is the same', { patronymic: 'Александрович' }, true],
    ['not with another given name: a twin', { givenName: 'Александр' }, false],
  ])('%s', (_rule, changes, isPlausible) => {
    expect(compared(changes).isPlausible).toBe(isPlausible)
  })

  test('up to three edits, when the birth date is unknown on one side', () => {
    const { birthDate: _birthDate, ...unborn } = PERSON
    expect(compareRecord(subject(), actRecord({ persons: [{ ...unborn, ...three }] })).isPlausible).toBe(true)
    const { birthDate: _asked, ...asked } = child()
    expect(compared(three, { persons: [asked] }).isPlausible).toBe(true)
  })

  test('a missing patronymic counts nothing, but tells no changed surname', () => {
    const { patronymic: _patronymic, ...name } = PERSON
    const record = actRecord({ persons: [name] })
    expect(compareRecord(subject(), record)).toMatchObject({
      isPlausible: true,
      differences: [{ field: 'CHILD/Patronymic', code: 'MISSING' }],
    })
    expect(compareRecord(subject({ persons: [child({ familyName: 'Сидоров' })] }), record).isPlausible).toBe(false)
  })

  test('whatever the name, at the stated address', () => {
    const other = { familyName: 'Сидорова', givenName: 'Анна', patronymic: 'Олеговна' }
    expect(compared(other, { office: '39000001', recordNumber: '123' }).isPlausible).toBe(true)
    expect(compared(other, { office: '39000002', recordNumber: '123' }).isPlausible).toBe(false)
    expect(compared(other, { recordNumber: '123' }).isPlausible).toBe(false)
  })

  test('with another surname, when the number is the stated one and the rest of the name the same', () => {
    const changed = { familyName: 'Сидоров', birthDate: born('1961-11-30') }
    expect(compared(changed).isPlausible).toBe(false)
    expect(compared(changed, { recordNumber: '123' }).isPlausible).toBe(true)
  })
})

describe('several persons', () => {
  const spouse = (name: string, birthDate?: string): SubjectPerson => {
    const [familyName = '', givenName = ''] = name.split(' ')
    return { role: 'SPOUSE', familyName, givenName, ...(birthDate ? { birthDate } : {}) }
  }
  const married = actRecord({
    kind: 'MARRIAGE',
    persons: [
      { role: 'SPOUSE_1', familyName: 'Ким', givenName: 'Иван', birthDate: born('1970-01-01') },
      { role: 'SPOUSE_2', familyName: 'Ли', givenName: 'Вера', birthDate: born('1972-02-02') },
    ],
  })
  const judged = (...persons: SubjectPerson[]) => compareRecord(subject({ actKind: 'MARRIAGE', persons }), married)

  test('one of two spouses is enough', () => {
    expect(judged(spouse('Ким Иван', '1970-01-01'), spouse('Сидорова Анна')).isPlausible).toBe(true)
    expect(judged(spouse('Ким Иван'), spouse('Сидорова Анна')).isPlausible).toBe(true)
  })

  test('unless his birth date is another, and the other spouse is another person', () => {
    expect(judged(spouse('Ким Иван', '1948-11-30')).isPlausible).toBe(true)
    expect(judged(spouse('Ким Иван', '1948-11-30'), spouse('Сидорова Анна')).isPlausible).toBe(false)
  })

  test('parents of a child make nothing plausible, and their differences are told', () => {
    const asked = {
      persons: [
        child({ familyName: 'Сидоров', givenName: 'Олег' }),
        { ...spouse('Иванова Анна'), role: 'MOTHER' as const },
      ],
    }
    const record = actRecord({ persons: [PERSON, { role: 'MOTHER', familyName: 'Иванова', givenName: 'Анна' }] })
    expect(compareRecord(subject(asked), record).isPlausible).toBe(false)
  })

  test('each reason says of whom it speaks', () => {
    expect(reasonsOf(judged(spouse('Ким Иван'), spouse('Лу Вера')))).toEqual([
      'супруг(а): фамилия отличается одной буквой: Лу / Ли',
    ])
    expect(reasonsOf(compared({}, { persons: [child(), { role: 'MOTHER' }] }))).toEqual([
      'в записи нет такого лица: мать',
    ])
  })
})

describe('the reason of each difference', () => {
  test.each<[Partial<RecordPerson>, string]>([
    [{ familyName: 'Ивнаов' }, 'фамилия отличается одной буквой: Иванов / Ивнаов'],
    [{ familyName: 'Инваоф' }, 'фамилия отличается тремя буквами: Иванов / Инваоф'],
    [{ familyName: 'Иванова' }, 'фамилия в форме другого рода: Иванов / Иванова'],
    [{ familyName: 'Ivanov' }, 'фамилия другими знаками: Иванов / Ivanov'],
    [{ familyName: 'Петров-Иванов' }, 'фамилия двойная, совпадает частью или в другом порядке: Иванов / Петров-Иванов'],
    [
      { familyName: 'Петров-Ивнаов' },
      'фамилия двойная, совпадает частью или в другом порядке, отличие одной буквой: Иванов / Петров-Ивнаов',
    ],
    [{ familyName: 'Ываноф' }, 'фамилия звучит так же, пишется иначе: Иванов / Ываноф'],
    [{ familyName: 'Сидоров' }, 'другая фамилия: Иванов / Сидоров'],
    [{ givenName: 'Питер' }, 'имя отличается двумя буквами: Пётр / Питер'],
    [{ patronymic: 'Сергиевич' }, 'отчество отличается одной буквой: Сергеевич / Сергиевич'],
    [{ birthDate: born('1990-12-05') }, 'в дате рождения переставлены день и месяц: 12.05.1990 / 05.12.1990'],
    [{ birthDate: born('1990-05-13') }, 'дата рождения отличается на один день: 12.05.1990 / 13.05.1990'],
    [{ birthDate: { value: '1991', precision: 'YEAR' } }, 'дата рождения отличается на один год: 12.05.1990 / 1991'],
    [{ birthDate: { value: '1948-11', precision: 'MONTH' } }, 'другая дата рождения: 12.05.1990 / 11.1948'],
  ])('%o: %s', (changes, reason) => {
    expect(reasonsOf(compared(changes))).toEqual([reason])
  })

  test('of what the record does not hold', () => {
    const { birthDate: _birthDate, patronymic: _patronymic, ...name } = PERSON
    expect(reasonsOf(compareRecord(subject(), actRecord({ persons: [name] })))).toEqual([
      'отчество в записи отсутствует: Сергеевич / —',
      'дата рождения в записи отсутствует: 12.05.1990 / —',
    ])
  })

  test('of the address', () => {
    const asked = { recordNumber: '124', office: '39000002', period: { from: '1995-01-01', to: '1996-01-01' } }
    expect(reasonsOf(compared({}, asked))).toEqual([
      'другой номер записи: 124 / 123',
      'другой период: 01.01.1995–01.01.1996 / 12.05.1990',
      'другой орган ЗАГС: 39000002 / 39000001',
    ])
  })

  test('of a number in another spelling; case, blanks and hyphens are none (Q7)', () => {
    const numbered = (asked: string, stored: string) =>
      reasonsOf(compareRecord(subject({ recordNumber: asked }), actRecord({ recordNumber: stored })))
    expect(numbered('0123', '123')).toEqual(['номер записи в другом написании: 0123 / 123'])
    expect(numbered('123-А', '123 а')).toEqual([])
  })

  describe('of an age at death, which birth and death tell', () => {
    const died = (birthDate: PartialDate | undefined, ageYears: number) => {
      const { birthDate: _born, ...name } = { ...PERSON, role: 'DECEASED' as const }
      const deceased = birthDate ? { ...name, birthDate } : name
      const { birthDate: _asked, ...asked } = child()
      return reasonsOf(
        compareRecord(
          subject({ actKind: 'DEATH', persons: [{ ...asked, role: 'DECEASED', ageYears }] }),
          actRecord({ kind: 'DEATH', eventOn: born('1990-05-12'), persons: [deceased] }),
        ),
      )
    }
    test.each<[string, PartialDate | undefined, number, string[]]>([
      ['the day before the birthday', born('1920-05-13'), 69, []],
      ['on the birthday', born('1920-05-12'), 70, []],
      ['either age of a year of birth', { value: '1920', precision: 'YEAR' }, 69, []],
      ['either age of a year of birth', { value: '1920', precision: 'YEAR' }, 70, []],
      ['a year more', born('1920-05-12'), 71, ['возраст отличается на один год: 71 / 70']],
      ['another', born('1920-05-12'), 30, ['другой возраст: 30 / 70']],
      ['unknown', undefined, 70, ['возраст в записи отсутствует: 70 / —']],
    ])('%s', (_age, birthDate, ageYears, reasons) => {
      expect(died(birthDate, ageYears)).toEqual(reasons)
    })
  })

  describe('of the surname before or after an act that changes it', () => {
    const before = { familyName: 'Лесной', givenName: 'Пётр', patronymic: 'Сергеевич' }
    const changed = (otherFamilyName: string, otherNames: readonly PersonName[] = [before]) =>
      compareRecord(
        subject({ actKind: 'NAME_CHANGE', persons: [{ ...child({ otherFamilyName }), role: 'SUBJECT' }] }),
        actRecord({ kind: 'NAME_CHANGE', persons: [{ ...PERSON, role: 'SUBJECT', otherNames }] }),
      )
    test.each<[string, readonly PersonName[] | undefined, string[]]>([
      ['Лесной', undefined, []],
      ['Лестной', undefined, ['фамилия до или после акта отличается одной буквой: Лестной / Лесной']],
      ['Козлов', undefined, ['другая фамилия до или после акта: Козлов / Лесной']],
      ['Козлов', [], ['фамилия до или после акта в записи отсутствует: Козлов / —']],
      ['Иванов', [], []],
    ])('%s', (stated, otherNames, reasons) => {
      expect(reasonsOf(changed(stated, otherNames))).toEqual(reasons)
    })

    test('it makes no other person of him', () => {
      expect(changed('Козлов').isPlausible).toBe(true)
    })
  })

  test('of a name that is the other one of the inquiry', () => {
    const asked = [child({ familyName: 'Лесной', otherFamilyName: 'Иванов' })]
    expect(reasonsOf(compared({}, { persons: asked }))).toEqual([
      'фамилия не та, что указана основной, а другая из запроса: Лесной / Иванов',
    ])
  })
})

test('the fewer and the smaller the differences, the lighter the record', () => {
  const weights = [
    compared({}),
    compared({ familyName: 'Иванова' }),
    compared({ familyName: 'Ивнаов' }),
    compared({ familyName: 'Ивнаов', birthDate: born('1990-05-13') }),
    compared({ familyName: 'Сидоров' }),
    compared({ familyName: 'Сидоров', givenName: 'Александр' }),
  ].map(({ weight }) => weight)
  expect(weights).toEqual(weights.toSorted((a, b) => a - b))
  expect(new Set(weights).size).toBe(weights.length)
})
