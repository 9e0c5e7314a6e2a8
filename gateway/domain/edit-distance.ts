/**
 * Distance of two words: the fewest letters to insert, delete, replace, or swap with their neighbour (optimal string
 * alignment: no letter is touched twice). Counted up to a limit, since beyond a few edits names are simply others.
 */

let rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const

/** `limit + 1` stands for every distance above the limit. */
export function editDistance(one: string, other: string, limit: number): number {
  if (one === other) return 0
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > limit) return limit + 1
  let [from, shortEnd, longEnd] = [0, short.length, long.length]
  while (shortEnd > 0 && short.charCodeAt(shortEnd - 1) === long.charCodeAt(longEnd - 1)) {
    shortEnd--
    longEnd--
  }
  while (from < shortEnd && short.charCodeAt(from) === long.charCodeAt(from)) from++
  if (from === shortEnd) return Math.min(longEnd - from, limit + 1)
  return fillRows(short.slice(from, shortEnd), long.slice(from, longEnd), limit)
}

/** Wagner and Fischer's table with Damerau's swap, three rows of it at a time, cells near the diagonal only. */
function fillRows(short: string, long: string, limit: number): number {
  const [width, beyond] = [short.length, limit + 1]
  if (rows[0].length <= width)
    rows = [new Uint16Array(width + 64), new Uint16Array(width + 64), new Uint16Array(width + 64)]
  let [before, above, row] = rows
  for (let at = 0; at <= width; at++) above[at] = Math.min(at, beyond)
  for (let y = 1; y <= long.length; y++) {
    const letter = long.charCodeAt(y - 1)
    const [first, last] = [Math.max(1, y - limit), Math.min(width, y + limit)]
    row[first - 1] = first === 1 ? Math.min(y, beyond) : beyond
    let least = row[first - 1]!
    for (let x = first; x <= last; x++) {
      const same = short.charCodeAt(x - 1) === letter
      // The cell above the last one lies outside the band of the row above.
      const up = x === y + limit ? beyond : above[x]!
      let cell = Math.min(above[x - 1]! + (same ? 0 : 1), up + 1, row[x - 1]! + 1, beyond)
      const isSwap =
        x > 1 && y > 1 && letter === short.charCodeAt(x - 2) && short.charCodeAt(x - 1) === long.charCodeAt(y - 2)
      if (isSwap) cell = Math.min(cell, before[x - 2]! + 1)
      row[x] = cell
      if (cell < least) least = cell
    }
    if (least > limit) return beyond
    ;[before, above, row] = [above, row, before]
  }
  return Math.min(above[width]!, beyond)
}
