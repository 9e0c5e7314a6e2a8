/** What the main thread of an import and the thread that reads for it say to each other: plain data only. */
import type { FaultCode } from '../../../gateway/domain/faults.ts'
import type { PreparedBatch } from '../prepared-act.ts'
import type { ReadyBatch } from './ready-batch.ts'
import type { Position } from './source.ts'

/** Where the thread begins, and what the acts are marked with. */
export interface ReadingStart {
  readonly from: Position
  readonly source: string
}

export type ToReader =
  | { readonly kind: 'BLOCKS'; readonly blocks: readonly number[] }
  /** A batch has been taken: another one may be sent. */
  | { readonly kind: 'NEXT' }
  | { readonly kind: 'END' }

export type FromReader =
  | { readonly kind: 'BATCH'; readonly batch: ReadyBatch<PreparedBatch> }
  | { readonly kind: 'BLOCKS_NEEDED'; readonly count: number }
  | { readonly kind: 'FAULT'; readonly code: FaultCode; readonly message: string }
  | { readonly kind: 'DONE' }
