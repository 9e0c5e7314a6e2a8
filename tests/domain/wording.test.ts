import { describe, expect, test } from 'vitest'
import type { Decided, Searched } from '../../gateway/domain/case.ts'
import { checkEligibility } from '../../gateway/domain/eligibility.ts'
import type { Requester } from '../../gateway/domain/requester.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import type { ActRecord } from '../../gateway/domain/search.ts'
import {
  ACT_NAMES,
  absenceText,
  informationText,
  refusalText,
  rejectionDescription,
} from '../../gateway/domain/wording.ts'
import {
  ALL_PASSES,
  actRecord,
  COURT,
  inquiry,
  OFFICE,
  registered,
  searchReport,
  subject,
  TODAY,
} from '../support/builders.ts'

const OPENING = 'На Ваш запрос от 06.03.2026 № КОС-17 (вх. № 39000000-2026-000001 от 10.03.2026):'
const decided = (requester: Requester | undefined = COURT): Decided => ({
  ...registered(),
  grounds: [],
  eligibility: checkEligibility(requester, inquiry(), TODAY),
})
const refusal = (requester?: Requester) => {
  const refused: Decided = { ...registered(), grounds: [], eligibility: checkEligibility(requester, inquiry(), TODAY) }
  if (refused.eligibility.eligible) throw new Error('this body is eligible')
  return refusalText(refused, refused.eligibility, OFFICE)
}

test('the acts are named as in annex 7 (S2)', () => {
  expect(ACT_NAMES).toEqual({
    BIRTH: 'о рождении',
    DEATH: 'о смерти',
    MARRIAGE: 'о заключении брака',
    DIVORCE: 'о расторжении брака',
    ADOPTION: 'об усыновлении (удочерении)',
    PATERNITY: 'об установлении отцовства',
    NAME_CHANGE: 'о перемене фамилии, имени, отчества',
  })
})

test('information states fact, kind, number, date, office, persons and event date (¶17(1), section 14)', () => {
  const found = { ...decided(), search: { ...searchReport(), record: actRecord() } }
  expect(informationText(found, OFFICE)).toEqual([
    OPENING,
    'Агентство ЗАГС сообщает, что имеется запись акта о рождении № 123 от 20.05.1990, ' +
      'составленная: Отдел ЗАГС Ленинградского района.',
    'ребёнок: Иванов Пётр Сергеевич, дата рождения: 12.05.1990.',
    'Дата события: 12.05.1990.',
  ])
})

test('partial dates are stated as far as they are known', () => {
  const record = actRecord({
    recordedOn: { value: '1950', precision: 'YEAR' },
    eventOn: { value: '1950-03', precision: 'MONTH' },
    persons: [{ role: 'DECEASED', familyName: 'Ким', givenName: 'Иван' }],
  })
  const text = informationText({ ...decided(), search: { ...searchReport(), record } }, OFFICE).join('\n')
  expect(text).toContain('от 1950 год,')
  expect(text).toContain('умерший(ая): Ким Иван.')
  expect(text).toContain('Дата события: 03.1950.')
})

test('an event that is not known is not told by another date', () => {
  const { eventOn: _unknown, ...record } = actRecord({ kind: 'DEATH' })
  const text = informationText({ ...decided(), search: { ...searchReport(), record } }, OFFICE)
  expect(text.at(-1)).toBe('Дата события в записи не указана.')
})

test('an absence notice states kind, persons, searched periods and offices (N6)', () => {
  const found: Searched = { ...decided(), search: searchReport({ mark: 'NOT_FOUND', passes: ALL_PASSES }) }
  expect(absenceText(found, OFFICE)).toEqual([
    OPENING,
    'Агентство ЗАГС извещает, что запись акта о рождении в отношении: ' +
      'Иванов Пётр Сергеевич, 12.05.1990 г.р. — не найдена.',
    'Проверен период: с 12.05.1990 по 12.05.1990; с 12.05.1987 по 12.05.1993.',
    'Поиск в электронной базе по вариантам написания фамилии, имени и отчества, 10.03.2026: запись не найдена.',
    'Сплошной просмотр всех фамилий электронной базы с отличием до двух букв, 10.03.2026: запись не найдена.',
    'Проверены архивы за 1987–1994 годы: Отдел ЗАГС Ленинградского района.',
  ])
})

test('an absence notice names the address that was asked for, with or without a person', () => {
  const asking = (asked: Partial<Subject>): string => {
    const reading = { ...decided().reading, inquiry: inquiry({ subjects: [subject(asked)] }) } as Decided['reading']
    const search = searchReport({ mark: 'NOT_FOUND', passes: ALL_PASSES })
    return absenceText({ ...decided(), reading, search }, OFFICE)[1] ?? ''
  }
  const address = { office: '39000001', recordNumber: '15-а' }
  expect(asking({ ...address, persons: [] })).toBe(
    'Агентство ЗАГС извещает, что запись акта о рождении № 15-а, ' +
      'составленная: Отдел ЗАГС Ленинградского района, — не найдена.',
  )
  expect(asking(address)).toContain('Ленинградского района, в отношении: Иванов Пётр Сергеевич, 12.05.1990 г.р. — не')
  expect(asking({ office: '39-9', persons: [{ role: 'CHILD', birthDate: '1990-05-12' }] })).toContain(
    'о рождении, составленная: 39-9, в отношении: 12.05.1990 г.р. — не найдена',
  )
})

test('information of a restored record names the decision of the court (Q8)', () => {
  const textOf = (changes: Partial<ActRecord>): readonly string[] =>
    informationText({ ...decided(), search: { ...searchReport(), record: actRecord(changes) } }, OFFICE)
  expect(textOf({ restored: true, restoredBy: 'решение суда 2-2/2012' }).at(-1)).toBe(
    'Запись акта восстановлена, основание: решение суда 2-2/2012.',
  )
  expect(textOf({ restored: true }).at(-1)).toBe('Запись акта восстановлена по решению суда.')
  expect(textOf({}).join('\n')).not.toContain('восстановлена')
})

test('an absence notice of what is still held says which books it does not speak of, and where they are (H5)', () => {
  const holding = {
    archive: 'ГАКО',
    fond: 'Р-1',
    inventory: '2',
    officeName: 'Отдел ЗАГС',
    fromYear: 1987,
    toYear: 1987,
  }
  const coverage = { ...searchReport().coverage!, transferred: { entirely: false, holdings: [holding] } }
  const found = { ...decided(), search: searchReport({ mark: 'NOT_FOUND', passes: ALL_PASSES, coverage }) }
  expect(absenceText(found, OFFICE).at(-1)).toBe(
    'Книги за 1987 год (Отдел ЗАГС) переданы на хранение и не проверялись, по ним следует обратиться: ' +
      'ГАКО, фонд Р-1, опись 2.',
  )
})

test('information names both names of a record that has two, and the copy where copies differ (B6)', () => {
  const formerNames = [{ familyName: 'Полевой', givenName: 'Пётр' }]
  const person = { ...actRecord().persons[0]!, otherNames: [{ familyName: 'Лесной', givenName: 'Пётр' }], formerNames }
  const textOf = (record: ActRecord): string =>
    informationText({ ...decided(), search: { ...searchReport(), record } }, OFFICE).join('\n')
  const renamed = { ...person, role: 'SUBJECT' } as const
  expect(textOf(actRecord({ kind: 'NAME_CHANGE', persons: [renamed], copyNo: 2, copyDiffers: true }))).toMatch(
    /Иванов Пётр Сергеевич, другое имя по записи: Лесной Пётр Сергеевич,.*\n.*\n.*различаются, сведения даны по второму\.$/,
  )
  expect(textOf(actRecord({ persons: [person] }))).not.toMatch(/Лесной|Полевой|различаются/)
})

describe('a refusal names its ground, the other procedure and the appeal (¶3, 28, 75, 87-93)', () => {
  test('to a body that is in no register', () => {
    expect(refusal()).toEqual([
      OPENING,
      'Агентство ЗАГС отказывает в предоставлении государственной услуги на основании пункта 28 регламента ' +
        '(п. 28, 51, 75): направивший запрос орган (организация) не относится к лицам, указанным в пункте 2 регламента.',
      'Граждане получают сведения о государственной регистрации актов гражданского состояния в ином порядке ' +
        '(п. 3 регламента).',
      'Отказ может быть обжалован в вышестоящий орган или в суд (п. 87-93 регламента).',
    ])
  })

  test('each reason in its own words', () => {
    expect(refusal({ ...COURT, validTo: '2026-03-09' })[1]).toContain('полномочия')
    const other = { ...COURT, category: 'OTHER_BY_FEDERAL_LAW' } as const
    expect(refusal(other)[1]).toContain('(п. 2(19), 28): указанная норма не предоставляет')
  })
})

test('the rejection on the wire has number, outgoing number and date and no personal data (section 19)', () => {
  expect(rejectionDescription(decided())).toBe(
    '¶28; 39000000-2026-000001; исх. КОС-17 от 06.03.2026; ' +
      'основания и порядок обжалования указаны в приложенном зашифрованном документе',
  )
})
