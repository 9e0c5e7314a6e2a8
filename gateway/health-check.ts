/**
 * The background check behind `/health/ready`: real work with the keys and the store, at most once per interval, so that
 * asking for the state costs nothing and an outsider cannot cause load by asking.
 */
import type { Clock } from './ports/clock.ts'
import type { HealthReport, ProbeState } from './ports/health.ts'

export interface HealthCheckOptions {
  /** Signs a fixed text with an office key and verifies it; throws when either fails. */
  readonly signAndVerify: () => Promise<void>
  /** Writes a row and reads it back; throws when either fails. */
  readonly writeAndRead: () => Promise<void>
  readonly backend: HealthReport['store']['backend']
  readonly clock: Clock
  /** Pause between the end of a check and the start of the next one. */
  readonly intervalMs: number
  /** Hears of each failed probe: the report itself says only that it failed. */
  readonly onFailure: (probe: 'signAndVerify' | 'writeAndRead', error: unknown) => void
}

export interface HealthCheck {
  /** Resolves after the first check. */
  start(): Promise<void>
  /** No check begins after this; waits for the running one. */
  stop(): Promise<void>
  last(): HealthReport
}

/** A report older than this many intervals says nothing of now: the check itself hangs. */
const STALE_AFTER_INTERVALS = 3
const PGLITE_NOTE = 'embedded store without fsync: a power cut may lose the last answers given'

export function createHealthCheck(options: HealthCheckOptions): HealthCheck {
  const { clock, intervalMs } = options
  const store = storeOf(options.backend)
  let report: HealthReport = reportOf(null, { keys: 'DOWN', store: 'DOWN' }, store)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isStopped = false

  const check = async (): Promise<void> => {
    const keys = await probe('signAndVerify', options)
    const writes = await probe('writeAndRead', options)
    report = reportOf(clock.now().toISOString(), { keys, store: writes }, store)
    if (!isStopped) timer = setTimeout(run, intervalMs).unref()
  }
  const run = (): Promise<void> => (running = check())

  return {
    start: run,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
    last() {
      const ageMs = report.checkedAt === null ? 0 : clock.now().getTime() - Date.parse(report.checkedAt)
      return ageMs > STALE_AFTER_INTERVALS * intervalMs
        ? reportOf(report.checkedAt, { keys: 'DOWN', store: 'DOWN' }, store)
        : report
    },
  }
}

async function probe(name: 'signAndVerify' | 'writeAndRead', options: HealthCheckOptions): Promise<ProbeState> {
  try {
    await options[name]()
    return 'UP'
  } catch (error) {
    options.onFailure(name, error)
    return 'DOWN'
  }
}

function reportOf(
  checkedAt: string | null,
  states: { keys: ProbeState; store: ProbeState },
  store: HealthReport['store'],
): HealthReport {
  return {
    status: states.keys === 'UP' && states.store === 'UP' ? 'READY' : 'NOT_READY',
    checkedAt,
    checks: { sign: states.keys, verify: states.keys, write: states.store, read: states.store },
    store,
  }
}

function storeOf(backend: HealthReport['store']['backend']): HealthReport['store'] {
  return backend === 'pglite' ? { backend, note: PGLITE_NOTE } : { backend }
}
