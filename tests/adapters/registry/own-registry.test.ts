import { beforeAll, describe, expect, test } from 'vitest'
import { addTransferredHoldings } from '../../../adapters/registry/add-acts.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import { forEachBackend } from '../../support/database.ts'
import { EVER, openRegistry, type OpenedRegistry } from './open-registry.ts'
import { act, day, subject } from './samples.ts'

forEachBackend((backend) => {
  let database: OpenedRegistry['database']
  let registry: OpenedRegistry['registry']
  let add: OpenedRegistry['add']
  let idsOf: OpenedRegistry['idsOf']

  beforeAll(async () => {
    ;({ database, registry, add, idsOf } = await openRegistry(backend))
  })

  test('returns a record with everything an information needs, and all its persons', async () => {
    const [id] = await add(
      act('BIRTH', {
        recordNumber: '415-а',
        recordedOn: day('1990-05-12'),
        eventOn: day('1990-05-01'),
        persons: [
          {
            role: 'CHILD',
            familyName: 'Щукина',
            givenName: 'Анна',
            patronymic: 'Сергеевна',
            birthDate: day('1990-05-01'),
          },
          { role: 'MOTHER', familyName: 'Щукина', givenName: 'Елена', birthDate: { value: '1966', precision: 'YEAR' } },
        ],
      }),
    )
    expect((await registry.search(subject('BIRTH', 'CHILD', 'Щукина Анна'), EVER, 'VARIANTS')).records).toStrictEqual([
      {
        id,
        kind: 'BIRTH',
        office: '39-1',
        officeName: 'Отдел ЗАГС Центрального района',
        recordNumber: '415-а',
        recordedOn: day('1990-05-12'),
        eventOn: day('1990-05-01'),
        copyNo: 1,
        restricted: false,
        annulled: false,
        transferred: false,
        persons: [
          {
            role: 'CHILD',
            familyName: 'Щукина',
            givenName: 'Анна',
            patronymic: 'Сергеевна',
            birthDate: day('1990-05-01'),
          },
          { role: 'MOTHER', familyName: 'Щукина', givenName: 'Елена', birthDate: { value: '1966', precision: 'YEAR' } },
        ],
      },
    ])
  })

  test.each([
    ['case and ё', 'артЁМ', 'семЕнов-лЁвин'],
    ['hyphens and spaces', 'Артем ', 'Семёнов – Левин'],
    ['nothing', 'Артём', 'Семёнов-Лёвин'],
  ])('finds a name that differs in %s', async (_difference, givenName, familyName) => {
    const persons = [{ role: 'DECEASED', familyName: 'Семёнов-Лёвин', givenName: 'Артём' } as const]
    const [id] = await add(act('DEATH', { persons }))
    const asked: Subject = { actKind: 'DEATH', persons: [{ role: 'DECEASED', familyName, givenName }] }
    expect(await idsOf(asked)).toContain(id)
  })

  test('finds nobody by a name that is only half given', async () => {
    await add(act('DEATH', { persons: [{ role: 'DECEASED', familyName: 'Жарков', givenName: 'Пётр' }] }))
    expect(await idsOf(subject('DEATH', 'DECEASED', 'Жарков Петр'))).toHaveLength(1)
    expect(await idsOf({ actKind: 'DEATH', persons: [{ role: 'DECEASED', familyName: 'Жарков' }] })).toEqual([])
    expect(await idsOf({ actKind: 'DEATH', persons: [{ role: 'DECEASED', givenName: 'Пётр' }] })).toEqual([])
  })

  describe('the roles of a record', () => {
    const names = { familyName: 'Ролев', givenName: 'Лев' }
    let marriage: string | undefined
    beforeAll(async () => {
      const added = await add(
        act('MARRIAGE', {
          persons: [
            { role: 'SPOUSE_1', familyName: 'Иной', givenName: 'Ян' },
            { role: 'SPOUSE_2', ...names },
          ],
        }),
        act('BIRTH', { persons: [{ role: 'FATHER', ...names }] }),
        act('PATERNITY', { persons: [{ role: 'FATHER', ...names }] }),
      )
      marriage = added[0]
    })

    test('are those the kind is searched by', async () => {
      expect(await idsOf({ actKind: 'MARRIAGE', persons: [{ role: 'SPOUSE', ...names }] })).toEqual([marriage])
      expect(await idsOf({ actKind: 'BIRTH', persons: [{ role: 'FATHER', ...names }] })).toEqual([])
      expect(await idsOf({ actKind: 'PATERNITY', persons: [{ role: 'FATHER', ...names }] })).toHaveLength(1)
    })

    test('must fit the stated one', async () => {
      expect(await idsOf({ actKind: 'PATERNITY', persons: [{ role: 'CHILD', ...names }] })).toEqual([])
    })

    test('let either of two spouses find the record, once', async () => {
      const spouses = [
        { role: 'SPOUSE', ...names } as const,
        { role: 'SPOUSE', familyName: 'Иной', givenName: 'Ян' } as const,
        { role: 'SPOUSE', familyName: 'Неизвестная', givenName: 'Яна' } as const,
      ]
      expect(await idsOf({ actKind: 'MARRIAGE', persons: spouses })).toEqual([marriage])
    })
  })

  test('finds a record by a name borne before or after it, and shows the name of the record', async () => {
    const bride = {
      role: 'SPOUSE_2',
      familyName: 'Журавлёва',
      givenName: 'Алёна',
      otherNames: [{ familyName: 'Семёнова', givenName: 'Алёна' }],
    } as const
    const [id] = await add(act('DIVORCE', { persons: [bride] }))
    const byOther = (await registry.search(subject('DIVORCE', 'SPOUSE', 'Семенова Алена'), EVER, 'VARIANTS')).records
    expect(byOther).toMatchObject([{ id, persons: [{ familyName: 'Журавлёва' }] }])
    const both = {
      role: 'SPOUSE',
      familyName: 'Неизвестная',
      otherFamilyName: 'Журавлева',
      givenName: 'Алена',
    } as const
    expect(await idsOf({ actKind: 'DIVORCE', persons: [both] })).toEqual([id])
  })

  describe('the window', () => {
    const asked = subject('NAME_CHANGE', 'SUBJECT', 'Окошкин Окей')
    let id: string | undefined
    beforeAll(async () => {
      const person = { role: 'SUBJECT', familyName: 'Окошкин', givenName: 'Окей' } as const
      const dates = { eventOn: day('1990-06-15'), recordedOn: day('1994-02-03') }
      id = (await add(act('NAME_CHANGE', { ...dates, persons: [person] })))[0]
    })

    test.each([
      ['the event date', '1990-06-15', '1990-06-15', true],
      ['the record date', '1994-02-03', '1994-02-03', true],
      ['both', '1990-01-01', '1995-01-01', true],
      ['neither, between the two', '1991-01-01', '1993-12-31', false],
      ['neither, a day early', '1980-01-01', '1990-06-14', false],
      ['neither, a day late', '1994-02-04', '2026-01-01', false],
    ])('around %s decides', async (_what, from, to, isFound) => {
      expect(await idsOf(asked, { from, to })).toEqual(isFound ? [id] : [])
    })
  })

  test.each([
    ['a year', { value: '1931', precision: 'YEAR' }, '1931-12-31', true],
    ['a year', { value: '1931', precision: 'YEAR' }, '1932-01-01', false],
    ['a month', { value: '1932-02', precision: 'MONTH' }, '1932-02-29', true],
    ['a month', { value: '1932-02', precision: 'MONTH' }, '1932-03-01', false],
  ] as const)('takes %s of an old record for every day it may mean: %o on %s: %s', async (_what, date, on, isFound) => {
    const recordNumber = `${date.value}/${on}`
    const person = { role: 'DECEASED', familyName: `Старов${on}`, givenName: 'Лука', birthDate: date } as const
    await add(act('DEATH', { recordNumber, eventOn: date, recordedOn: date, persons: [person] }))
    const found = (
      await registry.search(subject('DEATH', 'DECEASED', `Старов${on} Лука`), { from: on, to: on }, 'VARIANTS')
    ).records
    const expected = { eventOn: date, recordedOn: date, persons: [{ birthDate: date }] }
    expect(found).toMatchObject(isFound ? [expected] : [])
  })

  test('shows restriction, annulment and transfer, and treats every adoption as restricted', async () => {
    const person = { familyName: 'Флагов', givenName: 'Фома' }
    const child = [{ role: 'CHILD', ...person } as const]
    const recordedOn = day('1926-05-05')
    await add(
      act('ADOPTION', { persons: child }),
      act('BIRTH', { persons: child, restricted: true, recordNumber: '1' }),
      act('BIRTH', { persons: child, annulled: true, recordNumber: '2' }),
      act('BIRTH', { persons: child, office: '39-2', bookNumber: 3, recordedOn, recordNumber: '3' }),
      act('BIRTH', { persons: child, office: '39-2', bookNumber: 4, recordedOn, recordNumber: '4' }),
    )
    const papers = { archive: 'ГАКО', actNumber: '1', actOn: '2027-01-15', fond: 'Р-1', inventory: '2' }
    const holding = { office: '39-2', kind: 'BIRTH', year: 1926, bookNumber: 3, ...papers } as const
    await addTransferredHoldings(database, [holding])
    await addTransferredHoldings(database, [{ ...holding, fond: 'Р-2' }])
    const [adoption] = (await registry.search(subject('ADOPTION', 'CHILD', 'Флагов Фома'), EVER, 'VARIANTS')).records
    expect(adoption).toMatchObject({ restricted: true })
    const births = (await registry.search(subject('BIRTH', 'CHILD', 'Флагов Фома'), EVER, 'VARIANTS')).records
    const flags = births.map(({ recordNumber, ...flag }) => [
      recordNumber,
      flag.restricted,
      flag.annulled,
      flag.transferred,
    ])
    expect(flags.toSorted()).toEqual([
      ['1', true, false, false],
      ['2', false, true, false],
      ['3', false, false, true],
      ['4', false, false, false],
    ])
  })

  describe('two copies of a record (B6)', () => {
    const person = { role: 'DECEASED', familyName: 'Копиев', givenName: 'Ким' } as const
    const asked = subject('DEATH', 'DECEASED', 'Копиев Ким')

    test('are found both, and say when they differ', async () => {
      const first = act('DEATH', { persons: [person], bookNumber: 1, certificateSerial: 'I-РА' })
      await add(first, { ...first, copyNo: 2, bookNumber: 9, certificateSerial: 'II-РА' })
      const { records } = await registry.search(asked, EVER, 'VARIANTS')
      expect(records.map(({ copyNo, copyDiffers }) => [copyNo, copyDiffers])).toEqual([
        [1, undefined],
        [2, undefined],
      ])
      await add(act('DEATH', { ...first, recordNumber: 'иной' }))
      await add(act('DEATH', { ...first, recordNumber: 'иной', copyNo: 2, marks: 'исправлено' }))
      const differing = (await registry.search(asked, EVER, 'VARIANTS')).records.filter(
        ({ copyDiffers }) => copyDiffers,
      )
      expect(differing.map(({ recordNumber, copyNo }) => [recordNumber, copyNo])).toEqual([
        ['иной', 1],
        ['иной', 2],
      ])
    })

    test('restrict and annul each other', async () => {
      const first = act('DEATH', { recordNumber: 'вдвоём', persons: [{ ...person, familyName: 'Вдвоёв' }] })
      await add(first, { ...first, copyNo: 2, restricted: true, annulled: true })
      const { records } = await registry.search(subject('DEATH', 'DECEASED', 'Вдвоев Ким'), EVER, 'VARIANTS')
      expect(records).toMatchObject([
        { copyNo: 1, restricted: true, annulled: true },
        { copyNo: 2, restricted: true, annulled: true },
      ])
    })
  })

  test('is REGISTRY_UNREACHABLE when the store is away', async () => {
    const closed = await backend.open()
    await closed.close()
    const away = createOwnRegistry(closed)
    await expect(away.search(subject('BIRTH', 'CHILD', 'Иванов Иван'), EVER, 'VARIANTS')).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    })
    await expect(away.getCoverage('BIRTH', { fromYear: 2000, toYear: 2001 })).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    })
  })
})
