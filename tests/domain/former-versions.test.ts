import { describe, expect, test } from 'vitest'
import type { ActKind, PersonName } from '../../gateway/domain/act.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import { isSettled, judgeRecords } from '../../gateway/domain/judgement.ts'
import type { ActRecord, RecordPerson } from '../../gateway/domain/search.ts'
import { actRecord, child, subject } from '../support/builders.ts'

const PERSON = actRecord().persons[0]!
const { familyName, givenName, patronymic = '' } = PERSON
const ASKED: PersonName = { familyName, givenName, patronymic }
const NEW_NAME: PersonName = { familyName: 'Лесной', givenName: 'Павел', patronymic: 'Ильич' }

/** Now of a name that has nothing to do with the one that is asked for. */
function changed(record: Partial<ActRecord> = {}, person: Partial<RecordPerson> = {}): ActRecord {
  return actRecord({ persons: [{ ...PERSON, ...NEW_NAME, formerNames: [ASKED], ...person }], ...record })
}
const namesake = actRecord({ id: 'namesake', recordNumber: '7' })

describe('a name that only former versions of a record have (C3)', () => {
  const asked: Subject = subject()

  test('finds it for a person, with the reason', () => {
    const judged = judgeRecords(asked, [changed()])
    expect(judged).toMatchObject({
      mark: 'FOUND_DISCREPANT',
      discrepancies: ['CHILD/Name'],
      candidates: [
        {
          id: 'act-1',
          differences: ['CHILD/Name FORMER_VERSION'],
          reasons: ['совпадает только имя, которое стояло в записи до внесения изменений'],
        },
      ],
    })
    expect(isSettled(judged, 'VARIANTS')).toBe(false)
  })

  test('leaves the judgement in no record, so that no document can show it', () => {
    for (const judged of [judgeRecords(asked, [changed()]), judgeRecords(asked, [changed({}, ASKED)])]) {
      expect(judged.record?.persons).toHaveLength(1)
      expect(judged.record?.persons[0]).not.toHaveProperty('formerNames')
    }
  })

  test.each<[string, Partial<ActRecord>, string]>([
    ['restricted', { restricted: true }, 'RESTRICTED'],
    ['annulled', { annulled: true }, 'FOUND_DISCREPANT'],
    ['at the archive', { transferred: true }, 'FOUND_DISCREPANT'],
  ])('of a record that is %s: %s', (_what, record, mark) => {
    expect(judgeRecords(asked, [changed(record)]).mark).toBe(mark)
  })

  test('is compared like any other: within an edit or in part it comes near as well', () => {
    const near = changed({}, { formerNames: [{ ...ASKED, familyName: 'Ивнаов' }] })
    expect(judgeRecords(asked, [near])).toMatchObject({
      mark: 'FOUND_DISCREPANT',
      discrepancies: ['CHILD/Name', 'CHILD/FamilyName'],
    })
    const other = changed({}, { formerNames: [{ ...ASKED, givenName: 'Олег', familyName: 'Ким' }] })
    expect(judgeRecords(asked, [other]).mark).toBe('NOT_FOUND')
  })

  test('beside a record that has the name now: AMBIGUOUS, as either may be meant', () => {
    expect(judgeRecords(asked, [changed(), namesake])).toMatchObject({
      mark: 'AMBIGUOUS',
      candidates: [{ id: 'namesake' }, { id: 'act-1' }],
    })
    expect(judgeRecords(asked, [changed({ restricted: true }), namesake]).mark).toBe('RESTRICTED')
    expect(judgeRecords(asked, [changed({}, { birthDate: { value: '1991', precision: 'YEAR' } }), namesake]).mark).toBe(
      'FOUND',
    )
  })

  test('in a cut list: AMBIGUOUS, as one that has the name now may be left out', () => {
    const elsewhere = changed({ office: '39000002' })
    const at = subject({ office: '39000001' })
    expect(judgeRecords(at, [elsewhere, namesake]).mark).toBe('FOUND')
    expect(judgeRecords(at, [elsewhere, namesake], true).mark).toBe('AMBIGUOUS')
  })

  test('is none to be told when the name of the record agrees: a spelling was corrected', () => {
    const corrected = changed({}, { ...ASKED, formerNames: [{ ...ASKED, familyName: 'Ивнаов' }] })
    expect(judgeRecords(asked, [corrected])).toMatchObject({ mark: 'FOUND', discrepancies: [] })
    const misspelt = subject({ persons: [child({ familyName: 'Ивнаов' })] })
    expect(judgeRecords(misspelt, [corrected]).mark).toBe('FOUND_DISCREPANT')
  })

  test.each<ActKind>(['MARRIAGE', 'DIVORCE', 'NAME_CHANGE'])(
    'of a %s stands for the name before or after no more',
    (actKind) => {
      const role = actKind === 'NAME_CHANGE' ? ('SUBJECT' as const) : ('SPOUSE_1' as const)
      const otherNames = [{ ...NEW_NAME, familyName: 'Полевой' }]
      const record = changed({ kind: actKind }, { role, otherNames })
      const of = (name: Partial<PersonName> & { readonly otherFamilyName?: string }): Subject =>
        subject({ actKind, persons: [{ ...child(name), role: role === 'SUBJECT' ? role : 'SPOUSE' }] })
      expect(judgeRecords(of({ ...NEW_NAME, familyName: 'Полевой' }), [record]).mark).toBe('FOUND')
      expect(judgeRecords(of({}), [record]).mark).toBe('FOUND_DISCREPANT')
      expect(judgeRecords(of({ otherFamilyName: 'Полевой' }), [record])).toMatchObject({
        mark: 'FOUND_DISCREPANT',
        discrepancies: [`${role === 'SUBJECT' ? role : 'SPOUSE'}/Name`],
      })
    },
  )

  test('of one copy is no name of the record, though the other copy still has it', () => {
    const unchanged = actRecord({ id: 'second', copyNo: 2 })
    for (const copies of [
      [changed(), unchanged],
      [unchanged, changed()],
    ])
      expect(judgeRecords(asked, copies)).toMatchObject({ mark: 'FOUND_DISCREPANT', record: { id: 'act-1' } })
    const renamed = subject({ persons: [child(NEW_NAME)] })
    expect(judgeRecords(renamed, [changed(), unchanged])).toMatchObject({ mark: 'FOUND', record: { id: 'act-1' } })
  })
})
