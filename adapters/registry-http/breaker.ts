/**
 * Circuit breaker: after so many failures in a row nothing is asked for a while (OPEN); then one question goes through
 * (HALF_OPEN), and its outcome closes the circuit or opens it again. Whatever was asked before a change tells nothing after.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

export interface BreakerOptions {
  readonly failures: number
  readonly openSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number
  readonly onChange: (state: BreakerState) => void
}

export interface Breaker {
  /** Runs `work`, or throws REGISTRY_UNREACHABLE at once while the circuit is open. */
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createBreaker({ failures, openSeconds, elapsed, onChange }: BreakerOptions): Breaker {
  let state: BreakerState = 'CLOSED'
  let failed = 0
  let openedAt = 0
  let changes = 0

  const change = (next: BreakerState): void => {
    if (next === state) return
    state = next
    changes++
    onChange(next)
  }
  const admit = (): void => {
    if (state === 'CLOSED') return
    const isOver = elapsed() - openedAt >= openSeconds * 1000
    if (state === 'HALF_OPEN' || !isOver)
      throw new GatewayError(
        'REGISTRY_UNREACHABLE',
        'the registry system failed repeatedly: it is not asked for a while',
      )
    change('HALF_OPEN')
  }
  const succeed = (): void => {
    failed = 0
    change('CLOSED')
  }
  const fail = (): void => {
    failed++
    if (state === 'CLOSED' && failed < failures) return
    openedAt = elapsed()
    change('OPEN')
  }
  return {
    async run(work) {
      admit()
      const before = changes
      try {
        const result = await work()
        if (before === changes) succeed()
        return result
      } catch (error) {
        if (before === changes) fail()
        throw error
      }
    },
  }
}
