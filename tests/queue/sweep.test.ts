import { afterEach, describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Job } from '../../gateway/ports/store.ts'
import { createSweep } from '../../queue/sweep.ts'
import type { Sweep, SweepOptions } from '../../queue/sweep.ts'
import { forEachBackend } from '../support/database.ts'
import { createGate, eventually, harnessOf } from './harness.ts'
import type { Harness } from './harness.ts'

const advance = (caseId: string, version = 1): Job => ({ name: 'advance', caseId, version })
const idle = async (): Promise<void> => undefined

forEachBackend((backend) => {
  const openHarness = harnessOf(backend.open)
  const started: Sweep[] = []
  afterEach(async () => {
    for (const sweep of started.splice(0)) await sweep.stop()
  })

  async function startSweep({ database, queue }: Harness, options: Partial<SweepOptions>): Promise<string[]> {
    const letters: string[] = []
    const sweep = createSweep({
      database,
      queue,
      listUnfinishedWork: async () => [],
      onError: () => undefined,
      onDeadLetter: ({ key }) => letters.push(key),
      ...options,
    })
    started.push(sweep)
    await sweep.start()
    return letters
  }

  describe('at start-up', () => {
    test('work that a killed process had in hand is done at once', async () => {
      const harness = await openHarness()
      await harness.send(advance('a', 3))
      await harness.database.query("update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()")
      const done: unknown[] = []
      await startSweep(harness, { listUnfinishedWork: async () => [advance('a', 3)] })
      await harness.queue.work({ advance: async (...args) => void done.push(args), seal: idle })
      await eventually(() => expect(done).toEqual([['a', 3]]))
      await eventually(async () => expect(await harness.states('advance')).toEqual(['active', 'completed']))
    })

    test('work whose job is gone gets one again', async () => {
      const harness = await openHarness()
      await startSweep(harness, { listUnfinishedWork: async () => [advance('a'), { name: 'seal', caseId: 'a' }] })
      expect([await harness.states('advance'), await harness.states('seal')]).toEqual([['created'], ['created']])
    })

    test('work that waits already, also for a retry, is not sent again', async () => {
      const harness = await openHarness()
      const unfinished: Job[] = [advance('a'), advance('b'), { name: 'seal', caseId: 'a' }]
      await harness.send(...unfinished)
      await harness.database.query("update pgboss.job set state = 'retry' where singleton_key = 'b:1'")
      await startSweep(harness, { listUnfinishedWork: async () => unfinished })
      expect(await harness.states('advance')).toEqual(['created', 'retry'])
      expect(await harness.states('seal')).toEqual(['created'])
    })

    test('a waiting job for an older version does not stand for the work of the newer', async () => {
      const harness = await openHarness()
      await harness.send(advance('a', 1))
      await startSweep(harness, { listUnfinishedWork: async () => [advance('a', 2)] })
      expect(await harness.states('advance')).toEqual(['created', 'created'])
    })

    test('a dead letter is not sent again, but told', async () => {
      const harness = await openHarness()
      await harness.queue.work({
        advance: () => Promise.reject(new GatewayError('LIFE_CYCLE_VIOLATED', 'no such move')),
        seal: idle,
      })
      await harness.send(advance('a'))
      await eventually(async () => expect(await harness.queue.listDeadLetters()).toHaveLength(1))
      const letters = await startSweep(harness, { listUnfinishedWork: async () => [advance('a')] })
      expect(letters).toEqual(['a:1'])
      expect(await harness.states('advance')).toEqual(['failed'])
    })

    test('a backlog of thousands is sent once and not again', async () => {
      const harness = await openHarness()
      const unfinished = Array.from({ length: 4_500 }, (_, n) => advance(`case-${n}`))
      await startSweep(harness, { listUnfinishedWork: async () => unfinished })
      await startSweep(harness, { listUnfinishedWork: async () => unfinished })
      const keys = 'select count(*)::int as jobs, count(distinct singleton_key)::int as keys from pgboss.job'
      expect(await harness.database.query(keys)).toEqual([{ jobs: 4_500, keys: 4_500 }])
    })

    test('a store that is away fails the start', async () => {
      const harness = await openHarness()
      const away = new GatewayError('STORE_UNREACHABLE', 'no connection')
      await expect(startSweep(harness, { listUnfinishedWork: () => Promise.reject(away) })).rejects.toBe(away)
    })
  })

  describe('later', () => {
    const intervalSeconds = 0.02

    test('lost work comes back, running work is left alone', async () => {
      const harness = await openHarness()
      let passes = 0
      const unfinished: Job[] = []
      const listUnfinishedWork = async (): Promise<readonly Job[]> => {
        passes += 1
        return unfinished
      }
      await startSweep(harness, { intervalSeconds, listUnfinishedWork })
      await harness.send(advance('running'))
      await harness.database.query("update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()")
      unfinished.push(advance('running'), advance('lost'))
      await eventually(async () => expect(await harness.states('advance')).toEqual(['active', 'created']))
      const seen = passes
      await eventually(() => expect(passes).toBeGreaterThan(seen + 3))
      expect(await harness.states('advance')).toEqual(['active', 'created'])
    })

    test('each dead letter is told once', async () => {
      const harness = await openHarness()
      let passes = 0
      const listUnfinishedWork = async (): Promise<readonly Job[]> => {
        passes += 1
        return []
      }
      const letters = await startSweep(harness, { intervalSeconds, listUnfinishedWork })
      await harness.queue.work({
        advance: () => Promise.reject(new GatewayError('LIFE_CYCLE_VIOLATED', 'no such move')),
        seal: idle,
      })
      await harness.send(advance('a'))
      await eventually(() => expect(letters).toEqual(['a:1']))
      await harness.send(advance('b'))
      await eventually(() => expect(letters).toEqual(['a:1', 'b:1']))
      const seen = passes
      await eventually(() => expect(passes).toBeGreaterThan(seen + 3))
      expect(letters).toEqual(['a:1', 'b:1'])
    })

    test('a pass that fails is reported and the next one comes', async () => {
      const harness = await openHarness()
      const away = new GatewayError('STORE_UNREACHABLE', 'no connection')
      const errors: unknown[] = []
      let passes = 0
      await startSweep(harness, {
        intervalSeconds,
        onError: (error) => errors.push(error),
        async listUnfinishedWork() {
          passes += 1
          if (passes === 2) throw away
          return passes > 2 ? [advance('a')] : []
        },
      })
      await eventually(async () => expect(await harness.states('advance')).toEqual(['created']))
      expect(errors).toEqual([away])
    })

    test('a stop waits for the pass that runs', async () => {
      const harness = await openHarness()
      const gate = createGate()
      const order: string[] = []
      let passes = 0
      await startSweep(harness, {
        intervalSeconds,
        async listUnfinishedWork() {
          passes += 1
          if (passes === 1) return []
          await gate.pass()
          order.push('passed')
          return []
        },
      })
      await gate.reached
      const stopping = started
        .pop()
        ?.stop()
        .then(() => order.push('stopped'))
      await harness.database.query('select 1')
      gate.open()
      await stopping
      expect(order).toEqual(['passed', 'stopped'])
    })
  })
})
