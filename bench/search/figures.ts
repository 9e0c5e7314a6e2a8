/** What the search bench measures, as its report prints it. */
import type { ErrorClass } from './error-classes.ts'
import type { Figures } from './measurement.ts'

export interface ClassFigures {
  readonly error: ErrorClass
  readonly variants: Figures
  readonly flow: Figures
  readonly exact: Figures
}

/** Answers to hits, typos and about nobody, by the whole search. */
export interface CaseFigures {
  readonly hit: Figures
  readonly typo: Figures
  readonly none: Figures
}
