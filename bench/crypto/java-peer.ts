/** Santuario and BouncyCastle in a JVM of their own (bench/java), compiled when the bench runs. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type JavaTask = 'digest' | 'sign' | 'verify' | 'message-verify' | 'message-sign'

/** Operations per second of CPU. */
export interface JavaSpeed {
  /** Of the thread that does the work: without the garbage collector and the compiler. */
  readonly perThreadSecond: number
  /** Of the whole JVM, as this process is measured. */
  readonly perProcessSecond: number
}

/** Files are named relative to the folder that the peer was started on. */
export interface JavaPeer {
  readonly version: string
  verifies(file: string): Promise<boolean>
  sign(file: string, output: string): Promise<void>
  run(task: JavaTask, file: string, seconds: number): Promise<JavaSpeed>
  stop(): Promise<void>
}

const SOURCES = fileURLToPath(new URL('../java/', import.meta.url))
const JARS_FOLDER = '/usr/share/java'
const JARS = ['bcprov', 'xmlsec', 'slf4j-api', 'slf4j-nop', 'woodstox-core', 'stax2-api'].map((name) =>
  join(JARS_FOLDER, `${name}.jar`),
)

/** Why there is no such peer on this machine; undefined when there is one. */
export function whyNoJava(): string | undefined {
  const missing = JARS.filter((jar) => !existsSync(jar))
  if (missing.length > 0) return `${missing.join(', ')} missing (Debian: libbcprov-java libxml-security-java)`
  try {
    execFileSync('javac', ['-version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'no javac'
  }
}

export function startJavaPeer(folder: string): JavaPeer {
  const classes = join(folder, 'classes')
  mkdirSync(classes)
  const sources = readdirSync(SOURCES).filter((file) => file.endsWith('.java'))
  const files = sources.map((file) => join(SOURCES, file))
  execFileSync('javac', ['-d', classes, '-cp', JARS.join(':'), ...files], { stdio: ['ignore', 'ignore', 'inherit'] })
  const java = spawn('java', ['-cp', [classes, ...JARS].join(':'), 'Peer', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => java.once('close', () => resolve()))
  const answers = createInterface({ input: java.stdout })[Symbol.asyncIterator]()

  async function ask(...words: readonly string[]): Promise<string> {
    java.stdin.write(`${words.join(' ')}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`the JVM ended at: ${words.join(' ')}`)
    return value
  }

  return {
    version: readVersion(),
    verifies: async (file) => (await ask('verify', file)) === 'true',
    sign: async (file, output) => void (await ask('sign', file, output)),
    async run(task, file, seconds) {
      const answer = await ask('run', task, file, String(Math.ceil(seconds * 1000)))
      const [operations = 0, threadNanos = 0, processNanos = 0] = answer.split(' ').map(Number)
      const perSecond = (nanos: number): number => (operations * 1e9) / nanos
      return { perThreadSecond: perSecond(threadNanos), perProcessSecond: perSecond(processNanos) }
    },
    async stop() {
      java.stdin.end()
      await ended
    },
  }
}

function readVersion(): string {
  return execFileSync('java', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? ''
}
