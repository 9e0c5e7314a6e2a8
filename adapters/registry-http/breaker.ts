/**
 * Circuit breaker: after so many failures in a row nothing is asked for a while (OPEN); then one question goes through
 * (HALF_OPEN), and its outcome closes the circuit or opens it again.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Clock } from '../../gateway/ports/clock.ts'

export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN'

export interface BreakerOptions {
  readonly failures: number
  readonly openSeconds: number
  readonly clock: Clock
  readonly onChange: (state: BreakerState) => void
}

export interface Breaker {
  /** Runs `work`, or throws REGISTRY_UNREACHABLE at once while the circuit is open. */
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createBreaker({ failures, openSeconds, clock, onChange }: BreakerOptions): Breaker {
  let state: BreakerState = 'CLOSED'
  let failed = 0
  let openedAt = 0

  const change = (next: BreakerState): void => {
    if (next === state) return
    state = next
    onChange(next)
  }
  const admit = (): void => {
    if (state === 'CLOSED') return
    const isOver = clock.now().getTime() - openedAt >= openSeconds * 1000
    if (state === 'HALF_OPEN' || !isOver)
      throw new GatewayError(
        'REGISTRY_UNREACHABLE',
        'the registry system failed repeatedly: it is not asked for a while',
      )
    change('HALF_OPEN')
  }
  const fail = (): void => {
    failed++
    if (state === 'CLOSED' && failed < failures) return
    openedAt = clock.now().getTime()
    change('OPEN')
  }
  return {
    async run(work) {
      admit()
      try {
        const result = await work()
        failed = 0
        change('CLOSED')
        return result
      } catch (error) {
        fail()
        throw error
      }
    },
  }
}
