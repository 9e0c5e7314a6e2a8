import type { Store } from '../gateway/ports/store.ts'
import type { Queue } from './queue.ts'

/** The store, with the workers woken after every commit that sent a job: before it they would find nothing. */
export function wakeAfterCommit(store: Store, queue: Pick<Queue, 'wake'>): Store {
  return {
    reads: store.reads,
    async transaction(perform) {
      let hasSent = false
      const result = await store.transaction((work) =>
        perform({
          ...work,
          async sendJob(job) {
            hasSent = true
            await work.sendJob(job)
          },
        }),
      )
      if (hasSent) queue.wake()
      return result
    },
  }
}
