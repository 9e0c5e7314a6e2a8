/** Turns whatever was thrown into a problem; the only reader of the `http` column of the fault table beside the door. */
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError, type FaultCode } from '../domain/faults.ts'
import { ApiRefusal, problemOf } from './problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Code of the problem this request was answered with, for the audit. */
    faultCode: FaultCode | null
  }
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export function handleErrors(app: FastifyInstance): void {
  app.decorateRequest('faultCode', null)
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler(refuseUnknownRoute)
}

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id)
  request.faultCode = problem.code ?? null
  if (problem.status >= 500) logFailure(request.log, error)
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
}

export function refuseUnknownRoute(): never {
  throw new ApiRefusal('ROUTE_UNKNOWN')
}

/** Answers every other method of the route with 405 and names the allowed ones (RFC 9110 section 15.5.6). */
export function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    schema: { hide: true },
    // Before the body is looked at: none is expected.
    onRequest: async (_request, reply) => {
      reply.header('allow', allowed.join(', '))
      throw new ApiRefusal('METHOD_NOT_ALLOWED')
    },
    handler: refuseUnknownRoute,
  })
}

export function logFailure(log: FastifyBaseLogger, error: unknown): void {
  log.error({ failure: describeFailure(error) }, 'a request failed')
}

/**
 * What the log may keep of an error. The words of a bug, a driver or a parser can quote data, so only a GatewayError
 * keeps its message; of the rest remain the name, the code and where it happened.
 */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code } = error as { code?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error instanceof GatewayError ? { message: error.message } : {}),
    frames: frames.map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeFailure(error.cause) }),
  }
}
