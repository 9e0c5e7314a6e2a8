import { GatewayError } from '../../gateway/domain/faults.ts'

/**
 * xs:dateTime of a schema-valid message -> the same instant in UTC, ISO 8601. Throws ENVELOPE_SCHEMA when no zone is
 * given: to guess one would move the instant by hours.
 */
export function toInstant(text: string, field: string): string {
  const at = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : 'no zone')
  if (Number.isNaN(at)) throw new GatewayError('ENVELOPE_SCHEMA', `${field}: no instant with a time zone`)
  return new Date(at).toISOString()
}
