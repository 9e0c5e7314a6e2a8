/** Audit API of security officers: entries by filter. Reading the audit is itself audited. */
import type { FastifyInstance } from 'fastify'
import { AUDIT_EVENTS, type AuditEntry, type AuditEvent } from '../domain/audit-entry.ts'
import type { AuditFilter, Reads } from '../ports/store.ts'
import { refuseOtherMethods } from './error-handler.ts'
import { answering, LIST_PROBLEMS, protectedBy } from './openapi.ts'
import {
  caseNumberSchema,
  checkRange,
  filterTextSchema,
  instantSchema,
  pageOf,
  pagingSchemas,
  parseInstant,
  type Paging,
} from './query.ts'

interface EntriesQuery extends Paging {
  readonly from?: string
  readonly to?: string
  readonly requester?: string
  readonly certificate?: string
  readonly case?: string
  readonly event?: AuditEvent
  readonly result?: AuditEntry['result']
}

const ENTRIES_SCHEMA = {
  ...protectedBy('SECURITY_OFFICER'),
  summary: 'Audit entries, by filter',
  operationId: 'listAuditEntries',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      from: { ...instantSchema, description: 'At this instant or later.' },
      to: { ...instantSchema, description: 'At this instant or earlier.' },
      requester: { ...filterTextSchema, description: 'Id of a registered body, or queue of a stranger.' },
      certificate: { type: 'string', pattern: '^[0-9A-Fa-f]{1,64}$', description: 'Serial number, hex.' },
      case: caseNumberSchema,
      event: { type: 'string', enum: [...AUDIT_EVENTS] },
      result: { type: 'string', enum: ['OK', 'REFUSED', 'FAILED'] },
      ...pagingSchemas,
    },
  },
  response: answering('AuditPage', 'One page of entries.', LIST_PROBLEMS),
}

export function serveAudit(audit: FastifyInstance, reads: Pick<Reads, 'listAudit'>): void {
  audit.get<{ Querystring: EntriesQuery }>('/v1/entries', { schema: ENTRIES_SCHEMA }, async ({ query }) =>
    reads.listAudit(filterOf(query), pageOf(query)),
  )
  refuseOtherMethods(audit, '/v1/entries', ['GET'])
}

/** Throws QUERY_INVALID when the span ends before it begins. */
function filterOf({ from, to, case: caseNumber, requester, certificate, event, result }: EntriesQuery): AuditFilter {
  const span = {
    ...(from === undefined ? {} : { from: parseInstant(from) }),
    ...(to === undefined ? {} : { to: parseInstant(to) }),
  }
  checkRange({ field: 'from', value: span.from }, { field: 'to', value: span.to })
  return {
    ...span,
    ...(requester === undefined ? {} : { requester }),
    ...(certificate === undefined ? {} : { certificate: certificate.toLowerCase() }),
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(event === undefined ? {} : { event }),
    ...(result === undefined ? {} : { result }),
  }
}
