/**
 * Two HTTP servers: the public one with the agencies' door, the status API and the audit API, and the admin one with the
 * health of the process.
 */
import type { FastifyInstance } from 'fastify'
import { createApp, DEFAULT_HTTP_LIMITS, type AppOptions, type HttpLimits } from './app.ts'
import { auditCalls, type CallAudit } from './call-audit.ts'
import { createAnonymousCalls, requireRole, type ApiToken, type Role } from './authorisation.ts'
import { serveAudit } from './audit-api.ts'
import { refuseUnknownRoute } from './error-handler.ts'
import { serveExchange, type ExchangePorts } from './exchange.ts'
import { serveHealth, type Health } from './health.ts'
import { describeApis, serveDescription } from './openapi.ts'
import { serveStatus, type StatusPorts } from './status-api.ts'

export interface ServerOptions extends ExchangePorts, StatusPorts, CallAudit, AppOptions {
  readonly tokens: readonly ApiToken[]
  readonly health: Health
  readonly limits?: Partial<HttpLimits>
}

export interface Servers {
  readonly public: FastifyInstance
  readonly admin: FastifyInstance
}

/** Neither listens yet. The admin server has no authentication: bind it where only operators reach it. */
export function createServers(options: ServerOptions): Servers {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...options.limits }
  return { public: createPublicServer(options, limits), admin: createAdminServer(options, limits) }
}

function createPublicServer(options: ServerOptions, limits: HttpLimits): FastifyInstance {
  const app = createApp(options, limits)
  describeApis(app, options.publicUrl)
  const anonymous = createAnonymousCalls(options.clock, limits.anonymousCallsPerMinute)
  const serveRole = (prefix: string, role: Role, serve: (api: FastifyInstance) => void): void => {
    app.register(
      async (api) => {
        requireRole(api, role, { tokens: options.tokens, anonymous })
        auditCalls(api, options)
        api.setNotFoundHandler(refuseUnknownRoute)
        serve(api)
      },
      { prefix },
    )
  }
  app.register(async (door) => serveExchange(door, options, limits))
  serveRole('/api', 'BACK_OFFICE', (api) => {
    serveStatus(api, options)
    serveDescription(api)
  })
  serveRole('/audit', 'SECURITY_OFFICER', (api) => serveAudit(api, options.reads))
  return app
}

function createAdminServer(options: ServerOptions, limits: HttpLimits): FastifyInstance {
  const admin = createApp({ logger: options.logger }, limits)
  admin.register(async (routes) => serveHealth(routes, options.health))
  return admin
}
