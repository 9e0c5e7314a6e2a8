/** An act record as a source gives it. */
import type { ActRecord, RecordPerson } from '../../gateway/domain/search.ts'

/**
 * Domain sections 13, 14. An ADOPTION is always restricted (C1). Dates exist in the calendar; texts hold no U+0000, and
 * office and record number no control character: the store would refuse the whole batch.
 */
export interface NewAct extends Pick<
  ActRecord,
  'kind' | 'office' | 'recordNumber' | 'recordedOn' | 'eventOn' | 'copyNo' | 'restricted' | 'annulled'
> {
  /** The id of a stored record adds a version of it: the one before is kept, and its names find the record still (C3). */
  readonly id?: string
  readonly persons: readonly NewPerson[]
  readonly bookNumber?: number
  readonly sheet?: string
  readonly headName?: string
  /** Court decisions (Q8); `annulledBy` only with `annulled`. */
  readonly annulledBy?: string
  readonly restored?: boolean
  /** With it the record is a restored one. */
  readonly restoredBy?: string
  /** The source itself says that it is not restricted, not annulled: as a new version it lifts what the one before was. */
  readonly liftsRestriction?: boolean
  readonly liftsAnnulment?: boolean
  readonly marks?: string
  readonly certificateSerial?: string
  /** Fields of the kind. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Where it was entered from: an import and a line, say. No part of what the record states. */
  readonly source?: string
}

export interface NewPerson extends Omit<RecordPerson, 'formerNames'> {
  readonly details?: Readonly<Record<string, unknown>>
}
