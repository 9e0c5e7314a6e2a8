/** Health on the admin server: whether the process lives, and what the last background check proved. */
import type { FastifyInstance } from 'fastify'
import type { HealthReport } from '../ports/health.ts'
import { refuseOtherMethods } from './error-handler.ts'

export interface Health {
  last(): HealthReport
}

/** Asking costs nothing: neither route does any work of its own. */
export function serveHealth(admin: FastifyInstance, health: Health): void {
  admin.get('/health/live', async () => ({ status: 'LIVE' }))
  admin.get('/health/ready', async (_request, reply) => {
    const report = health.last()
    return reply.code(report.status === 'READY' ? 200 : 503).send(report)
  })
  for (const url of ['/health/live', '/health/ready']) refuseOtherMethods(admin, url, ['GET'])
}
