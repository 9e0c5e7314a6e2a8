/**
 * Ports that kill their own process with SIGKILL at a chosen point: no handler runs, nothing is flushed. Only the test
 * program `gateway-process.ts` uses this; the gateway itself knows nothing of it.
 */
import type { Ports } from '../../gateway/ports/index.ts'
import type { Work } from '../../gateway/ports/store.ts'
import type { KillEvent, KillMoment, KillPoint } from './kill-points.ts'

export interface KillOrder extends KillPoint {
  /** Which occurrence of the point kills, counted from 1. */
  readonly nth: number
}

export function killAt(order: KillOrder): (ports: Ports) => Ports {
  let occurrences = 0
  const pass = (moment: KillMoment, events: ReadonlySet<KillEvent>): void => {
    if (moment !== order.moment || !events.has(order.event)) return
    occurrences++
    if (occurrences === order.nth) process.kill(process.pid, 'SIGKILL')
  }
  return (ports) => ({
    ...ports,
    store: {
      ...ports.store,
      async transaction(work) {
        let events: ReadonlySet<KillEvent> = new Set()
        const result = await ports.store.transaction(async (inside) => {
          const { observed, seen } = observe(inside)
          const value = await work(observed)
          events = eventsOf(seen)
          pass('before-commit', events)
          return value
        })
        pass('after-commit', events)
        return result
      },
    },
  })
}

/** What the transaction did that would be an event; a statement without effect is none. */
function observe(work: Work): { readonly observed: Work; readonly seen: ReadonlySet<KillEvent> } {
  const seen = new Set<KillEvent>()
  const observed: Work = {
    ...work,
    async appendHistory(entry) {
      await work.appendHistory(entry)
      if (entry.event !== 'GIVE_BACK') seen.add(entry.event)
    },
    async sealOutgoing(...message) {
      const isFirst = await work.sealOutgoing(...message)
      if (isFirst) seen.add('SEAL')
      return isFirst
    },
    async leaseNext(...wanted) {
      const leased = await work.leaseNext(...wanted)
      if (leased) seen.add('DELIVER')
      return leased
    },
    async acknowledge(...ack) {
      const acknowledged = await work.acknowledge(...ack)
      if (acknowledged) seen.add('ACKNOWLEDGE')
      return acknowledged
    },
  }
  return { observed, seen }
}

/** Sealing as a part of dispatch is the dispatch. */
function eventsOf(seen: ReadonlySet<KillEvent>): ReadonlySet<KillEvent> {
  return seen.has('DISPATCH') ? new Set([...seen].filter((event) => event !== 'SEAL')) : seen
}
