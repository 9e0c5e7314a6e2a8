/** Runs the rows in turns: in each round ours and the peers, one after the other, so that all meet the same machine. */
import type { BenchOptions } from '../options.ts'
import { measure, median } from '../meter.ts'
import type { JavaPeer, JavaSpeed } from './java-peer.ts'
import type { Row } from './rows.ts'

/** Operations per CPU-second and ratios of ours to a peer: each the median of the rounds. */
export interface Result {
  readonly label: string
  readonly ours: number
  readonly java?: JavaResult
  readonly xmlCrypto?: { readonly speed: number; readonly ratio: number }
}

export interface JavaResult {
  readonly thread: number
  readonly process: number
  /** Like with like: our whole process, its collector and compiler included, to the whole of the JVM. */
  readonly ratioToProcess: number
  readonly ratioToThread: number
}

interface Round {
  readonly ours: number
  readonly java?: JavaSpeed
  readonly xmlCrypto?: number
}

/** Both machines compile what runs long enough; so much is given to each task before anything counts. */
const JAVA_WARM_UP_SECONDS = 3
const WARM_UP_SECONDS = 2

export async function compareRows(
  rows: readonly Row[],
  java: JavaPeer | undefined,
  options: BenchOptions,
): Promise<readonly Result[]> {
  await warmUp(rows, java)
  const rounds = new Map<Row, Round[]>(rows.map((row) => [row, []]))
  for (let round = 0; round < options.rounds; round++) {
    const runJava = once((task, file) => java?.run(task, file, options.seconds))
    for (const [row, done] of rounds) {
      const ours = await measure(row.ours, options.seconds)
      const ofJava = row.java && (await runJava(...row.java))
      const ofXmlCrypto = row.xmlCrypto && (await measure(row.xmlCrypto, options.seconds))
      done.push({
        ours,
        ...(ofJava ? { java: ofJava } : {}),
        ...(ofXmlCrypto === undefined ? {} : { xmlCrypto: ofXmlCrypto }),
      })
    }
  }
  return Array.from(rounds, ([{ label }, done]) => resultOf(label, done))
}

async function warmUp(rows: readonly Row[], java: JavaPeer | undefined): Promise<void> {
  const runJava = once((task, file) => java?.run(task, file, JAVA_WARM_UP_SECONDS))
  for (const row of rows) {
    await measure(row.ours, WARM_UP_SECONDS)
    if (row.xmlCrypto) await measure(row.xmlCrypto, WARM_UP_SECONDS)
    if (row.java) await runJava(...row.java)
  }
}

type JavaRun = (...[task, file]: NonNullable<Row['java']>) => Promise<JavaSpeed> | undefined

/** Several rows may be compared with the same work of the JVM, which is then done once in a round. */
function once(run: JavaRun): JavaRun {
  const done = new Map<string, ReturnType<JavaRun>>()
  return (task, file) => {
    const name = `${task} ${file}`
    if (!done.has(name)) done.set(name, run(task, file))
    return done.get(name)
  }
}

function resultOf(label: string, rounds: readonly Round[]): Result {
  const medianOf = (value: (round: Round) => number): number => median(rounds.map(value))
  const [first] = rounds
  return {
    label,
    ours: medianOf(({ ours }) => ours),
    ...(first?.java && {
      java: {
        thread: medianOf(({ java }) => java?.perThreadSecond ?? 0),
        process: medianOf(({ java }) => java?.perProcessSecond ?? 0),
        ratioToProcess: medianOf(({ ours, java }) => ours / (java?.perProcessSecond ?? 0)),
        ratioToThread: medianOf(({ ours, java }) => ours / (java?.perThreadSecond ?? 0)),
      },
    }),
    ...(first?.xmlCrypto !== undefined && {
      xmlCrypto: {
        speed: medianOf(({ xmlCrypto = 0 }) => xmlCrypto),
        ratio: medianOf(({ ours, xmlCrypto = 0 }) => ours / xmlCrypto),
      },
    }),
  }
}
