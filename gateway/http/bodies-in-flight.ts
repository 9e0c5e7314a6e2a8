/** Bodies of messages that arrive or are worked on, all together: what does not fit is asked to come again. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../domain/faults.ts'

export interface BodiesInFlight {
  /** Makes room for the body until the answer has left or the connection is gone. Throws READING_BUSY. */
  admit(request: FastifyRequest, reply: FastifyReply): void
}

/** A body that does not say its length may become `longestBytes`. */
export function createBodiesInFlight(maxBytes: number, longestBytes: number): BodiesInFlight {
  let held = 0
  return {
    admit({ headers }, reply) {
      const stated = Number(headers['content-length'])
      const bytes = Number.isSafeInteger(stated) && stated >= 0 ? Math.min(stated, longestBytes) : longestBytes
      if (held + bytes > maxBytes) throw new GatewayError('READING_BUSY', `bodies of ${held} bytes are in flight`)
      held += bytes
      reply.raw.once('close', () => (held -= bytes))
    },
  }
}
