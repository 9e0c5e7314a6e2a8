import { expect, test } from 'vitest'
import { createStore } from '../../adapters/postgres/store.ts'
import type { Job, Store } from '../../gateway/ports/store.ts'
import { wakeAfterCommit } from '../../queue/wake-after-commit.ts'
import { NOW } from '../support/builders.ts'
import { forEachBackend } from '../support/database.ts'
import { harnessOf } from './harness.ts'

const JOB: Job = { name: 'seal', caseId: 'a' }

forEachBackend((backend) => {
  const openHarness = harnessOf(backend.open)

  /** What is visible outside at each wake. */
  async function openWakingStore(): Promise<{ store: Store; wakes: Promise<readonly string[]>[] }> {
    const { database, queue, states } = await openHarness()
    const store = createStore({ database, sendJob: queue.sendJob, clock: { now: () => NOW } })
    const wakes: Promise<readonly string[]>[] = []
    return { store: wakeAfterCommit(store, { wake: () => wakes.push(states('seal')) }), wakes }
  }

  test('a commit that sent jobs wakes once, when the jobs can be seen', async () => {
    const { store, wakes } = await openWakingStore()
    const result = await store.transaction(async (work) => {
      await work.sendJob(JOB)
      await work.sendJob(JOB)
      return 'result'
    })
    expect(result).toBe('result')
    expect(await Promise.all(wakes)).toEqual([['created', 'created']])
  })

  test('a commit without jobs wakes nobody', async () => {
    const { store, wakes } = await openWakingStore()
    await store.transaction((work) => work.lockCase('00000000-0000-0000-0000-000000000000'))
    expect(wakes).toEqual([])
  })

  test('a rollback wakes nobody', async () => {
    const { store, wakes } = await openWakingStore()
    const failing = store.transaction(async (work) => {
      await work.sendJob(JOB)
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(wakes).toEqual([])
  })
})
