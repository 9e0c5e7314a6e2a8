/** The description of both APIs (OpenAPI 3.1), made from the schemas that the routes themselves use. */
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { Role } from './authorisation.ts'
import { refuseOtherMethods } from './error-handler.ts'
import { COMPONENTS } from './response-schemas.ts'

const SECURITY_SCHEMES = { BACK_OFFICE: 'backOffice', SECURITY_OFFICER: 'securityOfficer' } as const satisfies Record<
  Role,
  string
>

const PROBLEMS: Readonly<Record<string, string>> = {
  400: 'The path or the query breaks its rules; `violations` names the fields.',
  401: 'No valid token.',
  403: 'The token has another role.',
  404: 'No such case, document or resource.',
  429: 'Too many calls without a valid token.',
  500: 'The gateway failed; `instance` stands in its log.',
  503: 'The store does not answer, or the call could not be audited.',
}

export const ALL_PROBLEMS: readonly string[] = Object.keys(PROBLEMS)
/** Of a list: no match is an empty page. */
export const LIST_PROBLEMS: readonly string[] = ALL_PROBLEMS.filter((status) => status !== '404')

/** Registers the shared schemas and the collector; it sees only routes that are added after it. */
export function describeApis(app: FastifyInstance, publicUrl: string | undefined): void {
  for (const component of COMPONENTS) app.addSchema(component)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'zags-gateway: status API and audit API',
        version: '1.0.0',
        description:
          'Cases of inquiries for the registry back office, and the audit for security officers. Every call is audited ' +
          'before it is answered. Other methods of a resource are answered with 405.',
      },
      ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }),
      components: {
        securitySchemes: {
          backOffice: { type: 'http', scheme: 'bearer', description: 'Token of a workplace of the back office.' },
          securityOfficer: { type: 'http', scheme: 'bearer', description: 'Token of a security officer.' },
        },
      },
    },
    stripBasePath: false,
    refResolver: { buildLocalReference: ({ $id }, _base, _fragment, index) => String($id ?? `schema-${index}`) },
  })
}

/** `GET /api/v1/openapi.json`: open, as the WSDL is; it holds no data. */
export function serveDescription(api: FastifyInstance): void {
  const url = '/v1/openapi.json'
  const described = { type: 'object', additionalProperties: true, description: 'This document.' }
  const schema: FastifySchema = {
    summary: 'Description of the APIs',
    operationId: 'getDescription',
    security: [],
    response: { 200: jsonResponse(described), ...problems(['429', '500', '503']) },
  }
  api.get(url, { schema, config: { isOpen: true } }, () => api.swagger())
  refuseOtherMethods(api, url, ['GET'])
}

/** What all routes of a role have in common. */
export function protectedBy(role: Role): Pick<FastifySchema, 'security' | 'tags'> {
  return { security: [{ [SECURITY_SCHEMES[role]]: [] }], tags: [role === 'BACK_OFFICE' ? 'status' : 'audit'] }
}

/** 200 with a shared schema, and the problems the route may answer. */
export function answering(component: string, description: string, statuses = ALL_PROBLEMS): Record<string, object> {
  return { 200: jsonResponse({ $ref: `${component}#` }, description), ...problems(statuses) }
}

export function problems(statuses: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: PROBLEMS[status], content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } },
    ]),
  )
}

function jsonResponse(schema: object, description = 'The answer.'): object {
  return { description, content: { 'application/json': { schema } } }
}
