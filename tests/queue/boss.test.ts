import { afterEach, describe, expect, test, vi } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Database } from '../../gateway/ports/database.ts'
import type { Job } from '../../gateway/ports/store.ts'
import { createQueue } from '../../queue/boss.ts'
import type { JobHandlers } from '../../queue/inquiry-worker.ts'
import { forEachBackend } from '../support/database.ts'
import { createGate, eventually, harnessOf } from './harness.ts'

const advance = (caseId: string, version = 1): Job => ({ name: 'advance', caseId, version })
const seal = (caseId: string): Job => ({ name: 'seal', caseId })
const idle = async (): Promise<void> => undefined
const handlers = (some: Partial<JobHandlers>): JobHandlers => ({ advance: idle, seal: idle, ...some })

forEachBackend((backend) => {
  const openHarness = harnessOf(backend.open)

  describe('sending', () => {
    test('a job exists after its transaction has committed', async () => {
      const { database, queue, states } = await openHarness()
      await database.transaction((sql) => queue.sendJob(sql, advance('a')))
      expect(await states('advance')).toEqual(['created'])
    })

    test('a job does not exist when its transaction is rolled back', async () => {
      const { database, queue, states } = await openHarness()
      const failing = database.transaction(async (sql) => {
        await queue.sendJob(sql, advance('a'))
        throw new Error('rolled back')
      })
      await expect(failing).rejects.toThrow('rolled back')
      expect(await states('advance')).toEqual([])
    })

    test('each job reaches its handler with what it points at', async () => {
      const { queue, send, states } = await openHarness()
      const calls: unknown[] = []
      await queue.work({
        advance: async (...args) => void calls.push(['advance', ...args]),
        seal: async (...args) => void calls.push(['seal', ...args]),
      })
      await send(advance('a', 4), seal('b'))
      await eventually(async () =>
        expect([await states('advance'), await states('seal')]).toEqual([['completed'], ['completed']]),
      )
      expect(calls.toSorted()).toEqual([
        ['advance', 'a', 4],
        ['seal', 'b'],
      ])
    })

    test('the same work sent five times is done once by a step that looks at the version', async () => {
      const { database, queue, send, states, errors } = await openHarness()
      await database.query('create table if not exists public.step (case_id text primary key, version int, moves int)')
      await database.query("insert into public.step values ('a', 1, 0) on conflict do nothing")
      const move = 'update public.step set version = version + 1, moves = moves + 1 where case_id = $1 and version = $2'
      await queue.work(handlers({ advance: async (...args) => void (await database.query(move, args)) }))
      await send(...Array.from({ length: 5 }, () => advance('a')))
      await eventually(async () => expect(await states('advance')).toEqual(Array(5).fill('completed')))
      expect(await database.query('select version, moves from public.step')).toEqual([{ version: 2, moves: 1 }])
      expect(errors).toEqual([])
    })
  })

  describe('waking', () => {
    afterEach(() => void vi.useRealTimers())

    test('a wake starts the job; without one it would wait for the next poll', async () => {
      const { database, queue, states, untilQuiet } = await openHarness()
      // No poll can come while the timers stand still.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const gate = createGate()
      await queue.work(handlers({ advance: () => gate.pass() }))
      await untilQuiet()
      await database.transaction((sql) => queue.sendJob(sql, advance('a')))
      await untilQuiet()
      expect(await states('advance')).toEqual(['created'])
      queue.wake()
      await gate.reached
      expect(await states('advance')).toEqual(['active'])
      gate.open()
    })
  })

  describe('starting and stopping', () => {
    test('two processes may start on an empty store at the same time', async () => {
      const { database } = await openHarness()
      await database.query('drop schema pgboss cascade')
      const queues = [1, 2].map(() => createQueue({ database, onError: () => undefined }))
      await Promise.all(queues.map((queue) => queue.start()))
      await database.transaction(async (sql) => {
        for (const queue of queues) await queue.sendJob(sql, advance('a'))
      })
      expect(await database.query('select name from pgboss.job')).toHaveLength(2)
      await Promise.all(queues.map((queue) => queue.stop()))
    })

    test('a process that loses the race to create the schema starts all the same', async () => {
      const { database } = await openHarness()
      await database.query('drop schema pgboss cascade')
      const winner = createQueue({ database, onError: () => undefined })
      let isLost = false
      const losing: Database = {
        ...database,
        async transaction(work) {
          if (isLost) return database.transaction(work)
          isLost = true
          await winner.start()
          throw new Error('duplicate key')
        },
      }
      const loser = createQueue({ database: losing, onError: () => undefined })
      await loser.start()
      await database.transaction((sql) => loser.sendJob(sql, advance('a')))
      expect([isLost, await database.query('select name from pgboss.job')]).toEqual([true, [{ name: 'advance' }]])
      await Promise.all([winner.stop(), loser.stop()])
    })

    test('a store that is away fails the start', async () => {
      const { database } = await openHarness()
      const away = new GatewayError('STORE_UNREACHABLE', 'no connection')
      const query = (): Promise<never> => Promise.reject(away)
      const queue = createQueue({ database: { ...database, query }, onError: () => undefined })
      await expect(queue.start()).rejects.toBe(away)
    })

    test('a changed job table reaches the queues of an existing store', async () => {
      const { database } = await openHarness()
      await database.query('update pgboss.queue set retry_limit = 1, retention_seconds = 5')
      const later = createQueue({ database, onError: () => undefined })
      await later.start()
      const settings = "select retry_limit as retries from pgboss.queue where name in ('advance', 'seal')"
      expect(await database.query(settings)).toEqual([{ retries: 3_000 }, { retries: 3_000 }])
      await later.stop()
    })

    test('a stop waits for the running job and takes no more', async () => {
      const { database, queue, send, states } = await openHarness()
      const gate = createGate()
      await queue.work(handlers({ advance: () => gate.pass() }))
      await send(advance('a'))
      await gate.reached
      const order: string[] = []
      const stopping = queue.stop().then(() => order.push('stopped'))
      await database.query('select 1')
      order.push('opened')
      gate.open()
      await stopping
      expect([order, await states('advance')]).toEqual([['opened', 'stopped'], ['completed']])
      await send(advance('b'))
      await database.query('select 1')
      expect(await states('advance')).toEqual(['completed', 'created'])
    })

    test('a stop that cannot wait longer leaves the running job to be retried', async () => {
      const { queue, send, states } = await openHarness()
      const gate = createGate()
      await queue.work(handlers({ advance: () => gate.pass() }))
      await send(advance('a'))
      await gate.reached
      await queue.stop(1)
      expect(await states('advance')).toEqual(['retry'])
      gate.open()
    })
  })
})
