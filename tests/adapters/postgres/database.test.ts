import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createServerDatabase } from '../../../adapters/postgres/server.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { forEachBackend } from '../../support/database.ts'

forEachBackend((backend) => {
  let database: Database
  beforeAll(async () => {
    database = await backend.open()
  })

  test('returns every type the same way', async () => {
    const rows = await database.query(
      `select '2020-02-29'::date as date, array['1926-01-01'::date] as dates, 9007199254740993::int8 as int8,
              array[7::int8] as int8s, 42::int4 as int4, 1.50::numeric as numeric, 2.5::float8 as float8,
              '\\x00ff'::bytea as bytea, '{"a":["ё",null]}'::jsonb as jsonb, '2026-11-20T09:00:00.123Z'::timestamptz as at,
              true as bool, array['а','"б"'] as texts, null as nothing, $1::date as given, $2::text[] as list,
              $3::bytea as octets, $4::timestamptz as instant, $5::jsonb as value`,
      [
        '2021-03-04',
        ['й', '",\\'],
        Uint8Array.of(9, 1, 255, 9).subarray(1, 3),
        new Date('2026-01-01T00:00:00.001Z'),
        '{"q":"\\""}',
      ],
    )
    expect(rows).toStrictEqual([
      {
        date: '2020-02-29',
        dates: ['1926-01-01'],
        int8: '9007199254740993',
        int8s: ['7'],
        int4: 42,
        numeric: '1.50',
        float8: 2.5,
        bytea: Uint8Array.of(0, 255),
        jsonb: { a: ['ё', null] },
        at: new Date('2026-11-20T09:00:00.123Z'),
        bool: true,
        texts: ['а', '"б"'],
        nothing: null,
        given: '2021-03-04',
        list: ['й', '",\\'],
        octets: Uint8Array.of(1, 255),
        instant: new Date('2026-01-01T00:00:00.001Z'),
        value: { q: '"' },
      },
    ])
  })

  test('runs several statements without parameters and returns the rows of all', async () => {
    const rows = await database.query(
      'create table several (a int); insert into several values (1) returning a; select 2 as a',
    )
    expect(rows).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('commits what the transaction did, and rolls back when it throws', async () => {
    await database.query('create table committed (a int)')
    await database.transaction((sql) => sql.query('insert into committed values ($1)', [1]))
    const failing = database.transaction(async (sql) => {
      await sql.query('insert into committed values ($1)', [2])
      throw new RangeError('no')
    })
    await expect(failing).rejects.toThrow(RangeError)
    expect(await database.query('select a from committed')).toEqual([{ a: 1 }])
  })

  test('does not commit when a failed statement was ignored', async () => {
    await database.query('create table ignored (a int)')
    const ignoring = database.transaction(async (sql) => {
      await sql.query('insert into ignored values (1)')
      await sql.query('select 1/0').catch(() => undefined)
    })
    await expect(ignoring).rejects.toMatchObject({ name: 'StatementError', code: '25P02' })
    expect(await database.query('select a from ignored')).toEqual([])
  })

  test('goes on after a block of statements failed inside its own transaction', async () => {
    await expect(database.query('begin; select 1/0; commit')).rejects.toMatchObject({ code: '22012' })
    expect(await database.query('select 1 as a')).toEqual([{ a: 1 }])
  })

  test('refuses a statement beside the running transaction of the same caller', async () => {
    const nested = database.transaction(() => database.query('select 1'))
    await expect(nested).rejects.toThrow('beside a running transaction')
    const twice = database.transaction(() => database.transaction(async () => undefined))
    await expect(twice).rejects.toThrow('beside a running transaction')
  })

  test('refuses a statement after its transaction has ended', async () => {
    const sql = await database.transaction(async (inside) => inside)
    await expect(sql.query('select 1')).rejects.toThrow('after its transaction had ended')
  })

  test('keeps parameters and rows out of the error of a failed statement', async () => {
    await database.query('create table person (name text primary key)')
    await database.query('insert into person values ($1)', ['Ёжиков'])
    for (const failing of [
      database.query('insert into person values ($1)', ['Ёжиков']),
      database.query('select $1::int', ['Ёжиков']),
    ]) {
      const error = await failing.catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'StatementError' })
      const told = Object.getOwnPropertyNames(error).map((name) => String((error as Record<string, unknown>)[name]))
      expect(told.join()).not.toContain('Ёжиков')
    }
  })

  test('names the constraint that a statement broke', async () => {
    await database.query('create table constrained (a int constraint a_is_positive check (a > 0))')
    await expect(database.query('insert into constrained values ($1)', [-1])).rejects.toMatchObject({
      code: '23514',
      constraint: 'a_is_positive',
    })
  })

  describe('copyIn', () => {
    const into = { table: 'copied', columns: ['a', 'b'] }
    const rows = () => database.query('select a, b from copied order by a')
    beforeAll(() => database.query('create table copied (a int primary key, b text)'))
    beforeEach(() => database.query('delete from copied'))

    test('adds rows cut anywhere, in text or bytes, with nulls and escaped signs', async () => {
      const parts = ['1\t\\N\n2', '\ta\\tb\\\\\\n', Buffer.from('Ё\n')]
      await database.transaction((transaction) => transaction.copyIn(into, parts))
      const expected = [
        { a: 1, b: null },
        { a: 2, b: 'a\tb\\\nЁ' },
      ]
      expect(await rows()).toEqual(expected)
    })

    test('takes more than a connection holds, as it comes', async () => {
      async function* numbered() {
        for (let a = 0; a < 400; a += 1) yield `${a}\t${'ж'.repeat(5000)}\n`
      }
      await database.transaction((transaction) => transaction.copyIn(into, numbered()))
      expect(await database.query('select count(*) as n, min(length(b)) as least from copied')).toEqual([
        { n: '400', least: 5000 },
      ])
    })

    test('is undone with its transaction', async () => {
      const failing = database.transaction(async (transaction) => {
        await transaction.copyIn(into, ['1\tx\n'])
        expect(await transaction.query('select a from copied')).toEqual([{ a: 1 }])
        throw new RangeError('no')
      })
      await expect(failing).rejects.toThrow(RangeError)
      expect(await rows()).toEqual([])
    })

    test('throws what the rows throw, and the connection goes on', async () => {
      function* broken() {
        yield '1\tx\n'
        throw new RangeError('Ёжиков')
      }
      const failing = database.transaction((transaction) => transaction.copyIn(into, broken()))
      await expect(failing).rejects.toThrow(RangeError)
      expect(await rows()).toEqual([])
    })

    test.each([
      ['a row that breaks a rule', '1\tx\n1\tЁжиков\n', '23505'],
      ['text that is no row', '1\tЁжиков\tz\n', '22P04'],
    ])('refuses %s, and tells no value', async (_what, text, code) => {
      const failing = database.transaction((transaction) => transaction.copyIn(into, [text]))
      const error = await failing.catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'StatementError', code })
      expect(JSON.stringify(error) + String(error)).not.toContain('Ёжиков')
      expect(await rows()).toEqual([])
    })

    test('is refused after its transaction has ended', async () => {
      const ended = await database.transaction(async (transaction) => transaction)
      await expect(ended.copyIn(into, [])).rejects.toThrow('after its transaction had ended')
    })
  })

  test('is STORE_UNREACHABLE after close', async () => {
    const closed = await backend.open()
    await closed.close()
    await closed.close()
    await expect(closed.query('select 1')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    await expect(closed.transaction(async () => undefined)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  })

  if (backend.name === 'postgresql') {
    test('compiles no statement, and takes look-ups for cheap', async () => {
      expect(await database.query('show jit; show random_page_cost')).toEqual([
        { jit: 'off' },
        { random_page_cost: '1.1' },
      ])
    })

    test('is STORE_UNREACHABLE when the server ends the connection, and recovers', async () => {
      const lost = database.transaction((sql) => sql.query('select pg_terminate_backend(pg_backend_pid())'))
      await expect(lost).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
      expect(await database.query('select 1 as a')).toEqual([{ a: 1 }])
    })

    test('a COPY asks for no more rows once one was refused', async () => {
      await database.query('create table refusing (a int primary key)')
      async function* endless() {
        for (;;) yield '1\n'.repeat(10_000)
      }
      const into = { table: 'refusing', columns: ['a'] }
      const copying = database.transaction((transaction) => transaction.copyIn(into, endless()))
      await expect(copying).rejects.toMatchObject({ code: '23505' })
    })

    test('is STORE_UNREACHABLE when the server ends the connection in the middle of a COPY', async () => {
      const other = await backend.open()
      await database.query('create table cut_off (a text)')
      const lost = database.transaction(async (transaction) => {
        const [own] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid')
        async function* rows() {
          yield 'x\n'
          await other.query('select pg_terminate_backend($1)', [own?.pid])
          for (let row = 0; row < 100; row += 1) yield `${'x'.repeat(100_000)}\n`
        }
        await transaction.copyIn({ table: 'cut_off', columns: ['a'] }, rows())
      })
      await expect(lost).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
      expect(await database.query('select a from cut_off')).toEqual([])
    })
  }
})

test('is STORE_UNREACHABLE when nobody listens', async () => {
  const database = createServerDatabase('postgresql://postgres@127.0.0.1:1/postgres')
  await expect(database.query('select 1')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  await expect(database.transaction(async () => undefined)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  await database.close()
})
