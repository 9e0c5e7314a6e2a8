/** The machine under the figures. */
import { availableParallelism, cpus, loadavg } from 'node:os'

/** Above this one-minute load, figures are disturbed by the machine's other work. */
const LOADED_FROM = 1.5

export function describeMachine(): string {
  const [load = 0] = loadavg()
  const state = load < LOADED_FROM ? '' : ' (LOADED: read the ratios, not the figures)'
  return `${availableParallelism()} x ${cpus()[0]?.model}, load ${load.toFixed(1)}${state}, Node ${process.version}`
}
