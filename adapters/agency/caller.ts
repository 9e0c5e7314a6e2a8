/** Calls of an agency over HTTP. An answer that got lost says nothing about whether the call arrived. */
import type { IncomingCall } from '../../gateway/ports/exchange.ts'

export type CallResult =
  { readonly answered: true; readonly bytes: Uint8Array } | { readonly answered: false; readonly reason: string }

const TIMEOUT_MS = 20_000

/** Posts a SOAP 1.1 message. Every answer in XML is one, whatever its HTTP status; anything else counts as lost. */
export async function postCall(
  { url, fetch }: { readonly url: string; readonly fetch: typeof globalThis.fetch },
  operation: IncomingCall['operation'],
  message: Uint8Array,
): Promise<CallResult> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"urn:${operation}"` },
      body: new Uint8Array(message),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const bytes = await response.bytes()
    const isXml = response.headers.get('content-type')?.startsWith('text/xml') ?? false
    return isXml ? { answered: true, bytes } : { answered: false, reason: `HTTP ${response.status} without SOAP` }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { answered: false, reason: reasonOf(error) }
  }
}

/** fetch hides the cause, e.g. ECONNREFUSED, behind «fetch failed». */
function reasonOf(error: Error): string {
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.message
}
