import { GatewayError } from '../domain/faults.ts'
import type { FaultCode } from '../domain/faults.ts'

/** Rules broken, in the order in which that was found; of several breaches of one rule the first. */
export class Breaches {
  readonly #faults = new Map<FaultCode, GatewayError>()

  get all(): readonly GatewayError[] {
    return [...this.#faults.values()]
  }

  add(fault: GatewayError): void {
    if (!this.#faults.has(fault.code)) this.#faults.set(fault.code, fault)
  }

  /** What the check gave; undefined when it failed, which is noted. */
  attempt<T>(check: () => T): T | undefined {
    try {
      return check()
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error
      this.add(error)
      return undefined
    }
  }
}
