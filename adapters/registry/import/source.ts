/** What is read from a file: rows with their place, each with what it says or with the reason why it cannot be taken. */
import type { NewAct } from '../new-act.ts'

/** Where reading goes on: everything before `offset` (octets) has been read, and `line` is the one that begins there. */
export interface Position {
  readonly offset: number
  readonly line: number
}

export const START: Position = { offset: 0, line: 1 }

/** Why a row is not taken. Neither part holds a value of the row. */
export interface Rejection {
  readonly field: string
  readonly reason: string
}

/** The line a row begins at, counted from 1, and its octets in the file. */
export interface Place extends Position {
  readonly length: number
}

export type Row<T> = Place & ({ readonly value: T } | Rejection)

export function rowAt<T>({ line, offset, length }: Place, read: T | Rejection): Row<T> {
  return isRejection(read) ? { line, offset, length, ...read } : { line, offset, length, value: read }
}

export function isRejection(read: unknown): read is Rejection {
  return typeof read === 'object' && read !== null && 'reason' in read
}

/** Rows that follow each other in the file, and where the next batch begins. */
export interface Batch<T> {
  readonly rows: readonly Row<T>[]
  readonly end: Position
}

/** Reads on from `from`, which must be START or the end of a batch. Throws IMPORT_REFUSED where nothing can be cut out. */
export type ReadBatches<T> = (from: Position) => AsyncGenerator<Batch<T>>

/** What is made of each act as soon as it is read, with the line it begins at. */
export type TakeAct<T> = (act: NewAct, line: number) => T
