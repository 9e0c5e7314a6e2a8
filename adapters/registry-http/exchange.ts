/**
 * One question over HTTP: JSON posted, JSON received, within a time and a size, at the very address it was given. Nothing
 * of what is asked stands in an address or an error.
 */
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent, request as requestHttps } from 'node:https'
import { parseJson } from './parse-json.ts'

export interface Peer {
  /** What stands before the paths of the interface; https, or http on loopback. */
  readonly url: string
  /** PEM of the authorities that may certify it, where it is not a public one. */
  readonly ca?: string
  /** Read for each question, so that a token can be replaced. */
  readonly token?: () => Promise<string>
  readonly maxBytes: number
}

export type Ask = (question: { path: string; body: object; signal: AbortSignal }) => Promise<unknown>

/** No answer came; `mayPass` when the same question may be answered a moment later. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly mayPass: boolean
  /** For so long they do not want to be asked. */
  readonly retryAfterMs: number
  constructor(reason: string, mayPass: boolean, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(reason, options)
    this.mayPass = mayPass
    this.retryAfterMs = options.retryAfterMs ?? 0
  }
}

/** Every call rejects with NoAnswer for whatever is no complete JSON body under status 200. */
export function createAsk(peer: Peer): Ask {
  const agent = peer.url.startsWith('https:')
    ? new Agent({ keepAlive: true, minVersion: 'TLSv1.2', ...(peer.ca === undefined ? {} : { ca: peer.ca }) })
    : undefined
  const send = agent ? requestHttps : requestHttp
  return async ({ path, body, signal }) => {
    const bytes = Buffer.from(JSON.stringify(body))
    const headers = {
      'content-type': 'application/json',
      'content-length': bytes.length,
      accept: 'application/json',
      ...(await authorisation(peer)),
    }
    const options = { method: 'POST', headers, signal, ...(agent ? { agent } : {}) }
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const sending = send(new URL(peer.url.replace(/\/?$/, path)), options, resolve)
        // A connection that breaks after the head is told by the reading of the body.
        sending.on('error', reject)
        sending.end(bytes)
      })
      return await readJson(response, peer.maxBytes)
    } catch (cause) {
      if (cause instanceof NoAnswer) throw cause
      throw signal.aborted ? new NoAnswer('no complete answer in time', false, { cause }) : broken(cause)
    }
  }
}

async function authorisation({ token }: Peer): Promise<{ authorization?: string }> {
  if (!token) return {}
  try {
    return { authorization: `Bearer ${await token()}` }
  } catch (cause) {
    throw new NoAnswer('the token cannot be read', false, { cause })
  }
}

async function readJson(response: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { statusCode = 0, headers } = response
  try {
    // A redirect would lead to an address that nobody has configured; 404 is no word on records.
    if (statusCode !== 200)
      throw new NoAnswer(`status ${statusCode}`, statusCode >= 500 || statusCode === 429, {
        retryAfterMs: secondsOf(headers['retry-after']) * 1000,
      })
    if (!/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? ''))
      throw new NoAnswer('the answer is not application/json', false)
    if ((headers['content-encoding'] ?? 'identity') !== 'identity')
      throw new NoAnswer('the answer is compressed, which was not asked for', false)
    return parse(await readBody(response, maxBytes))
  } finally {
    response.destroy()
  }
}

/** A date is of their clock, and tells no more than that we should wait. */
function secondsOf(retryAfter: string | undefined): number {
  return /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) throw new NoAnswer(`the answer is longer than ${maxBytes} bytes`, false)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(bytes: Buffer): unknown {
  try {
    return parseJson(bytes)
  } catch (error) {
    throw new NoAnswer(`the answer is ${(error as Error).message}`, false)
  }
}

function broken(cause?: unknown): NoAnswer {
  return new NoAnswer('the connection failed', true, { cause })
}
