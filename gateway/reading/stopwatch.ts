/** Measures one piece of work at a time on the wall, with pauses, and tells when it has had its time. */
export interface Stopwatch {
  start(): void
  pause(): void
  resume(): void
  stop(): void
}

export function createStopwatch(limitMs: number, onOverrun: () => void): Stopwatch {
  let timer: NodeJS.Timeout | undefined
  let leftMs = 0
  let resumedAtMs = 0

  function pause(): void {
    clearTimeout(timer)
    leftMs -= performance.now() - resumedAtMs
  }

  function resume(): void {
    resumedAtMs = performance.now()
    timer = setTimeout(onOverrun, Math.max(leftMs, 0))
  }

  return {
    start() {
      leftMs = limitMs
      resume()
    },
    pause,
    resume,
    stop: () => clearTimeout(timer),
  }
}
