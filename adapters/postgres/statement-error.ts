/** What a failed statement becomes: a fault when the store is away, otherwise a bug that tells no personal data. */
import { GatewayError } from '../../gateway/domain/faults.ts'

/**
 * A statement that PostgreSQL refused for a reason of ours. Drivers put parameters, rows and details into their errors;
 * none of that is kept, because a log may print every property.
 */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  /** SQLSTATE. */
  readonly code: string
  readonly constraint: string | undefined
  constructor(code: string, message: string, constraint?: string) {
    super(message)
    this.code = code
    this.constraint = constraint
  }
}

/** Connection, authorisation and resource classes, shutdown, read-only standby, lost locks: another attempt may succeed. */
const UNAVAILABLE = /^(?:08|28|3D|40|53|57|58)|^55P03$|^25006$/

/** Lost and refused connections for which `pg` has no code; system and TLS errors have one. */
const LOST =
  /^(?:Connection terminated|timeout e|Query read timeout|Client (?:was|has)|Cannot use a pool|The server does)/

/** Classes whose primary message names tables, columns and rules, but no values. */
const WITHOUT_VALUES = /^(?:0A|23|25|42|P0)/

/** The error to throw for anything a driver threw: STORE_UNREACHABLE, a StatementError, or the same error. */
export function statementError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof GatewayError) return error
  const { code, severity, constraint } = error as Error & { code?: string; severity?: string; constraint?: string }
  if (code !== undefined && severity !== undefined) {
    const told = WITHOUT_VALUES.test(code) ? `: ${error.message}` : ''
    const failed = new StatementError(code, `PostgreSQL refused a statement (${code})${told}`, constraint)
    return UNAVAILABLE.test(code)
      ? new GatewayError('STORE_UNREACHABLE', `the store is not available (${code})`, { cause: failed })
      : failed
  }
  const isConnection = !(error instanceof TypeError) && (code !== undefined || LOST.test(error.message))
  return isConnection ? new GatewayError('STORE_UNREACHABLE', 'no connection to the store', { cause: error }) : error
}
