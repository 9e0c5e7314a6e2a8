/** Who calls the APIs: bearer tokens (RFC 6750), of which only digests are known here; one role each. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Budget } from '../flow/budget.ts'
import { createBudget } from '../flow/budget.ts'
import type { Clock } from '../ports/clock.ts'
import { ApiRefusal } from './problem.ts'

export type Role = 'BACK_OFFICE' | 'SECURITY_OFFICER'

export interface ApiToken {
  readonly role: Role
  /** Name of the holder (a workplace or an officer's account), kept in the audit. */
  readonly name: string
  /** `hashToken` of the token. A token must be random, 32 octets or more: the hash has no salt. */
  readonly tokenHash: string
}

export interface Caller {
  readonly role: Role
  readonly name: string
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    /** Beyond the limit a call leaves no entry of its own: the next one of its source tells how many there were. */
    isOnlyCounted: boolean
    /** Calls of this source that were only counted before this one. */
    countedBefore: number
  }
  interface FastifyContextConfig {
    /** No token is needed; without one the call is counted all the same. */
    isOpen?: boolean
  }
}

/** Calls without a valid token, per source: few enough to make guessing slow and to keep the audit readable. */
export interface AnonymousCalls {
  readonly answered: Budget
  /** One more than answered, so that the first refusal of a flood stands in the audit. */
  readonly audited: Budget
}

export function createAnonymousCalls(clock: Clock, perMinute: number): AnonymousCalls {
  const allowance = (count: number): Budget => createBudget(clock, { count, seconds: 60 })
  return { answered: allowance(perMinute), audited: allowance(perMinute + 1) }
}

export interface Authorisation {
  readonly tokens: readonly ApiToken[]
  readonly anonymous: AnonymousCalls
}

const CHALLENGE = 'Bearer realm="zags-gateway"'

/** Hex of SHA-256 of the token's text. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

/** Lets only this role through to the routes of `app`, also to those that do not exist. */
export function requireRole(app: FastifyInstance, role: Role, { tokens, anonymous }: Authorisation): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('isOnlyCounted', false)
  app.decorateRequest('countedBefore', 0)
  app.addHook('onRequest', async (request, reply) => {
    const isOpen = request.routeOptions.config.isOpen === true
    const caller = findCaller(request.headers.authorization, tokens)
    if (!caller) return refuseAnonymous(request, reply, { anonymous, isOpen })
    request.caller = caller
    if (isOpen || caller.role === role) return
    reply.header('www-authenticate', `${CHALLENGE}, error="insufficient_scope"`)
    throw new ApiRefusal('FORBIDDEN')
  })
}

function refuseAnonymous(
  request: FastifyRequest,
  reply: FastifyReply,
  { anonymous, isOpen }: { anonymous: AnonymousCalls; isOpen: boolean },
): void {
  const audited = anonymous.audited.spend(request.ip)
  request.isOnlyCounted = !audited.within
  request.countedBefore = audited.overrun
  if (!anonymous.answered.spend(request.ip).within) {
    reply.header('retry-after', '60')
    throw new ApiRefusal('RATE_LIMITED')
  }
  if (isOpen) return
  // RFC 6750 section 3: an error code only where a token was presented.
  const presented = request.headers.authorization !== undefined
  reply.header('www-authenticate', presented ? `${CHALLENGE}, error="invalid_token"` : CHALLENGE)
  throw new ApiRefusal('UNAUTHENTICATED')
}

/** Compares digests of equal length, each in constant time, so that time tells nothing of a near miss. */
function findCaller(header: string | undefined, tokens: readonly ApiToken[]): Caller | undefined {
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return undefined
  const presented = Buffer.from(hashToken(token), 'hex')
  const known = tokens.find(({ tokenHash }) => isSameDigest(presented, Buffer.from(tokenHash, 'hex')))
  return known && { role: known.role, name: known.name }
}

function isSameDigest(presented: Buffer, known: Buffer): boolean {
  return known.length === presented.length && timingSafeEqual(presented, known)
}
