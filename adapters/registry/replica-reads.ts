/**
 * Reads of the registry from a replica as long as it follows closely. One that lags, shows nothing of our beats or does
 * not answer is used for nothing: the primary is asked instead, so that lag is never «no record».
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import type { Beat } from './heartbeat.ts'

export interface ReplicaReadsOptions {
  readonly primary: Registry
  /** Of one server: behind an address that spreads over several, the one asked may not be the one measured. */
  readonly replica: Registry
  /** The beat that the replica has followed to. Throws STORE_UNREACHABLE when it does not answer. */
  readonly findFollowed: () => Promise<Beat | undefined>
  readonly maxLagSeconds: number
  /** For the replica to be measured and to answer; a lost connection may be silent for longer than a search can wait. */
  readonly deadlineMs?: number
  /** The clock of the beats. */
  readonly elapsed: () => number
  /** Told once when the replica stops being used, and once when it is used again. */
  readonly onChange: (state: ReplicaState) => void
}

/** A scan of every surname may take most of it. */
const DEADLINE_MS = 15_000

export type ReplicaState = 'USED' | 'STALE' | 'UNREACHABLE'

export function createReplicaReads(options: ReplicaReadsOptions): Registry {
  const { primary, replica, elapsed } = options
  let state: ReplicaState = 'USED'
  /** What coverage promised at the primary, a replica of an earlier state need not hold yet. */
  let notBefore = -Infinity
  const become = (next: ReplicaState): void => {
    if (next !== state) options.onChange(next)
    state = next
  }

  async function askReplica<T>(question: (registry: Registry, followed: Beat) => Promise<T>): Promise<T | undefined> {
    const deadline = createDeadline(options.deadlineMs ?? DEADLINE_MS)
    try {
      const followed = await deadline.of(options.findFollowed())
      if (!followed || elapsed() - followed.sentAt > options.maxLagSeconds * 1000) {
        become('STALE')
        return undefined
      }
      if (followed.sentAt < notBefore) return undefined
      const answer = await deadline.of(question(replica, followed))
      become('USED')
      return answer
    } catch (error) {
      if (!isSilence(error)) throw error
      become('UNREACHABLE')
      return undefined
    } finally {
      deadline.end()
    }
  }
  return {
    async search(subject, window, method) {
      const found = await askReplica(async (registry, followed) => {
        const candidates = await registry.search(subject, window, method)
        return { ...candidates, asOf: followed.at.toISOString() }
      })
      return found ?? primary.search(subject, window, method)
    },
    async getCoverage(kind, years) {
      const found = await askReplica((registry) => registry.getCoverage(kind, years))
      if (found) return found
      const answer = await primary.getCoverage(kind, years)
      notBefore = elapsed()
      return answer
    },
  }
}

function createDeadline(milliseconds: number) {
  const late = Promise.withResolvers<never>()
  late.promise.catch(() => undefined)
  const timer = setTimeout(
    () => late.reject(new GatewayError('REGISTRY_UNREACHABLE', `the replica did not answer in ${milliseconds} ms`)),
    milliseconds,
  )
  return {
    /** What comes after the deadline is passed over. */
    of: <T>(work: Promise<T>): Promise<T> => Promise.race([work, late.promise]),
    end: () => clearTimeout(timer),
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof GatewayError && (error.code === 'REGISTRY_UNREACHABLE' || error.code === 'STORE_UNREACHABLE')
}
