/** One life of the gateway in a process of its own, as the test sees it: started, serving, ended. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { KillOrder } from './kill-at.ts'
import { formatKillPoint } from './kill-points.ts'

const PROGRAM = join(import.meta.dirname, 'gateway-process.ts')
const HEALTH_ATTEMPT_MS = 50

export interface GatewayLife {
  /** Address of the agencies' door once the gateway is healthy; undefined when it died before. */
  readonly serving: Promise<string | undefined>
  readonly ended: Promise<Ending>
  /** SIGKILL, unless it is dead already. */
  kill(): void
  /** SIGTERM: an orderly stop. */
  stop(): void
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What it wrote to standard error: one JSON object a line, or a stack. */
  readonly log: readonly string[]
}

export type Environment = Readonly<Record<string, string>>

/** The environment is all that the process gets to know. */
export function startLife(environment: Environment, order?: KillOrder): GatewayLife {
  const words = order ? [formatKillPoint(order), String(order.nth)] : []
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = endOf(child)
  return {
    serving: Promise.race([ended.then(() => undefined), waitUntilHealthy(child)]),
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: () => void child.kill('SIGTERM'),
  }
}

async function endOf(child: ChildProcess): Promise<Ending> {
  const log: string[] = []
  createInterface({ input: child.stderr! }).on('line', (line) => log.push(line))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, log }))
  })
}

async function waitUntilHealthy(child: ChildProcess): Promise<string | undefined> {
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout! }).once('line', resolve))
  const { url, adminUrl } = JSON.parse(line) as { url: string; adminUrl: string }
  while (child.exitCode === null && child.signalCode === null) {
    const status = await fetch(`${adminUrl}/health/ready`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return `${url}/smev`
    await delay(HEALTH_ATTEMPT_MS)
  }
  return undefined
}
