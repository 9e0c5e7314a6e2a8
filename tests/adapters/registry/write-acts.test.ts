import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addOffices } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import { createActWriter, type ActWriter } from '../../../adapters/registry/write-acts.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, day, OFFICES } from './samples.ts'

forEachBackend((backend) => {
  let database: Database
  let writer: ActWriter

  beforeAll(async () => {
    database = await backend.open()
    await addOffices(database, OFFICES)
  })
  beforeEach(() => {
    writer = createActWriter(database)
  })

  async function outcomesOf(...acts: readonly NewAct[]): Promise<readonly string[]> {
    return (await writer.write(acts)).map(({ outcome }) => outcome)
  }

  function child(familyName: string, more: Partial<NewAct['persons'][number]> = {}): Partial<NewAct> {
    return { persons: [{ role: 'CHILD', familyName, givenName: 'Анна', ...more }] }
  }

  describe('a record', () => {
    test('is kept with all it states, whatever signs it holds', async () => {
      const full: Required<Omit<NewAct, 'id'>> = {
        kind: 'DEATH',
        office: '39-2',
        recordNumber: '12\\N-а "1"',
        copyNo: 2,
        bookNumber: 3,
        sheet: '17 об.',
        recordedOn: { value: '1931-02', precision: 'MONTH' },
        eventOn: { value: '1931', precision: 'YEAR' },
        headName: 'Ёлкин\tЁ.\nЁ.',
        restricted: true,
        annulled: true,
        annulledBy: 'решение \\ суда',
        restored: true,
        restoredBy: '\\N',
        liftsRestriction: false,
        liftsAnnulment: true,
        marks: '',
        certificateSerial: 'I-АБ № 1',
        details: { cause: 'a\tb\\n"c"\n' },
        source: 'file.csv\r12',
        persons: [
          {
            role: 'DECEASED',
            familyName: 'О\\Нил',
            givenName: 'Д"Арт\tаньян',
            birthDate: { value: '1900', precision: 'YEAR' },
            otherNames: [{ familyName: 'Де\nБац', givenName: 'Шарль', patronymic: 'Бертранович' }],
            details: { sex: 'M' },
          },
        ],
      }
      const [written] = await writer.write([full])
      const [stored] = await database.query('select to_jsonb(act) as row from registry.act where id = $1', [
        written?.id,
      ])
      expect(stored).toMatchObject({
        row: {
          version: 1,
          kind: full.kind,
          office: full.office,
          year: 1931,
          record_number: full.recordNumber,
          copy_no: 2,
          book_number: 3,
          sheet: full.sheet,
          recorded_on: '1931-02',
          event_on: '1931',
          head_name: full.headName,
          restricted: true,
          annulled: true,
          annulled_by: full.annulledBy,
          restored: true,
          restored_by: full.restoredBy,
          lifts_restriction: false,
          lifts_annulment: true,
          marks: '',
          certificate_serial: full.certificateSerial,
          persons: [{ ...full.persons[0], birthDate: '1900' }],
          details: full.details,
          source: full.source,
          superseded_at: null,
        },
      })
      expect(await outcomesOf({ ...full, source: 'again' })).toEqual(['DUPLICATE'])
    })

    test('of an adoption is restricted', async () => {
      const [written] = await writer.write([act('ADOPTION', child('Тайнова'))])
      expect(await database.query('select restricted from registry.act where id = $1', [written?.id])).toEqual([
        { restricted: true },
      ])
    })

    test.each([
      ['an unknown office', { office: 'unknown' }, { constraint: 'act_office' }],
      ['a day that is none', { ...child('Февралева'), eventOn: day('1990-02-30') }, { code: '22008' }],
      ['a decision to annul it, though it is not annulled', { annulledBy: 'решение' }, { code: '23514' }],
    ])('with %s is refused, and its batch with it', async (_what, changes, refusal) => {
      const good = act('BIRTH', child('Хорошева'))
      const failing = writer.write([good, act('BIRTH', changes)])
      await expect(failing).rejects.toMatchObject({ name: 'StatementError', ...refusal })
      expect(await createActWriter(database).write([good])).toMatchObject([{ outcome: 'ADDED' }])
    })

    test('with a control character in its address is refused', async () => {
      await expect(writer.write([act('BIRTH', { recordNumber: '1\n2' })])).rejects.toThrow('a control character')
    })
  })

  describe('an address that is taken', () => {
    test('is a duplicate when the record states the same, a conflict otherwise', async () => {
      const [first, changed] = [act('BIRTH', child('Первая')), act('BIRTH', child('Вторая'))]
      const [added] = await writer.write([first])
      expect(await writer.write([first, { ...first, ...child('Первоя'), marks: 'x' }, changed])).toEqual([
        { outcome: 'DUPLICATE', id: added?.id },
        { outcome: 'CONFLICT', id: added?.id, differs: ['marks', 'persons'] },
        { outcome: 'ADDED', id: expect.any(String) },
      ])
      const versions = 'select persons from registry.act where id = $1'
      expect(await database.query(versions, [added?.id])).toEqual([{ persons: first.persons }])
    })

    test('is one in a store that was empty as well', async () => {
      const empty = await backend.open()
      await addOffices(empty, OFFICES)
      const [first, second, third] = [act('BIRTH', child('Первая')), act('BIRTH', child('Вторая')), act('BIRTH', {})]
      const filling = createActWriter(empty)
      const written = [[first, second], [third], [second, act('BIRTH', {}), { ...first, marks: 'x' }], [third]]
      const outcomes = await Promise.all(written.map((acts) => filling.write(acts)))
      expect(outcomes.map((batch) => batch.map(({ outcome }) => outcome))).toEqual([
        ['ADDED', 'ADDED'],
        ['ADDED'],
        ['DUPLICATE', 'ADDED', 'CONFLICT'],
        ['DUPLICATE'],
      ])
      expect(await empty.query('select count(*) as acts, max(version) as version from registry.act')).toEqual([
        { acts: '4', version: 1 },
      ])
    })

    test('is one in another batch, in the same batch, and by another writer', async () => {
      const first = act('BIRTH', child('Трижды'))
      expect(await outcomesOf(first, { ...first, marks: 'x' }, first)).toEqual(['ADDED', 'CONFLICT', 'DUPLICATE'])
      const others = [createActWriter(database), createActWriter(database)]
      const second = act('BIRTH', child('Вдвоём'))
      const both = await Promise.all(others.map((other) => other.write([second])))
      expect(both.flatMap(([written]) => written?.outcome).toSorted()).toEqual(['ADDED', 'DUPLICATE'])
    })

    test.each([
      ['office', { office: '39-2' }],
      ['kind', { kind: 'DEATH' }],
      ['number', { recordNumber: '1-б' }],
      ['year', { recordedOn: day('2001-02-03') }],
      ['copy', { copyNo: 2 }],
    ] as const)('is not taken for another %s', async (what, changes) => {
      const first = act('BIRTH', { recordNumber: `1 ${what}` })
      expect(await outcomesOf(first, { ...first, ...changes })).toEqual(['ADDED', 'ADDED'])
    })
  })

  describe('a correction', () => {
    test('is a new version, and the one before is kept', async () => {
      const wrong = act('BIRTH', child('Ошибкина'))
      const right = { ...wrong, ...child('Правильная') }
      const [added] = await writer.write([wrong])
      const correcting = createActWriter(database, { corrections: true })
      expect(await correcting.write([right, right])).toEqual([
        { outcome: 'CORRECTED', id: added?.id },
        { outcome: 'DUPLICATE', id: added?.id },
      ])
      const versions = await database.query(
        `select version, superseded_at is null as current, persons->0->>'familyName' as name
         from registry.act where id = $1 order by version`,
        [added?.id],
      )
      expect(versions).toEqual([
        { version: 1, current: false, name: 'Ошибкина' },
        { version: 2, current: true, name: 'Правильная' },
      ])
    })

    test('may change the address of a record that it names', async () => {
      const wrong = act('BIRTH', child('Переехала'))
      const [added] = await writer.write([wrong])
      const moved = { ...wrong, office: '39-2', id: added!.id }
      expect(await writer.write([moved])).toEqual([{ outcome: 'CORRECTED', id: added?.id }])
      expect(await outcomesOf(wrong)).toEqual(['ADDED'])
    })

    test('of a record that is not there is refused', async () => {
      await expect(writer.write([act('BIRTH', { id: '999999999999' })])).rejects.toThrow('no act record 999999999999')
    })
  })

  describe('what a record is found by', () => {
    async function keysOf(written: NewAct): Promise<unknown> {
      const [{ id } = { id: '' }] = await writer.write([written])
      const rows = await database.query<{ of: string }>(
        `select concat_ws(' ', person_no, kind, role, sk, gk, pk, birth_from, birth_to) as of
         from registry.subject where act_id = $1 order by person_no, sk`,
        [id],
      )
      return rows.map((row) => row.of)
    }

    test('is each name of the persons of its kind: the name of the record, others, parts of a doubled one', async () => {
      const marriage = act('MARRIAGE', {
        persons: [
          {
            role: 'SPOUSE_1',
            familyName: 'Мужев',
            givenName: 'Пётр',
            patronymic: 'Ильич',
            birthDate: day('1980-01-31'),
          },
          {
            role: 'SPOUSE_2',
            familyName: 'Семёнова-Белая',
            givenName: 'Алёна',
            otherNames: [{ familyName: 'Белая', givenName: 'Алёна' }],
          },
          { role: 'FATHER', familyName: 'Незваный', givenName: 'Отец' },
        ],
      })
      expect(await keysOf(marriage)).toEqual([
        '0 2 4 мужев петр ильич 1980-01-31 1980-01-31',
        '1 2 5 белий алена ',
        '1 2 5 семенов алена ',
        '1 2 5 семеновбелий алена ',
      ])
    })

    test('has the whole span of a partial date', async () => {
      const deceased = { role: 'DECEASED', familyName: 'Старый', givenName: 'Ян' } as const
      const birthDate = { value: '1890', precision: 'YEAR' } as const
      expect(await keysOf(act('DEATH', { persons: [{ ...deceased, birthDate }] }))).toEqual([
        '0 1 3 старий ян  1890-01-01 1890-12-31',
      ])
    })
  })
})
