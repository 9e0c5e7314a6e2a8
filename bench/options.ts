export interface BenchOptions {
  /** Every figure is the median of so many rounds; in a round everybody runs once, one after the other. */
  readonly rounds: number
  readonly seconds: number
  readonly withJava: boolean
}
