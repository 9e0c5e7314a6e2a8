/** How an import comes on, on standard error: a bar on a terminal, elsewhere a line for every whole percent. */
import type { ImportRecord } from '../../adapters/registry/import/import-record.ts'

const BAR_CELLS = 24
const REDRAW_MS = 100
/** Of a name: less is told by no terminal. */
const MIN_NAME = 8

export interface ProgressOutput {
  readonly isTTY?: boolean
  /** Of the terminal. */
  readonly columns?: number
  write(text: string): unknown
}

type Come = Pick<ImportRecord, 'byteOffset' | 'read'>

export interface Progress {
  /** To be called first with where the import begins. */
  show(come: Come): void
  /** The bar shows what was told last, and stays; what follows stands below it. */
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
  let begun: (Come & { readonly at: number }) | undefined
  let last: Come | undefined
  let [shownPercent, shownAt] = [-1, -Infinity]
  const percentOf = ({ byteOffset }: Come): number => Math.floor((byteOffset / size) * 100)

  function draw(come: Come, from: Come & { readonly at: number }): void {
    const percent = percentOf(come)
    ;[shownPercent, shownAt] = [percent, now()]
    const told = tell(come, from, { size, seconds: (now() - from.at) / 1000 })
    output.write(
      output.isTTY
        ? `\r${fitted(name, `${bar(percent)} ${told}`, output.columns)}\u001b[K`
        : `${name}: ${percent} %, ${told}\n`,
    )
  }

  return {
    show(come) {
      begun ??= { ...come, at: now() }
      last = come
      if (output.isTTY ? now() - shownAt >= REDRAW_MS : percentOf(come) > shownPercent) draw(come, begun)
    },
    end() {
      if (!output.isTTY || !begun || !last) return
      draw(last, begun)
      output.write('\n')
    },
  }
}

interface Passed {
  readonly size: number
  readonly seconds: number
}

function tell({ byteOffset, read }: Come, begun: Come, { size, seconds }: Passed): string {
  const rate = seconds > 0 ? (read - begun.read) / seconds : 0
  const octets = seconds > 0 ? (byteOffset - begun.byteOffset) / seconds : 0
  const left = octets > 0 ? `, ${duration(Math.ceil((size - byteOffset) / octets))} left` : ''
  return `${grouped(read)} rows, ${grouped(Math.round(rate))}/s${left}`
}

/** A line that a terminal breaks cannot be drawn over: the beginning of the name gives way. */
function fitted(name: string, rest: string, columns = Infinity): string {
  const room = columns - 1 - (rest.length + 1)
  const shown = name.length <= room ? name : `…${name.slice(name.length - Math.max(room, MIN_NAME) + 1)}`
  return `${shown} ${rest}`.slice(0, Math.max(0, columns - 1))
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR_CELLS)
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_CELLS - full)}] ${percent} %`
}

export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
