/** MessageIDs are UUIDs of version 1 (RFC 4122 4.2), whose timestamp SMEV reads (reference: message exchange, section 3). */

/** 100-nanosecond intervals between 15 October 1582 and the Unix epoch. */
const GREGORIAN_OFFSET = 122_192_928_000_000_000n
const VERSION_1 = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Instant at which the id was made; undefined when it is no lower-case UUID of version 1. */
export function findMessageIdInstant(messageId: string): Date | undefined {
  if (!VERSION_1.test(messageId)) return undefined
  const [low, middle, high] = messageId.split('-') as [string, string, string]
  const ticks = BigInt(`0x${high.slice(1)}${middle}${low}`)
  return new Date(Number((ticks - GREGORIAN_OFFSET) / 10_000n))
}

/** A new id from an instant and ten random octets (sub-millisecond ticks, clock sequence, node with multicast bit). */
export function composeMessageId(at: Date, random: Uint8Array): string {
  const [a = 0, b = 0, c = 0, d = 0, ...node] = random
  const ticks = BigInt(at.getTime()) * 10_000n + GREGORIAN_OFFSET + BigInt(((a << 8) | b) % 10_000)
  const time = ticks.toString(16).padStart(15, '0')
  const sequence = (0x8000 | ((c & 0x3f) << 8) | d).toString(16)
  const nodeHex = [(node[0] ?? 0) | 1, ...node.slice(1, 6)].map((octet) => octet.toString(16).padStart(2, '0')).join('')
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-${sequence}-${nodeHex}`
}
