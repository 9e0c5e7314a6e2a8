/** Problem details (RFC 9457): the one form of every refusal and fault of the APIs. They carry codes, never data. */
import { STATUS_CODES } from 'node:http'
import type { FastifyError } from 'fastify'
import { faultOf, GatewayError, type FaultCode } from '../domain/faults.ts'

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** Names this one answer: the same id stands in the log. */
  readonly instance: string
  readonly code?: FaultCode
  readonly violations?: readonly Violation[]
}

/** A field of the query or the path and the rule it broke; never the value it carried. */
export interface Violation {
  readonly field: string
  readonly rule: string
}

/** A refusal that this folder itself utters: its detail is written for the caller. */
export class ApiRefusal extends GatewayError {
  readonly detail: string
  readonly violations: readonly Violation[]
  constructor(code: ApiCode, words: { detail?: string; violations?: readonly Violation[] } = {}) {
    const detail = words.detail ?? DETAILS[code]
    super(code, detail)
    this.detail = detail
    this.violations = words.violations ?? []
  }
}

const DETAILS = {
  UNAUTHENTICATED: 'A valid bearer token is needed.',
  FORBIDDEN: 'The role of this token does not give access to this resource.',
  CASE_UNKNOWN: 'No case has this number.',
  DOCUMENT_UNKNOWN: 'The case has no document with this id.',
  ROUTE_UNKNOWN: 'There is no such resource.',
  METHOD_NOT_ALLOWED: 'The resource does not know this method; see the Allow header.',
  MEDIA_TYPE_UNSUPPORTED: 'This media type is not accepted here.',
  RATE_LIMITED: 'Too many calls without a valid token from this address.',
  QUERY_INVALID: 'The request breaks the rules of its description.',
  STORE_UNREACHABLE: 'The store does not answer; the call may be repeated later.',
} as const satisfies { [C in FaultCode]?: string }
export type ApiCode = keyof typeof DETAILS

const BLAND = 'The gateway could not answer; its log names the reason under this instance.'

/** The problem for any thrown value. What is no fault of the table and no refusal of the framework stays bland. */
export function problemOf(error: unknown, requestId: string): Problem {
  const instance = `urn:uuid:${requestId}`
  const refusal = error instanceof ApiRefusal ? error : refusalOf(error as Partial<FastifyError>)
  const fault = faultOf(refusal ?? error)
  if (!fault) return untypedProblem(statusOf(error as Partial<FastifyError>), instance)
  const { code, http: status } = fault
  const violations = refusal?.violations ?? []
  return {
    type: `urn:zags-gateway:fault:${code}`,
    title: titleOf(status),
    status,
    detail: refusal?.detail ?? (code in DETAILS ? DETAILS[code as ApiCode] : BLAND),
    instance,
    code,
    ...(violations.length > 0 ? { violations } : {}),
  }
}

function untypedProblem(status: number, instance: string): Problem {
  const detail = status < 500 ? 'The HTTP request is malformed.' : BLAND
  return { type: 'about:blank', title: titleOf(status), status, detail, instance }
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}

/** Refusals of the framework that stand for a code of the table. */
function refusalOf({ code, validation, validationContext }: Partial<FastifyError>): ApiRefusal | undefined {
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new ApiRefusal('MEDIA_TYPE_UNSUPPORTED')
  if (!validation) return undefined
  const context = validationContext === 'querystring' ? 'query' : 'path'
  return new ApiRefusal('QUERY_INVALID', { violations: validation.map((broken) => violationOf(broken, context)) })
}

type Broken = NonNullable<FastifyError['validation']>[number]

/** An unknown field is not named: a caller may have put anything into its name. */
function violationOf({ keyword, instancePath, params, message }: Broken, context: string): Violation {
  const field = `${context}${instancePath}`
  if (keyword === 'additionalProperties') return { field, rule: 'must not have fields beside the described ones' }
  if (keyword === 'enum') return { field, rule: `must be one of ${(params['allowedValues'] as string[]).join(', ')}` }
  return { field, rule: message ?? keyword }
}

/** The framework's own 4xx are kept; whatever else was thrown is a bug. */
function statusOf({ code, statusCode }: Partial<FastifyError>): number {
  const isFrameworks = typeof code === 'string' && code.startsWith('FST_')
  return isFrameworks && statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 500
}
