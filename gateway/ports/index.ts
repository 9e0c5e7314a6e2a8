/** Everything the flow may need; a step takes only the ports it uses. `main` introduces the real ones. */
import type { Office } from '../domain/office.ts'
import type { SearchLimitCode, SearchLimits } from '../domain/search-limits.ts'
import type { Clock } from './clock.ts'
import type { Documents } from './documents.ts'
import type { ExchangeWriter, ReadCall } from './exchange.ts'
import type { Registry } from './registry.ts'
import type { Revocation } from './revocation.ts'
import type { Store } from './store.ts'
import type { StandingOrders, Trust } from './trust.ts'

export interface Ports {
  readonly clock: Clock
  readonly store: Store
  readonly readCall: ReadCall
  readonly exchange: ExchangeWriter
  readonly registry: Registry
  readonly documents: Documents
  readonly trust: Trust
  readonly revocation: Revocation
  readonly orders: StandingOrders
  readonly office: Office
  readonly settings: FlowSettings
  /** Tells the engineer on call; never holds personal data. */
  readonly raiseAlarm: (alarm: Alarm) => void
}

export interface FlowSettings {
  /** Development mode: documents are marked ОБРАЗЕЦ. */
  readonly sample: boolean
  /** How long a fetched message is held for its Ack before it goes back to the head of the queue. */
  readonly ackWindowSeconds: number
  readonly messageIdMaxAgeHours: number
  readonly timestampToleranceMinutes: number
  /** SendRequest calls of one stranger per hour. */
  readonly strangerRequestsPerHour: number
  readonly searchLimits: SearchLimits
}

export type AlarmCode =
  | 'MESSAGE_ID_REUSED'
  | 'MESSAGE_REJECTED_BY_ADDRESSEE'
  | 'RECIPIENT_CERTIFICATE_MISSING'
  | 'CALENDAR_YEAR_MISSING'
  | 'REGISTRY_UNREACHABLE'
  | 'REGISTRY_CIRCUIT_OPEN'
  | 'REGISTRY_REPLICA_NOT_USED'
  | 'REVOCATION_UNKNOWN'
  | 'SEARCH_LIMIT_PASSED'
  | 'READING_OVERRUN'

export interface Alarm {
  readonly code: AlarmCode
  readonly caseId?: string
  readonly caseNumber?: string
  readonly requester?: string
  readonly limit?: SearchLimitCode
}
