/** A command of the command line. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface Command {
  /** Text of `--help` after the summary. */
  readonly help: string
  /** Returns the exit code. Throws UsageError, or CONFIG_INVALID before anything is written. */
  run(words: readonly string[], environment: Environment): Promise<number>
}
