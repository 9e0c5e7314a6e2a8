/** A mistake of the person at the command line: one line that says what and where, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
