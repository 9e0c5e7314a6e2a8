/** Names that come near the stated one: how near by which method, and what a list holds that is cut. */
import { beforeAll, expect, test } from 'vitest'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import type { LocalDate, PartialDate } from '../../../gateway/domain/act.ts'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import { judgeRecords } from '../../../gateway/domain/judgement.ts'
import { SEARCH_METHODS, type SearchMethod } from '../../../gateway/domain/search.ts'
import { forEachBackend } from '../../support/database.ts'
import { EVER, openRegistry, type OpenedRegistry } from './open-registry.ts'
import { act, day } from './samples.ts'

forEachBackend((backend) => {
  let registry: OpenedRegistry['registry']
  let add: OpenedRegistry['add']

  beforeAll(async () => {
    ;({ registry, add } = await openRegistry(backend))
  })

  const child = (name: string) => {
    const [familyName = '', givenName = '', patronymic] = name.split(' ')
    return { role: 'CHILD', familyName, givenName, ...(patronymic ? { patronymic } : {}) } as const
  }
  const asking = (name: string, birthDate?: LocalDate): Subject => ({
    actKind: 'BIRTH',
    persons: [{ ...child(name), ...(birthDate ? { birthDate } : {}) }],
  })
  const born = (name: string, birthDate?: PartialDate): NewAct =>
    act('BIRTH', { persons: [{ ...child(name), ...(birthDate ? { birthDate } : {}) }] })
  const found = async (asked: Subject, method: SearchMethod) =>
    (await registry.search(asked, EVER, method)).records.map(({ id }) => id)

  test('are found an edit away by the variants, two by the full scan', async () => {
    const [id] = await add(born('Звягинцев Пётр Ильич'))
    for (const [name, byVariants] of [
      ['Звягницев Пётр Ильич', true],
      ['Звягинцевв Пётр Ильич', true],
      ['Звягинцева Пётр Ильич', true],
      ['Звягинцев Птёр Ильич', true],
      ['Звягинцев Пётр Ильиич', true],
      ['Звякницев Пётр Ильич', false],
      ['Звягинцев Птрё Илич', false],
    ] as const) {
      expect([name, await found(asking(name), 'VARIANTS')]).toEqual([name, byVariants ? [id] : []])
      expect([name, await found(asking(name), 'FULL_SCAN')]).toEqual([name, [id]])
    }
    expect(await found(asking('Звякницоф Пётр Ильич'), 'FULL_SCAN')).toEqual([])
  })

  test('need a patronymic that comes near, or none on either side', async () => {
    const [known, unknown] = await add(born('Ящеров Пётр Ильич'), born('Ящеров Пётр'))
    expect(await found(asking('Ящеров Пётр'), 'VARIANTS')).toEqual([known, unknown])
    expect(await found(asking('Ящеров Пётр Ильич'), 'VARIANTS')).toEqual([known, unknown])
    expect(await found(asking('Ящеров Пётр Олегович'), 'FULL_SCAN')).toEqual([unknown])
  })

  test.each([
    ['the day', day('1951-07-09')],
    ['the month', { value: '1951-07', precision: 'MONTH' }],
    ['the year', { value: '1951', precision: 'YEAR' }],
  ] as const)('may have another surname, or another patronymic, where %s of birth agrees', async (_as, birthDate) => {
    const [id] = await add(born('Гречихин Иван Фомич', birthDate))
    expect(await found(asking('Константинов Иван Фомич', '1951-07-09'), 'VARIANTS')).toContain(id)
    expect(await found(asking('Гречихин Иван Сергеевич', '1951-07-09'), 'VARIANTS')).toContain(id)
    expect(await found(asking('Константинов Иван Фомич', '1953-11-30'), 'FULL_SCAN')).not.toContain(id)
    expect(await found(asking('Константинов Иван Сергеевич', '1951-07-09'), 'FULL_SCAN')).not.toContain(id)
  })

  test('never push out the one that agrees, however many they are, and the list says that it is cut', async () => {
    const namesakes = Array.from({ length: 520 }, (_, at) =>
      born('Многов Иван Ильич', day(`19${10 + (at % 80)}-02-03`)),
    )
    await add(...namesakes.slice(0, 260))
    const [id] = await add(born('Многов Иван Ильич', day('1999-12-31')))
    await add(...namesakes.slice(260))
    const asked = asking('Многов Иван Ильич', '1999-12-31')
    for (const method of SEARCH_METHODS) {
      const { records, isCut } = await registry.search(asked, EVER, method)
      expect(isCut).toBe(true)
      expect(judgeRecords(asked, records, isCut)).toMatchObject({ mark: 'FOUND', record: { id } })
    }
    const nobody = asking('Многов Иван Ильич', '1900-05-06')
    const { records, isCut } = await registry.search(nobody, EVER, 'FULL_SCAN')
    expect(judgeRecords(nobody, records, isCut)).toMatchObject({ mark: 'AMBIGUOUS', isCut: true })
  })

  test('are left out where not all who agree can be returned: none of those may be taken for the only one', async () => {
    await add(...Array.from({ length: 102 }, () => born('Толпов Иван')), born('Толпин Иван'))
    await add(act('BIRTH', { office: '39-2', persons: [child('Толпов Иван')] }))
    const asked = { ...asking('Толпов Иван'), office: '39-2' }
    const { records, isCut } = await registry.search(asked, EVER, 'FULL_SCAN')
    expect(isCut).toBe(true)
    expect(records.every(({ persons }) => persons[0]?.familyName === 'Толпов')).toBe(true)
    const one = { ...records[0]!, office: '39-2' }
    expect(judgeRecords(asked, [...records, one], isCut)).toMatchObject({ mark: 'AMBIGUOUS' })
  })

  test('of a person of another kind of record, or another role, are not found', async () => {
    await add(act('DEATH', { persons: [{ role: 'DECEASED', familyName: 'Видов', givenName: 'Лев' }] }))
    expect(await found(asking('Видов Лев'), 'FULL_SCAN')).toEqual([])
  })

  test('are found at once, whatever is new about them', async () => {
    expect(await found(asking('Новосельцын Аристарх Никанорович'), 'FULL_SCAN')).toEqual([])
    const [id] = await add(born('Новосельцына Аристарха Никаноровна'))
    expect(await found(asking('Новоселцын Аристарх Никанорович'), 'FULL_SCAN')).toEqual([id])
  })
})
