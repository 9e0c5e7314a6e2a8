/** The one place that asks the machine for the time. */
import type { Clock } from '../gateway/ports/clock.ts'

export const systemClock: Clock = { now: () => new Date() }
