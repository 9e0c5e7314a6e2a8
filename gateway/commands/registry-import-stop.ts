/** Why an import stopped before its end: for the person at the command line to mend, or a failure of store or disk. */
import { inspect } from 'node:util'
import { StatementError } from '../../adapters/postgres/statement-error.ts'
import { GatewayError } from '../domain/faults.ts'
import { UsageError } from './usage-error.ts'

export interface Stop {
  readonly message: string
  readonly exitCode: 2 | 3
}

/** A defect of ours is told with its stack: it has to be reported. */
export function stopOf(error: unknown): Stop {
  if (isToMend(error)) return { message: error.message, exitCode: 2 }
  const isFailure = error instanceof GatewayError || error instanceof StatementError || isSystemError(error)
  return { message: isFailure ? error.message : inspect(error), exitCode: 3 }
}

/** The same with the name of the file, where it is about the file. */
export function stopAt(file: string, cause: unknown): unknown {
  if (isSystemError(cause)) return new GatewayError('IMPORT_REFUSED', `${file}: ${cause.message}`, { cause })
  if (!(cause instanceof GatewayError) || cause.code !== 'IMPORT_REFUSED' || isSystemError(cause.cause)) return cause
  return new UsageError(`${file}: ${cause.message}`, { cause })
}

function isToMend(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  return error instanceof GatewayError && (error.code === 'CONFIG_INVALID' || error.code === 'STORE_HELD')
}

/** What the operating system says of a file or a connection. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
