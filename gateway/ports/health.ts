/** What the gateway knows of its own fitness: written by the background check, shown by the admin server. */

/** UP only when the last check proved it; signing and verifying are proved together, writing and reading likewise. */
export type ProbeState = 'UP' | 'DOWN'

export interface HealthReport {
  readonly status: 'READY' | 'NOT_READY'
  /** ISO 8601; null before the first check. */
  readonly checkedAt: string | null
  readonly checks: {
    readonly sign: ProbeState
    readonly verify: ProbeState
    readonly write: ProbeState
    readonly read: ProbeState
  }
  readonly store: { readonly backend: 'postgresql' | 'pglite'; readonly note?: string }
}
