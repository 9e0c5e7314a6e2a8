/**
 * Where things lie in this module's own memory. Nothing a stranger wrote is parsed here, so keys and tables have no
 * neighbour that could be made to overflow. All places are fixed but those of curves and tables: see `allocate`.
 */

/** Numbers are cut into limbs of 26 bits, each in a signed word of 64: room for sums of products without a carry. */
export const LIMB_BITS: i64 = 26
export const LIMB_MASK: i64 = 0x3ffffff

/** Room of one number: 20 limbs hold 520 bits; a curve of 256 bits uses ten of them. */
export const ELEMENT: usize = 160

/** A point in homogeneous coordinates, x = X/Z and y = Y/Z: three elements in a row. */
export const X: usize = 0
export const Y: usize = ELEMENT
export const Z: usize = 2 * ELEMENT
export const POINT: usize = 3 * ELEMENT

/** What the caller writes and reads. Numbers are little-endian and as long as the curve's, unless said otherwise. */
const EXCHANGE: usize = memory.data(640, 64)
/** A private key. */
export const scalarAt: usize = EXCHANGE
/** Random bytes for a nonce, twice as long as a key; for an agreement, the UKM. */
export const nonceAt: usize = EXCHANGE + 64
/** x || y of a public key. */
export const pointAt: usize = EXCHANGE + 192
export const digestAt: usize = EXCHANGE + 320
/** s || r, each big-endian: the order in which signatures travel. */
export const signatureAt: usize = EXCHANGE + 384

const TEMPORARIES: usize = 96
/**
 * Numbers on their way, ELEMENT apart, first one of limbs.ts and COLUMNS. Each file says which are its own; only files
 * that are never at work at the same time share some.
 */
export const TEMPORARY: usize = memory.data(96 * 160, 64)
/** Columns of one product, before its reduction. */
export const COLUMNS: usize = TEMPORARY + ELEMENT

/** Leaves no secret behind: the last act of whatever touched one. */
export function wipe(): void {
  memory.fill(scalarAt, 0, pointAt - scalarAt)
  memory.fill(TEMPORARY, 0, TEMPORARIES * ELEMENT)
}

let end: usize = __heap_base

/** Memory for a curve or a table, for good; 0 when none is left. Aligned, so that a table entry is one cache line. */
export function allocate(bytes: usize): usize {
  const start = (end + 63) & ~63
  const missing = <isize>(start + bytes - ((<usize>memory.size()) << 16))
  if (missing > 0 && memory.grow(<i32>((missing + 0xffff) >> 16)) < 0) return 0
  end = start + bytes
  return start
}
