export interface BenchOptions {
  /** Every figure is the median of so many rounds; in a round everybody runs once, one after the other. */
  readonly rounds: number
  readonly seconds: number
  readonly withJava: boolean
  /** Size of the synthetic region, else that of the targets; and its seed. */
  readonly acts?: number
  readonly seed: number
  /** Fixed queries per kind of error. */
  readonly queries: number
  /** Leave the filled databases behind; take those that an earlier run left. */
  readonly keep: boolean
  readonly reuse: boolean
  readonly withTrigrams: boolean
}
