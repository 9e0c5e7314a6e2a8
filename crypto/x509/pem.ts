/** PEM (RFC 7468), the lax part of it that tools write: text around the block is ignored, line breaks may be CRLF. */

/** DER of every `label` block of the text, in order; [] when there is none. */
export function parsePemBlocks(text: string, label: string): Uint8Array[] {
  const block = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g')
  return Array.from(text.matchAll(block), ([, body = '']) => Uint8Array.from(Buffer.from(body, 'base64')))
}

export function toPem(der: Uint8Array, label: string): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
