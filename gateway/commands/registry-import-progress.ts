/** How an import comes on, on standard error: a bar on a terminal, elsewhere a line for every whole percent. */
import type { ImportRecord } from '../../adapters/registry/import/import-record.ts'

const BAR_CELLS = 24
const REDRAW_MS = 100

export interface ProgressOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface Progress {
  /** To be called first with where the import begins. */
  show(record: Pick<ImportRecord, 'byteOffset' | 'read'>): void
  /** Leaves the bar as it is, and goes on below it. */
  end(): void
}

export interface ProgressOf {
  readonly name: string
  /** Octets. */
  readonly size: number
  /** Milliseconds of any steady clock. */
  readonly now: () => number
}

export function createProgress(output: ProgressOutput, { name, size, now }: ProgressOf): Progress {
  // What was read before this run tells nothing of its speed.
  let before: Pick<ImportRecord, 'byteOffset' | 'read'> | undefined
  const startedAt = now()
  let [shownPercent, shownAt] = [-1, -Infinity]
  return {
    show({ byteOffset, read }) {
      before ??= { byteOffset, read }
      const percent = Math.floor((byteOffset / size) * 100)
      const isDue = output.isTTY ? now() - shownAt >= REDRAW_MS : percent > shownPercent
      if (!isDue) return
      ;[shownPercent, shownAt] = [percent, now()]
      const seconds = (now() - startedAt) / 1000
      const rate = seconds > 0 ? (read - before.read) / seconds : 0
      const octets = (byteOffset - before.byteOffset) / seconds
      const left = octets > 0 ? Math.ceil((size - byteOffset) / octets) : undefined
      const told = `${grouped(read)} rows, ${grouped(Math.round(rate))}/s${left === undefined ? '' : `, ${duration(left)} left`}`
      output.write(output.isTTY ? `\r${name} ${bar(percent)} ${told}\u001b[K` : `${name}: ${percent} %, ${told}\n`)
    },
    end() {
      if (output.isTTY && shownPercent >= 0) output.write('\n')
    },
  }
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR_CELLS)
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_CELLS - full)}] ${percent} %`
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
