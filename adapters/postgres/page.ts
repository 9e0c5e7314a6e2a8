/** Pages by key: a cursor is the key of the last row seen, opaque to callers, and checked when it comes back. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Page } from '../../gateway/ports/store.ts'

/** The key a cursor holds. Throws QUERY_INVALID for anything this store did not give out in that shape. */
export function parseCursor(cursor: string, parts: readonly ((part: string) => boolean)[]): readonly string[] {
  const key = decode(cursor)
  const fits =
    Array.isArray(key) &&
    key.length === parts.length &&
    key.every((part, index) => typeof part === 'string' && parts[index]?.(part))
  if (!fits) throw new GatewayError('QUERY_INVALID', 'the cursor of the page is not one of ours')
  return key as string[]
}

/** `rows` holds one more than `limit` when there is a next page. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  shape: { item: (row: Row) => T; key: (row: Row) => readonly string[] },
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(shape.item)
  return rows.length > limit && last !== undefined ? { items, next: encode(shape.key(last)) } : { items }
}

function encode(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
