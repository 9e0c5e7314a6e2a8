/** Calls of an agency over HTTP. An answer that got lost says nothing about whether the call arrived. */
import { packMessage } from '../smev/pack-attachments.ts'
import type { IncomingCall } from '../../gateway/ports/exchange.ts'

export type CallResult =
  | { readonly answered: true; readonly bytes: Uint8Array; readonly packageType: string | undefined }
  | { readonly answered: false; readonly reason: string }

export interface Connection {
  /** Address of the exchange, e.g. http://127.0.0.1:8080/smev. */
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** Messages go as packages of several parts (MTOM), and answers may come so. */
  readonly packaged?: boolean
}

const XML_TYPE = 'text/xml; charset=utf-8'
const TIMEOUT_MS = 20_000

/** Posts a SOAP 1.1 message. Every answer in XML or in a package is one, whatever its HTTP status; anything else counts as lost. */
export async function postCall(
  { url, fetch, packaged = false }: Connection,
  operation: IncomingCall['operation'],
  message: Uint8Array,
): Promise<CallResult> {
  const { body, packageType } = packaged ? packMessage(message) : { body: message, packageType: XML_TYPE }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': packageType, soapaction: `"urn:${operation}"` },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const bytes = await response.bytes()
    const type = response.headers.get('content-type') ?? ''
    if (type.startsWith('text/xml')) return { answered: true, bytes, packageType: undefined }
    if (type.startsWith('multipart/related')) return { answered: true, bytes, packageType: type }
    return { answered: false, reason: `HTTP ${response.status} without SOAP` }
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
