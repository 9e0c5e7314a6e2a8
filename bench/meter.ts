/** Operations per CPU-second of this process: user and system time, collecting garbage and compiling included. */
export type Operation = () => unknown

export async function measure(operation: Operation, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000
  const start = process.cpuUsage()
  let operations = 0
  do {
    await operation()
    operations++
  } while (performance.now() < end)
  const { user, system } = process.cpuUsage(start)
  return (operations * 1_000_000) / (user + system)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  const other = sorted[Math.ceil((sorted.length - 1) / 2)]
  if (middle === undefined || other === undefined) throw new Error('the median of nothing')
  return (middle + other) / 2
}
