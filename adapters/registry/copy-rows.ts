/** Rows as COPY text in memory that is used again and again; each gets its id when the ids are known. */

export interface CopyRows {
  /** `text` is the row behind its id, with the line feed that ends it. */
  add(text: string): void
  /** The rows with their ids in front, and begins anew. */
  take(ids: readonly number[]): Buffer
}

const INITIAL_OCTETS = 1024 * 1024
/** UTF-16 units to octets, at most. */
const OCTETS_PER_UNIT = 3
const ID_OCTETS = 16
const TAB = 0x09

export function createRows(): CopyRows {
  let buffer = Buffer.allocUnsafeSlow(INITIAL_OCTETS)
  let ends: number[] = []
  let end = 0
  return {
    add(text) {
      const most = end + OCTETS_PER_UNIT * text.length
      if (most > buffer.length) buffer = Buffer.concat([buffer.subarray(0, end)], 2 * most)
      end += buffer.write(text, end, 'utf8')
      ends.push(end)
    },
    take(ids) {
      const taken = Buffer.allocUnsafeSlow(end + ids.length * ID_OCTETS)
      let [from, at] = [0, 0]
      for (const [index, id] of ids.entries()) {
        at += taken.write(String(id), at, 'latin1')
        taken[at++] = TAB
        at += buffer.copy(taken, at, from, ends[index])
        from = ends[index]!
      }
      ;[ends, end] = [[], 0]
      return taken.subarray(0, at)
    },
  }
}
