/** So many events per key and time window; bounded in memory, so that a flood of keys costs nothing but forgetting. */
import type { Clock } from '../ports/clock.ts'

export interface Budget {
  /** `within`: the event fits. `overrun`: on the first event of a new window, how many did not fit in the last one. */
  spend(key: string): { readonly within: boolean; readonly overrun: number }
}

const MAX_KEYS = 10_000

export function createBudget(clock: Clock, { count, seconds }: { count: number; seconds: number }): Budget {
  const windows = new Map<string, { startedAt: number; spent: number }>()
  return {
    spend(key) {
      const now = clock.now().getTime()
      const window = windows.get(key)
      if (window && now - window.startedAt < seconds * 1000) {
        window.spent++
        return { within: window.spent <= count, overrun: 0 }
      }
      windows.delete(key)
      windows.set(key, { startedAt: now, spent: 1 })
      const oldest = windows.keys().next()
      if (windows.size > MAX_KEYS && !oldest.done) windows.delete(oldest.value)
      return { within: count >= 1, overrun: window ? Math.max(0, window.spent - count) : 0 }
    },
  }
}
