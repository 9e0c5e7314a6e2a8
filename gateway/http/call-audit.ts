/**
 * Every API call leaves an audit entry, also a refused one, and leaves it first: an answer whose entry cannot be written
 * is not given. Route, caller and outcome are kept; values of queries are not, for they may be personal data.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuditDetails, AuditEntry } from '../domain/audit-entry.ts'
import type { Clock } from '../ports/clock.ts'
import { logFailure, PROBLEM_TYPE } from './error-handler.ts'
import { ApiRefusal, problemOf } from './problem.ts'
import { CASE_NUMBER_PATTERN, DOCUMENT_ID_PATTERN, pagingSchemas } from './query.ts'

export interface CallAudit {
  readonly audit: (entry: AuditEntry) => Promise<void>
  readonly clock: Clock
}

export function auditCalls(app: FastifyInstance, { audit, clock }: CallAudit): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.isOnlyCounted) return payload
    try {
      await audit(entryOf(request, reply, clock.now()))
      return payload
    } catch (error) {
      logFailure(request.log, error)
      return withhold(request, reply)
    }
  })
}

/** Replaces the answer: nothing of the one that could not be audited may leave. */
function withhold(request: FastifyRequest, reply: FastifyReply): string {
  for (const name of ['content-length', 'content-disposition', 'www-authenticate', 'allow', 'retry-after'])
    reply.removeHeader(name)
  const problem = problemOf(new ApiRefusal('STORE_UNREACHABLE'), request.id)
  reply.code(problem.status).type(PROBLEM_TYPE)
  return JSON.stringify(problem)
}

function entryOf(request: FastifyRequest, reply: FastifyReply, at: Date): AuditEntry {
  const { caller, countedBefore, faultCode, method, ip } = request
  const status = reply.statusCode
  const caseNumber = caseNumberOf(request)
  const details: AuditDetails = {
    route: request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
    method,
    status,
    source: ip,
    ...(caller ? { role: caller.role, name: caller.name } : {}),
    ...documentOf(request),
    ...filtersOf(request),
    ...(countedBefore > 0 ? { countedBefore } : {}),
    ...(faultCode ? { code: faultCode } : {}),
  }
  return {
    at: at.toISOString(),
    event: 'API_CALLED',
    result: status < 400 ? 'OK' : status < 500 ? 'REFUSED' : 'FAILED',
    ...(caseNumber === undefined ? {} : { caseNumber }),
    details,
  }
}

/** The case that was asked for, in the path or as a filter; only what has the form of a number is kept. */
function caseNumberOf({ params, query }: FastifyRequest): string | undefined {
  const { number } = (params ?? {}) as { number?: unknown }
  const { case: filtered } = (query ?? {}) as { case?: unknown }
  return [number, filtered].find(
    (value): value is string => typeof value === 'string' && new RegExp(CASE_NUMBER_PATTERN).test(value),
  )
}

function documentOf({ params }: FastifyRequest): { document?: string } {
  const { id } = (params ?? {}) as { id?: unknown }
  return typeof id === 'string' && new RegExp(DOCUMENT_ID_PATTERN).test(id) ? { document: id } : {}
}

/** Names of the described filters that were used. */
function filtersOf({ query, routeOptions }: FastifyRequest): { filters?: readonly string[] } {
  const schema = routeOptions.schema?.querystring as { properties?: Record<string, unknown> } | undefined
  const described = Object.keys(schema?.properties ?? {}).filter((name) => !(name in pagingSchemas))
  const used = described.filter((name) => Object.hasOwn(query as object, name))
  return used.length > 0 ? { filters: used } : {}
}
