import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Job } from '../../gateway/ports/store.ts'
import type { JobHandlers } from '../../queue/inquiry-worker.ts'
import { forEachBackend } from '../support/database.ts'
import { eventually, harnessOf } from './harness.ts'

const advance = (caseId: string, version = 1): Job => ({ name: 'advance', caseId, version })
const seal = (caseId: string): Job => ({ name: 'seal', caseId })
const idle = async (): Promise<void> => undefined
const handlers = (some: Partial<JobHandlers>): JobHandlers => ({ advance: idle, seal: idle, ...some })
const failFor = (bad: string) => async (caseId: string) => {
  if (caseId === bad) throw new GatewayError('LIFE_CYCLE_VIOLATED', 'no such move')
}

forEachBackend((backend) => {
  const openHarness = harnessOf(backend.open)

  test('a fault that stays goes to the dead letter after one attempt', async () => {
    const { queue, send, states, errors } = await openHarness()
    const fault = new GatewayError('LIFE_CYCLE_VIOLATED', 'no such move')
    const attempts: string[] = []
    await queue.work(
      handlers({
        advance: async (caseId) => {
          attempts.push(caseId)
          throw fault
        },
      }),
    )
    await send(advance('a', 7))
    await eventually(async () => expect(await queue.listDeadLetters()).toHaveLength(1))
    expect(await queue.listDeadLetters()).toMatchObject([
      {
        job: 'advance',
        key: 'a:7',
        arrivedAt: expect.any(Date),
        failure: { code: 'LIFE_CYCLE_VIOLATED', bugs: 0, detail: 'no such move' },
      },
    ])
    expect(attempts).toEqual(['a'])
    expect(await states('advance')).toEqual(['failed'])
    expect(errors).toEqual([{ error: fault, job: advance('a', 7) }])
  })

  test('a fault that may pass is retried later, and the job then succeeds', async () => {
    const { database, queue, send, states, endDelays } = await openHarness()
    let attempts = 0
    await queue.work(
      handlers({
        seal: async () => {
          attempts += 1
          if (attempts === 1) throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', 'no certificate is valid now')
        },
      }),
    )
    await send(seal('a'))
    await eventually(async () => expect(await states('seal')).toEqual(['retry']))
    const waits = "select start_after > now() + interval '1 second' as waits from pgboss.job where state = 'retry'"
    expect(await database.query(waits)).toEqual([{ waits: true }])
    await endDelays()
    await eventually(async () => expect(await states('seal')).toEqual(['completed']))
    expect(attempts).toBe(2)
    expect(await queue.listDeadLetters()).toEqual([])
  })

  test('a fault that never passes reaches the dead letter after the last retry', async () => {
    const { database, queue, send } = await openHarness()
    await queue.work(handlers({ advance: () => Promise.reject(new GatewayError('REGISTRY_UNREACHABLE', 'no answer')) }))
    await database.transaction((sql) => queue.sendJob(sql, advance('a')))
    await database.query('update pgboss.job set retry_limit = 0')
    await send()
    await eventually(async () =>
      expect(await queue.listDeadLetters()).toMatchObject([{ failure: { code: 'REGISTRY_UNREACHABLE' } }]),
    )
  })

  test('a bug is tried three times, then reaches the dead letter without its message', async () => {
    const { queue, send, states, endDelays } = await openHarness()
    let attempts = 0
    await queue.work(
      handlers({
        advance: async () => {
          attempts += 1
          throw new TypeError('Иванов is not a function')
        },
      }),
    )
    await send(advance('a'))
    for (const tries of [1, 2]) {
      await eventually(async () => expect([attempts, await states('advance')]).toEqual([tries, ['retry']]))
      await endDelays()
    }
    await eventually(async () => expect(await states('advance')).toEqual(['failed']))
    expect(attempts).toBe(3)
    const letters = await queue.listDeadLetters()
    expect(letters).toMatchObject([{ failure: { code: 'BUG', bugs: 3 } }])
    expect(JSON.stringify(letters)).not.toContain('Иванов')
  })

  test('a job that fails does not fail those taken with it', async () => {
    const { queue, send, states } = await openHarness()
    await send(advance('a'), advance('b'), advance('c'))
    await queue.work(handlers({ advance: failFor('b') }))
    await eventually(async () =>
      expect((await states('advance')).toSorted()).toEqual(['completed', 'completed', 'failed']),
    )
    expect(await queue.listDeadLetters()).toMatchObject([{ key: 'b:1' }])
  })

  test('dead letters that an operator sends again are done', async () => {
    const { queue, send, states } = await openHarness()
    let isRepaired = false
    const done: unknown[] = []
    await queue.work(
      handlers({
        advance: async (...args) => {
          if (!isRepaired) throw new GatewayError('TRUST_BUNDLE_INVALID', 'not signed')
          done.push(args)
        },
      }),
    )
    await send(advance('a', 2), advance('b', 5))
    await eventually(async () => expect(await queue.listDeadLetters()).toHaveLength(2))
    isRepaired = true
    expect(await queue.resendDeadLetters()).toBe(2)
    await eventually(() => expect(done).toHaveLength(2))
    await eventually(async () =>
      expect((await states('advance')).toSorted()).toEqual(['completed', 'completed', 'failed', 'failed']),
    )
    expect(done.toSorted()).toEqual([
      ['a', 2],
      ['b', 5],
    ])
    expect(await queue.listDeadLetters()).toEqual([])
    expect(await queue.resendDeadLetters()).toBe(0)
  })
})
