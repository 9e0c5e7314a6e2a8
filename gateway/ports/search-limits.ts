/** What the store remembers of how each requester asks (Q4b). Who was asked for is kept as keyed digests, for a day. */
import type { SearchLimitCode, SearchUsage, SubjectTrace } from '../domain/search-limits.ts'

export interface SearchLimitWork {
  /**
   * Notes what the case asks for, once however often it is called, and returns how its requester has asked within the
   * windows that end now. Until the end of the transaction no other one may do so for this requester.
   */
  traceSearch(trace: SearchTrace): Promise<SearchUsage>
  /** False when the orders rest already for this requester by this limit. */
  restOrders(rest: OrdersRest): Promise<boolean>
}

export interface SearchLimitReads {
  /** The limits by which the standing orders rest for the requester at the instant. */
  findRests(requester: string, at: Date): Promise<readonly SearchLimitCode[]>
}

export interface SearchTrace {
  readonly caseId: string
  readonly requester: string
  readonly at: Date
  readonly subjects: readonly SubjectTrace[]
  /** No more of the newest searches are looked at: whoever asks for more is over the limit anyway. */
  readonly atMost: number
}

export interface OrdersRest {
  readonly requester: string
  readonly limit: SearchLimitCode
  readonly since: Date
  readonly until: Date
}
