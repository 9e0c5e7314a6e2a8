/** A map that forgets its least recently used entry once it holds more than `limit` of them. */
export interface BoundedCache<T> {
  find(key: string): T | undefined
  /** Stores and returns the value. */
  keep(key: string, value: T): T
}

export function createBoundedCache<T>(limit: number): BoundedCache<T> {
  // Insertion order is the order of use: the first key is the one unused for longest.
  const entries = new Map<string, T>()
  const keep = (key: string, value: T): T => {
    entries.delete(key)
    entries.set(key, value)
    if (entries.size > limit) entries.delete(entries.keys().next().value!)
    return value
  }
  const find = (key: string): T | undefined => {
    const value = entries.get(key)
    return value === undefined ? undefined : keep(key, value)
  }
  return { find, keep }
}
