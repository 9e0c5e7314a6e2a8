/** Reads revocation lists and asks OCSP responders over HTTP, within a time and a size, at the very address it was given. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FetchBytes, SourceRequest } from '../../gateway/ports/revocation.ts'

/** From the first byte sent to the last one received. */
const TIMEOUT_MS = 30_000

export function createFetchBytes({ timeoutMs = TIMEOUT_MS } = {}): FetchBytes {
  return async (request) => {
    try {
      return await readBody(await send(request, timeoutMs), request.maxBytes)
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause
      throw unreachable(request.url, 'no complete answer in time', cause)
    }
  }
}

async function send({ url, body }: SourceRequest, timeoutMs: number): Promise<Response> {
  if (!/^https?:\/\//i.test(url)) throw unreachable(url, 'only http and https are spoken here')
  const response = await fetch(url, {
    ...(body ? { method: 'POST', body: Buffer.from(body.bytes), headers: { 'content-type': body.mediaType } } : {}),
    // A redirect would lead to an address that nobody has configured.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (response.status === 200) return response
  await response.body?.cancel()
  throw unreachable(url, `status ${response.status}`)
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  // Counted as it comes: what a header says of the length is the peer's word, and compression hides it.
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    // Leaving the loop gives up the rest.
    if (length > maxBytes) throw unreachable(response.url, `longer than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function unreachable(url: string, reason: string, cause?: unknown): GatewayError {
  return new GatewayError('REVOCATION_UNREACHABLE', `${url}: ${reason}`, { cause })
}
