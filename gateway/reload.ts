/** What is in use, replaced as a whole or not at all: who holds the old one ends with it, who asks later gets the new one. */
export interface Reloadable<T> {
  current(): T
  /**
   * Resolves when the new one is in use or was refused; never rejects. Reloads follow each other: one that is asked for
   * while another reads its files reads them again after it.
   */
  reload(): Promise<'RELOADED' | 'REFUSED'>
  /** No reload begins after this; waits for the running one, then retires what is in use. */
  close(): Promise<void>
}

export interface ReloadOptions<T> {
  readonly first: T
  /** Makes the next one, ready for use. Throws when anything of it is broken; then nothing of it stays. */
  readonly load: (current: T) => Promise<T>
  /** Ends what the old one does of its own accord; it may still be in somebody's hands. */
  readonly retire: (old: T) => Promise<void>
  readonly onReloaded: (next: T) => void
  /** Hears why the old one stays in use. */
  readonly onRefused: (error: unknown) => void
  readonly onRetireFailed: (error: unknown) => void
}

export function createReloadable<T>(options: ReloadOptions<T>): Reloadable<T> {
  const { load, retire } = options
  let current = options.first
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<'RELOADED' | 'REFUSED'> | undefined
  let isClosed = false

  async function replace(): Promise<'RELOADED' | 'REFUSED'> {
    if (isClosed) return 'REFUSED'
    const old = current
    try {
      current = await load(old)
    } catch (error) {
      options.onRefused(error)
      return 'REFUSED'
    }
    options.onReloaded(current)
    await retire(old).catch(options.onRetireFailed)
    return 'RELOADED'
  }

  return {
    current: () => current,
    reload() {
      // All who ask before the next one begins are served by it.
      next ??= (running = running.then(() => {
        next = undefined
        return replace()
      })) as Promise<'RELOADED' | 'REFUSED'>
      return next
    },
    async close() {
      isClosed = true
      await running
      await retire(current)
    },
  }
}
