import { describe, expect, test } from 'vitest'
import type { ActKind, PersonRole } from '../../gateway/domain/act.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import { judgeRecords } from '../../gateway/domain/judgement.ts'
import type { ActRecord } from '../../gateway/domain/search.ts'
import { actRecord, child, subject } from '../support/builders.ts'

const differing = (asked: Partial<Subject>, record = actRecord()) => judgeRecords(subject(asked), [record])

describe('what the found records mean (¶57)', () => {
  const nothing = { discrepancies: [], identified: true, candidates: [], isCut: false }
  const exact = (id: string) => ({ id, differences: [], reasons: [] })
  const near = actRecord({
    id: 'near',
    recordNumber: '9',
    persons: [{ ...actRecord().persons[0]!, familyName: 'Ивнаов' }],
  })

  test('nothing: NOT_FOUND', () => {
    expect(judgeRecords(subject(), [])).toEqual({ ...nothing, mark: 'NOT_FOUND' })
  })

  test('one that agrees: FOUND', () => {
    const found = { mark: 'FOUND', record: actRecord(), candidates: [exact('act-1')] }
    expect(judgeRecords(subject(), [actRecord()])).toEqual({ ...nothing, ...found })
  })

  test('one that nearly agrees: FOUND_DISCREPANT, with the reason (Q7)', () => {
    expect(judgeRecords(subject(), [near])).toEqual({
      ...nothing,
      mark: 'FOUND_DISCREPANT',
      record: near,
      discrepancies: ['CHILD/FamilyName'],
      candidates: [
        {
          id: 'near',
          differences: ['CHILD/FamilyName LETTERS'],
          reasons: ['фамилия отличается одной буквой: Иванов / Ивнаов'],
        },
      ],
    })
  })

  test('several that agree: AMBIGUOUS, and no record is chosen (Q7)', () => {
    const judged = judgeRecords(subject(), [actRecord(), actRecord({ id: 'act-2' })])
    expect(judged).toEqual({ ...nothing, mark: 'AMBIGUOUS', candidates: [exact('act-1'), exact('act-2')] })
  })

  test('one that agrees among others that nearly do: FOUND, also where the list is cut', () => {
    for (const isCut of [false, true])
      expect(judgeRecords(subject(), [near, actRecord()], isCut)).toMatchObject({
        mark: 'FOUND',
        record: { id: 'act-1' },
      })
  })

  test('several that nearly agree: AMBIGUOUS, the likeliest first', () => {
    const other = actRecord({ ...near, id: 'other', recordNumber: '10', office: '39000002' })
    const judged = judgeRecords(subject({ office: '39000001' }), [other, near])
    expect(judged).toMatchObject({ mark: 'AMBIGUOUS', candidates: [{ id: 'near' }, { id: 'other' }] })
  })

  test('one that nobody would take for it: NOT_FOUND', () => {
    const other = actRecord({ persons: [{ role: 'CHILD', familyName: 'Сидорова', givenName: 'Анна' }] })
    expect(judgeRecords(subject(), [other])).toEqual({ ...nothing, mark: 'NOT_FOUND' })
  })

  test('nothing in a list that is cut: AMBIGUOUS, as nothing may be concluded', () => {
    expect(judgeRecords(subject(), [], true)).toMatchObject({ mark: 'AMBIGUOUS', isCut: true })
    expect(judgeRecords(subject(), [near], true)).toMatchObject({ mark: 'AMBIGUOUS', isCut: true })
  })

  test('one that agrees in a cut list of namesakes: AMBIGUOUS, as another may be left out', () => {
    const namesake = actRecord({ id: 'namesake', recordNumber: '9', office: '39000002' })
    const asked = subject({ office: '39000001' })
    expect(judgeRecords(asked, [actRecord(), namesake]).mark).toBe('FOUND')
    expect(judgeRecords(asked, [actRecord(), namesake], true).mark).toBe('AMBIGUOUS')
    expect(judgeRecords(asked, [actRecord()], true).mark).toBe('AMBIGUOUS')
    expect(judgeRecords(asked, [actRecord(), namesake, near], true).mark).toBe('FOUND')
  })

  test('more than fifty: all are told of, fifty are listed', () => {
    const many = Array.from({ length: 51 }, (_, index) => actRecord({ id: `${index}`, recordNumber: `${index}` }))
    expect(judgeRecords(subject(), many)).toMatchObject({ mark: 'AMBIGUOUS', isCut: true, candidates: { length: 50 } })
  })

  test('a restricted one among those that agree: RESTRICTED, and no record leaves the judgement (C1, C3)', () => {
    const judged = judgeRecords(subject(), [actRecord(), actRecord({ id: 'act-2', restricted: true })])
    expect(judged).toMatchObject({ mark: 'RESTRICTED', discrepancies: [] })
    expect(judged).not.toHaveProperty('record')
  })

  test('a restricted one that nearly agrees, and none that does: RESTRICTED', () => {
    expect(judgeRecords(subject(), [{ ...near, restricted: true }])).toMatchObject({ mark: 'RESTRICTED' })
    expect(judgeRecords(subject(), [{ ...near, restricted: true }, actRecord()])).toMatchObject({ mark: 'FOUND' })
  })

  test('an annulled one: ANNULLED, never issued as valid (Q8)', () => {
    expect(judgeRecords(subject(), [actRecord({ annulled: true })]).mark).toBe('ANNULLED')
  })

  test('one handed to the archive: ARCHIVED (H2, H4)', () => {
    expect(judgeRecords(subject(), [actRecord({ transferred: true })]).mark).toBe('ARCHIVED')
  })

  test('two copies of one record: one record, the first copy (B4)', () => {
    const copies = [actRecord({ id: 'second', copyNo: 2 }), actRecord()]
    expect(judgeRecords(subject(), copies)).toMatchObject({ mark: 'FOUND', record: { id: 'act-1' } })
    const corrected = [near, actRecord({ id: 'second', recordNumber: '9', copyNo: 2 })]
    expect(judgeRecords(subject(), corrected)).toMatchObject({ mark: 'FOUND', record: { id: 'second', copyNo: 2 } })
  })

  test('a copy restricts or annuls the other one, and takes it along to the archive (H2)', () => {
    const second = { id: 'second', copyNo: 2 } as const
    const judged = (changes: Partial<ActRecord>) =>
      judgeRecords(subject(), [actRecord(), actRecord({ ...second, ...changes })])
    expect(judged({ restricted: true }).mark).toBe('RESTRICTED')
    expect(judged({ annulled: true }).mark).toBe('ANNULLED')
    expect(judged({ transferred: true }).mark).toBe('ARCHIVED')
  })

  describe('by a former name', () => {
    const before = { familyName: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич' }
    const renamed = (kind: ActKind, role: PersonRole): ActRecord =>
      actRecord({
        kind,
        persons: [
          {
            role,
            familyName: 'Лесной',
            givenName: 'Павел',
            patronymic: 'Ильич',
            birthDate: { value: '1990-05-12', precision: 'DAY' },
            otherNames: [before],
          },
        ],
      })

    test.each([
      ['DIVORCE', 'SPOUSE_1', 'SPOUSE'],
      ['MARRIAGE', 'SPOUSE_2', 'SPOUSE'],
      ['NAME_CHANGE', 'SUBJECT', 'SUBJECT'],
    ] as const)('that stands in the record of a %s: FOUND', (actKind, recorded, role) => {
      const asked = subject({ actKind, persons: [{ ...child(), role }] })
      expect(judgeRecords(asked, [renamed(actKind, recorded)])).toMatchObject({ mark: 'FOUND' })
    })

    test('that a record of a death gives as well: FOUND_DISCREPANT', () => {
      const asked = subject({ actKind: 'DEATH', persons: [{ ...child(), role: 'DECEASED' }] })
      expect(judgeRecords(asked, [renamed('DEATH', 'DECEASED')])).toMatchObject({
        mark: 'FOUND_DISCREPANT',
        candidates: [{ differences: ['DECEASED/Name OTHER_NAME'] }],
      })
    })

    test.each(['BIRTH', 'PATERNITY'] as const)(
      'borne before an adoption or paternity (%s): RESTRICTED (C3)',
      (actKind) => {
        const asked = subject({ actKind })
        const judged = judgeRecords(asked, [renamed(actKind, 'CHILD')])
        expect(judged).toMatchObject({ mark: 'RESTRICTED' })
        expect(judged).not.toHaveProperty('record')
        const namesake = actRecord({ id: 'namesake', recordNumber: '7', kind: actKind })
        expect(judgeRecords(asked, [renamed(actKind, 'CHILD'), namesake])).toMatchObject({ mark: 'RESTRICTED' })
      },
    )
  })
})

describe('FOUND_DISCREPANT lists each differing field by name (Q7)', () => {
  test.each([
    ['a family name', { persons: [child({ familyName: 'Иваненко' })] }, ['CHILD/FamilyName']],
    ['a patronymic', { persons: [child({ patronymic: 'Семёнович' })] }, ['CHILD/Patronymic']],
    [
      'a given name and a birth date',
      { persons: [child({ givenName: 'Питр', birthDate: '1990-05-13' })] },
      ['CHILD/GivenName', 'CHILD/BirthDate'],
    ],
    ['the record number', { recordNumber: '124' }, ['RecordNumber']],
    ['the office', { office: '39000002' }, ['Office']],
    ['a person the record does not have', { persons: [child(), { role: 'MOTHER' as const }] }, ['MOTHER']],
    ['a child named twice', { persons: [child(), child()] }, ['CHILD']],
  ])('%s', (_field, asked, discrepancies) => {
    expect(differing(asked)).toMatchObject({ mark: 'FOUND_DISCREPANT', discrepancies })
  })

  test('the stated period, where the record lies in the three years around it (¶55)', () => {
    const period = { from: '1992-01-01', to: '1992-12-31' }
    expect(differing({ period })).toMatchObject({ mark: 'FOUND_DISCREPANT', discrepancies: ['Period'] })
    expect(differing({ period: { from: '1992-01-01', to: '1990-05-12' } })).toMatchObject({ mark: 'FOUND' })
  })

  test('the year of a stated record number, by event and by record (B4)', () => {
    const asked = { recordNumber: '123', period: { from: '1992-01-01', to: '1992-12-31' } }
    expect(differing(asked)).toMatchObject({ mark: 'FOUND_DISCREPANT', discrepancies: ['Period'] })
    const recordedLater = actRecord({ recordedOn: { value: '1992', precision: 'YEAR' } })
    expect(differing(asked, recordedLater)).toMatchObject({ mark: 'FOUND' })
  })

  test.each([
    ['letter case and ё', child({ familyName: 'ИВАНОВ', givenName: 'Петр' })],
    ['spaces and hyphens', child({ familyName: 'Ива-нов ' })],
    ['fields that were not asked', { role: 'CHILD' as const, familyName: 'Иванов', birthDate: '1990-05-12' }],
  ])('%s are no discrepancy', (_difference, person) => {
    expect(differing({ persons: [person] })).toMatchObject({ mark: 'FOUND', discrepancies: [] })
  })

  test.each([
    ['the year of the birth', { value: '1990', precision: 'YEAR' }, []],
    ['another year', { value: '1991', precision: 'YEAR' }, ['CHILD/BirthDate']],
    ['the month of the birth', { value: '1990-05', precision: 'MONTH' }, []],
    ['another month', { value: '1990-06', precision: 'MONTH' }, ['CHILD/BirthDate']],
  ] as const)('a partial birth date agrees as far as it goes: %s', (_date, birthDate, discrepancies) => {
    const persons = [
      { role: 'CHILD' as const, familyName: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич', birthDate },
    ]
    expect(differing({}, actRecord({ persons })).discrepancies).toEqual(discrepancies)
  })

  test('a record without a birth date does not confirm the stated one', () => {
    const persons = [{ role: 'CHILD' as const, familyName: 'Иванов', givenName: 'Пётр', patronymic: 'Сергеевич' }]
    expect(differing({}, actRecord({ persons })).discrepancies).toEqual(['CHILD/BirthDate'])
  })
})

describe('spouses are asked for in any order, each for another one of the record', () => {
  const record = actRecord({
    kind: 'MARRIAGE',
    persons: [
      { role: 'SPOUSE_1', familyName: 'Ким', givenName: 'Иван' },
      { role: 'SPOUSE_2', familyName: 'Ли', givenName: 'Анна' },
    ],
  })
  const married = (...names: [string, string?][]) =>
    judgeRecords(
      subject({
        actKind: 'MARRIAGE',
        persons: names.map(([familyName, givenName]) =>
          givenName ? { role: 'SPOUSE', familyName, givenName } : { role: 'SPOUSE', familyName },
        ),
      }),
      [record],
    )

  test.each<[string, [string, string?][]]>([
    ['as recorded', [['Ким', 'Иван'], ['Ли']]],
    ['the other way round', [['Ли'], ['Ким', 'Иван']]],
    ['the less certain name first', [['Ким'], ['Ли', 'Анна']]],
  ])('%s', (_order, names) => {
    expect(married(...names)).toMatchObject({ mark: 'FOUND', identified: true })
  })

  test('one recorded spouse does not answer for two asked ones', () => {
    expect(married(['Ким', 'Иван'], ['Ким'])).toMatchObject({
      mark: 'FOUND_DISCREPANT',
      discrepancies: ['SPOUSE/FamilyName'],
    })
  })
})

describe('a full name alone does not tell namesakes apart', () => {
  const nameOnly = { role: 'CHILD', familyName: 'Иванов', givenName: 'Пётр' } as const
  test.each([
    ['a name alone', { persons: [nameOnly] }, false],
    ['a name and a birth date', { persons: [child()] }, true],
    ['a name and a record number', { persons: [nameOnly], recordNumber: '123' }, true],
    ['two names', { persons: [nameOnly, { role: 'MOTHER', familyName: 'Иванова', givenName: 'Анна' }] }, true],
    [
      "a mother's surname, which is the child's",
      { persons: [nameOnly, { role: 'MOTHER', familyName: 'Иванова' }] },
      false,
    ],
    ["a spouse's surname", { persons: [nameOnly, { role: 'SPOUSE', familyName: 'Ким' }] }, true],
    ['a name and a nameless second person', { persons: [nameOnly, { role: 'MOTHER' }] }, false],
  ] as const)('%s', (_data, asked, identified) => {
    expect(judgeRecords(subject(asked), [])).toMatchObject({ identified })
  })
})
