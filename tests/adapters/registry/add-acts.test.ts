import { beforeAll, describe, expect, test } from 'vitest'
import { addActs, addOffices, addTransferredHoldings, setCoverage } from '../../../adapters/registry/add-acts.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import type { Registry } from '../../../gateway/ports/registry.ts'
import { forEachBackend } from '../../support/database.ts'
import { act, OFFICES, subject } from './samples.ts'

const EVER = { from: '1900-01-01', to: '2026-12-31' }

forEachBackend((backend) => {
  let database: Database
  let registry: Registry

  beforeAll(async () => {
    database = await backend.open()
    registry = createOwnRegistry(database)
    await addOffices(database, OFFICES)
  })

  describe('a corrected record', () => {
    const wrong = act('BIRTH', { persons: [{ role: 'CHILD', familyName: 'Ошибкин', givenName: 'Олег' }] })
    const right = { ...wrong, persons: [{ role: 'CHILD', familyName: 'Верных', givenName: 'Олег' } as const] }
    let id = ''
    beforeAll(async () => {
      id = (await addActs(database, [wrong]))[0] ?? ''
      expect(await addActs(database, [{ ...right, id }])).toEqual([id])
    })

    test('is read as it is now, by its name, its address and the name it had (C3)', async () => {
      const address = { actKind: 'BIRTH', persons: [], office: right.office, recordNumber: right.recordNumber } as const
      const names = ['Верных Олег', 'Ошибкин Олег'].map((name) => subject('BIRTH', 'CHILD', name))
      for (const asked of [...names, address]) {
        const { records } = await registry.search(asked, EVER, 'VARIANTS')
        expect(records).toMatchObject([{ id, persons: [{ familyName: 'Верных' }] }])
      }
    })

    test('keeps the version before', async () => {
      const versions = await database.query(
        `select version, superseded_at is null as current, persons->0->>'familyName' as name
         from registry.act where id = $1 order by version`,
        [id],
      )
      expect(versions).toEqual([
        { version: 1, current: false, name: 'Ошибкин' },
        { version: 2, current: true, name: 'Верных' },
      ])
    })

    test.each([
      ["update registry.act set record_number = 'x' where id = $1", 'only be superseded'],
      ['update registry.act set superseded_at = null where id = $1', 'only be superseded'],
      ['delete from registry.act where id = $1', 'history of act records is kept'],
    ])('refuses: %s', async (statement, told) => {
      await expect(database.query(statement, [id])).rejects.toThrow(told)
    })

    test('cannot be removed with its table', async () => {
      await expect(database.query('truncate registry.act cascade')).rejects.toThrow('history of act records is kept')
    })
  })

  test('a record number is taken once per office, kind and year', async () => {
    const first = act('DEATH', { recordNumber: '1' })
    const ids = await addActs(database, [first])
    expect(await addActs(database, [first])).toEqual(ids)
    await expect(addActs(database, [{ ...first, headName: 'Другой' }])).rejects.toThrow(
      'act 0 has the address of another',
    )
    await addActs(database, [
      { ...first, office: '39-2' },
      { ...first, recordedOn: { value: '2001', precision: 'YEAR' } },
      { ...first, copyNo: 2 },
    ])
  })

  test('a batch is added whole or not at all', async () => {
    const good = act('DEATH', { persons: [{ role: 'DECEASED', familyName: 'Целый', givenName: 'Цезарь' }] })
    const bad = act('DEATH', { office: 'unknown' })
    await expect(addActs(database, [good, bad])).rejects.toMatchObject({ name: 'StatementError', code: '23503' })
    expect((await registry.search(subject('DEATH', 'DECEASED', 'Целый Цезарь'), EVER, 'VARIANTS')).records).toEqual([])
  })

  test('more acts than one batch holds are all added, their ids in order', async () => {
    const acts = Array.from({ length: 1201 }, (_, index) => act('DIVORCE', { recordNumber: `пакет ${index}` }))
    const ids = await addActs(database, acts)
    expect(new Set(ids).size).toBe(1201)
    const address = { actKind: 'DIVORCE', persons: [], office: '39-1', recordNumber: 'пакет 1200' } as const
    expect((await registry.search(address, EVER, 'VARIANTS')).records).toMatchObject([{ id: ids[1200] }])
  })
})

forEachBackend((backend) => {
  async function registryWith(
    offices: readonly { code: string; name: string }[],
    ...coverage: Parameters<typeof setCoverage>[1]
  ): Promise<Registry> {
    const database = await backend.open()
    await addOffices(database, offices)
    await setCoverage(database, coverage)
    return createOwnRegistry(database)
  }
  const years = { fromYear: 1990, toYear: 1993 }
  const [first, second] = OFFICES

  describe('coverage', () => {
    test('is full when every office has every year', async () => {
      const registry = await registryWith(
        OFFICES,
        { office: '39-1', kind: 'BIRTH', fromYear: 1980, toYear: 2000, state: 'FULL' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1990, toYear: 1993, state: 'FULL' },
      )
      expect(await registry.getCoverage('BIRTH', years)).toEqual({ full: true, ...years, offices: OFFICES, gaps: [] })
      expect(await registry.getCoverage('DEATH', years)).toMatchObject({ full: false })
    })

    test('has a gap where a row is missing, PARTIAL or NONE', async () => {
      const registry = await registryWith(
        OFFICES,
        { office: '39-1', kind: 'BIRTH', fromYear: 1990, toYear: 1993, state: 'FULL' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1990, toYear: 1990, state: 'FULL' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1991, toYear: 1991, state: 'PARTIAL' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1992, toYear: 1992, state: 'NONE' },
      )
      const gaps = [1991, 1992, 1993].map((year) => ({ office: '39-2', year }))
      expect(await registry.getCoverage('BIRTH', years)).toEqual({ full: false, ...years, offices: OFFICES, gaps })
      expect(await registry.getCoverage('BIRTH', { fromYear: 1990, toYear: 1990 })).toMatchObject({ full: true })
    })

    test('needs nothing of an office in years it did not exist, and does not name it as checked', async () => {
      const registry = await registryWith(
        OFFICES,
        { office: '39-1', kind: 'BIRTH', fromYear: 1990, toYear: 1993, state: 'FULL' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1980, toYear: 1992, state: 'NOT_EXISTING' },
        { office: '39-2', kind: 'BIRTH', fromYear: 1993, toYear: 1993, state: 'FULL' },
      )
      expect(await registry.getCoverage('BIRTH', years)).toMatchObject({ full: true, offices: [first, second] })
      const before = await registry.getCoverage('BIRTH', { fromYear: 1990, toYear: 1992 })
      expect(before).toMatchObject({ full: true, offices: [first] })
    })

    test('is never full where no office existed', async () => {
      const registry = await registryWith([first], {
        office: '39-1',
        kind: 'BIRTH',
        fromYear: 1990,
        toYear: 1993,
        state: 'NOT_EXISTING',
      })
      expect(await registry.getCoverage('BIRTH', years)).toMatchObject({ full: false, offices: [] })
      const empty = await registryWith([])
      expect(await empty.getCoverage('BIRTH', years)).toEqual({ full: false, ...years, offices: [], gaps: [] })
    })

    test('is not full where books went to the archive, whatever the base covered (H4, H5)', async () => {
      const database = await backend.open()
      await addOffices(database, [first])
      await setCoverage(database, [{ office: '39-1', kind: 'BIRTH', fromYear: 1990, toYear: 1993, state: 'FULL' }])
      const transfer = { archive: 'ГАКО', actNumber: '1', actOn: '2026-01-15', fond: 'Р-1', inventory: '1' }
      await addTransferredHoldings(database, [{ office: '39-1', kind: 'BIRTH', year: 1991, ...transfer }])
      const registry = createOwnRegistry(database)
      const { archive, fond, inventory } = transfer
      const holdings = [{ archive, fond, inventory, officeName: first.name, fromYear: 1991, toYear: 1991 }]
      const found = { full: false, gaps: [], transferred: { entirely: false, holdings } }
      expect(await registry.getCoverage('BIRTH', years)).toMatchObject(found)
      const transferred = { entirely: true, holdings }
      expect(await registry.getCoverage('BIRTH', { fromYear: 1991, toYear: 1991 })).toMatchObject({ transferred })
      const death = await registry.getCoverage('DEATH', years)
      expect(death).toMatchObject({ gaps: { length: 4 } })
      expect(death).not.toHaveProperty('transferred')
    })

    test('needs in full what is left of a year of which some books went to the archive', async () => {
      const database = await backend.open()
      await addOffices(database, [first])
      const transfer = { archive: 'ГАКО', actNumber: '1', actOn: '2026-01-15', fond: 'Р-1', inventory: '1' }
      const year = { fromYear: 1991, toYear: 1991 }
      await addTransferredHoldings(database, [
        { office: '39-1', kind: 'BIRTH', year: 1991, bookNumber: 2, ...transfer },
      ])
      const registry = createOwnRegistry(database)
      const part = { full: false, transferred: { entirely: false } }
      expect(await registry.getCoverage('BIRTH', year)).toMatchObject({
        ...part,
        gaps: [{ office: '39-1', year: 1991 }],
      })
      await setCoverage(database, [{ office: '39-1', kind: 'BIRTH', ...year, state: 'FULL' }])
      expect(await registry.getCoverage('BIRTH', year)).toMatchObject({ ...part, gaps: [] })
    })

    test('names every holding, and no year between two of them', async () => {
      const database = await backend.open()
      const many = Array.from({ length: 27 }, (_, index) => ({ code: `40-${index}`, name: `Отдел ${index}` }))
      await addOffices(database, many)
      const transfer = { archive: 'ГАКО', actNumber: '1', actOn: '2026-01-15', fond: 'Р-1', inventory: '1' }
      await addTransferredHoldings(
        database,
        many.flatMap(({ code }) =>
          [1926, 1927, 1930].flatMap((year) => [{ ...transfer, office: code, kind: 'BIRTH' as const, year }]),
        ),
      )
      const { transferred } = await createOwnRegistry(database).getCoverage('BIRTH', { fromYear: 1925, toYear: 1931 })
      expect(transferred?.holdings).toHaveLength(54)
      expect(transferred?.holdings.filter(({ officeName }) => officeName === 'Отдел 26')).toMatchObject([
        { fromYear: 1926, toYear: 1927 },
        { fromYear: 1930, toYear: 1930 },
      ])
    })

    test('lists at most 20 gaps', async () => {
      const registry = await registryWith(OFFICES)
      const { full, gaps } = await registry.getCoverage('BIRTH', { fromYear: 1926, toYear: 2026 })
      expect(full).toBe(false)
      expect(gaps).toHaveLength(20)
    })

    test('is replaced when it is set again', async () => {
      const span = { office: '39-1', kind: 'BIRTH', fromYear: 1990, toYear: 1993 } as const
      const database = await backend.open()
      await addOffices(database, [first])
      await addOffices(database, [{ ...first, name: 'Новое имя' }])
      for (const state of ['NONE', 'FULL'] as const) {
        await setCoverage(database, [{ ...span, state }])
        expect(await createOwnRegistry(database).getCoverage('BIRTH', years)).toMatchObject({
          full: state === 'FULL',
          offices: [{ code: '39-1', name: 'Новое имя' }],
        })
      }
    })
  })
})
