/** What both servers have in common: limits on what a stranger sends, the headers of every answer, and a log without data. */
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify'
import { handleErrors } from './error-handler.ts'

export interface AppOptions {
  readonly logger: FastifyBaseLogger
  /** PEM. Without it plain HTTP, for loopback or behind a declared proxy. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined
  /** Addresses of proxies whose X-Forwarded-* headers are believed; none by default. */
  readonly trustedProxies?: readonly string[]
}

export interface HttpLimits {
  /** Largest text/xml body. */
  readonly maxBodyBytes: number
  /** Largest multipart/related body: an envelope, attachments, and what holds them together. */
  readonly maxPackageBytes: number
  /** Bodies of all connections together. */
  readonly maxBytesInFlight: number
  /** A whole request, headers and body, must have arrived by then. */
  readonly requestTimeoutMs: number
  /** A socket on which nothing moves is closed. */
  readonly idleTimeoutMs: number
  readonly maxConnections: number
  /** API calls without a valid token, per source. */
  readonly anonymousCallsPerMinute: number
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxBodyBytes: 5 * 1024 * 1024,
  maxPackageBytes: 12 * 1024 * 1024,
  maxBytesInFlight: 256 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  idleTimeoutMs: 60_000,
  maxConnections: 256,
  anonymousCallsPerMinute: 30,
}

const LONGEST_CHECKING_INTERVAL_MS = 5_000

export function createApp(options: AppOptions, limits: HttpLimits): FastifyInstance {
  const { tls } = options
  const [common, timing] = [commonOptions(options, limits), timingOf(limits)]
  const app = tls
    ? Fastify({ ...common, https: { ...tls, ...timing, minVersion: 'TLSv1.2' } })
    : Fastify({ ...common, http: timing })
  return prepare(app as unknown as FastifyInstance, limits, tls !== undefined)
}

function commonOptions({ logger, trustedProxies = [] }: AppOptions, limits: HttpLimits) {
  return {
    loggerInstance: logger,
    // The framework's own request lines would carry URLs, and so queries.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => randomUUID(),
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.idleTimeoutMs,
    exposeHeadRoutes: false,
    // Longer than any header may be: what is too long breaks the field's own rule, not the router's.
    routerOptions: { maxParamLength: 65_536 },
    // A path that cannot be decoded takes the same road, through the same hooks, and breaks its field's rule.
    rewriteUrl: ({ url = '/' }) => decodable(url),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: true } },
    clientErrorHandler: refuseUnreadable,
  } satisfies FastifyServerOptions
}

function prepare(app: FastifyInstance, { maxConnections }: HttpLimits, isTls: boolean): FastifyInstance {
  app.server.maxConnections = maxConnections
  app.removeAllContentTypeParsers()
  handleErrors(app)
  setHeaders(app, isTls)
  logAnswers(app)
  return app
}

/** How often sockets are looked through bounds how far a slow request overruns its time. */
function timingOf({ requestTimeoutMs }: HttpLimits): { headersTimeout: number; connectionsCheckingInterval: number } {
  return {
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, LONGEST_CHECKING_INTERVAL_MS),
  }
}

/** No answer is to be stored, sniffed or rendered. */
function setHeaders(app: FastifyInstance, isTls: boolean): void {
  const headers = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    ...(isTls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  app.addHook('onSend', async (request, reply) => {
    if (isBodyUnread(request)) reply.header('connection', 'close')
  })
}

/** A refusal that did not wait for the body does not read on either: the connection ends with the answer. */
function isBodyUnread({ headers, raw }: FastifyRequest): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return hasBody && !raw.complete
}

/** The route's pattern, never the address itself: paths and queries of callers stay out of the log. */
function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'unknown' : request.routeOptions.url
    const { method } = request
    request.log.info({ method, route, status: reply.statusCode, elapsedMs: Math.round(reply.elapsedTime) }, 'answered')
  })
}

function decodable(url: string): string {
  const [path = '/', ...query] = url.split('?')
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return [path.replaceAll('%', '_'), ...query].join('?')
  }
}

/** Bytes that are no HTTP: they are not logged, and the socket is closed. */
function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy()
  const status = UNREADABLE[code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
