/** How a call ended in another thread: what it returned, or what it threw, as plain data. */
import { GatewayError, type FaultCode, type FaultFacts } from '../domain/faults.ts'

export type Outcome<T> =
  | { readonly ended: 'WELL'; readonly value: T }
  | { readonly ended: 'FAULT'; readonly fault: FaultData }
  | { readonly ended: 'BUG'; readonly error: Error }

interface FaultData {
  readonly code: FaultCode
  readonly message: string
  readonly facts: FaultFacts
  readonly cause: Error | undefined
}

export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ended: 'WELL', value: await work() }
  } catch (error) {
    return failed(error)
  }
}

/** The same of work that nobody waits for. */
export function outcomeNow<T>(work: () => T): Outcome<T> {
  try {
    return { ended: 'WELL', value: work() }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Outcome<never> {
  if (!(error instanceof GatewayError))
    return { ended: 'BUG', error: error instanceof Error ? error : new Error(String(error)) }
  const { code, message, facts, cause } = error
  return { ended: 'FAULT', fault: { code, message, facts, cause: cause instanceof Error ? cause : undefined } }
}

/** Returns, or throws, what the other thread did. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ended === 'WELL') return outcome.value
  if (outcome.ended === 'BUG') throw outcome.error
  const { code, message, facts, cause } = outcome.fault
  throw new GatewayError(code, message, { facts, cause })
}
