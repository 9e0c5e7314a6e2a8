/**
 * One run: agencies correspond with a gateway that is killed again and again and started again each time; at the end it
 * lives, answers what is still open, stops in order, and its store is looked into.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { seeded } from '../support/builders.ts'
import { checkStore, type StoreFigures } from './check-store.ts'
import { startLife, type Ending, type GatewayLife } from './gateway-life.ts'
import { listUnanswered, newLedger, type Ledger } from './ledger.ts'
import { startLoad, type Load } from './load.ts'
import { describeKill, type Kill } from './plan.ts'
import { ACK_WINDOW_SECONDS, type Scene } from './scene.ts'

export interface Campaign {
  readonly ledger: Ledger
  readonly kills: number
  readonly store: StoreFigures
  /** Lines that a dying or restarted gateway logged as errors. */
  readonly log: readonly string[]
}

export interface CampaignOptions {
  readonly kills: readonly Kill[]
  readonly seed: number
  /** How many inquiries each agency may have under way. */
  readonly maxOpen: number
  readonly tell: (line: string) => void
}

/** Bounds for a machine that has much else to do; nothing is measured by them. */
const POINT_LIMIT_MS = 180_000
const ANSWER_LIMIT_MS = 240_000
const POLL_MS = 100

/** Throws when the gateway does not start, ends by itself or leaves an accepted inquiry without an answer for too long. */
export async function runCampaign(scene: Scene, options: CampaignOptions): Promise<Campaign> {
  const ledger = newLedger()
  const log: string[] = []
  await correspond(scene, options, { ledger, log })
  const database = await scene.openStore()
  try {
    return { ledger, kills: options.kills.length, store: await checkStore(database, ledger), log }
  } finally {
    await database.close()
  }
}

async function correspond(
  { agencies, environment }: Scene,
  { kills, seed, maxOpen, tell }: CampaignOptions,
  { ledger, log }: Pick<Campaign, 'ledger'> & { readonly log: string[] },
): Promise<void> {
  const over = new AbortController()
  const line = openLine(over.signal)
  const load = await startLoad({ agencies, ledger, fetch: line.fetch, random: seeded(seed), maxOpen })
  const begin = (kill?: Kill): GatewayLife => {
    const life = startLife(environment, kill?.kind === 'POINT' ? kill.order : undefined)
    over.signal.addEventListener('abort', () => life.kill())
    line.connect(life)
    void life.ended.then((ending) => log.push(...ending.log))
    return life
  }
  const play = async (): Promise<void> => {
    for (const [index, kill] of kills.entries()) {
      await endLife(begin(kill), kill)
      tell(`kill ${index + 1} of ${kills.length}: ${describeKill(kill)}`)
    }
    await settle(begin(), { load, ledger })
  }
  try {
    await Promise.race([play(), load.broken])
  } finally {
    over.abort()
    await load.stop().catch(() => undefined)
  }
}

/** A call waits for a gateway that serves; then it goes there, and may break off when that one is killed. */
function openLine(over: AbortSignal): { readonly fetch: typeof fetch; connect(life: GatewayLife): void } {
  const dead: GatewayLife['serving'] = Promise.resolve(undefined)
  let current = dead
  return {
    connect({ serving, ended }) {
      current = serving
      void ended.then(() => (current = dead))
    },
    async fetch(_address, request) {
      while (!over.aborted) {
        const url = await current
        if (url !== undefined) return fetch(url, request)
        await delay(POLL_MS)
      }
      throw new Error('the run is over')
    },
  }
}

async function endLife(life: GatewayLife, kill: Kill): Promise<void> {
  if (kill.kind === 'TIME') {
    if (kill.from === 'SERVING') await life.serving
    await delay(kill.afterMs)
    life.kill()
  }
  const ending = await within(POINT_LIMIT_MS, life.ended, () => {
    life.kill()
    return `the gateway never came to ${describeKill(kill)}`
  })
  if (ending.signal !== 'SIGKILL') throw new Error(`the gateway ended by itself: ${describeEnding(ending)}`)
}

/** The last life: every accepted inquiry is answered, every message acknowledged, then an orderly stop. */
async function settle(life: GatewayLife, { load, ledger }: { load: Load; ledger: Ledger }): Promise<void> {
  const settled = async (): Promise<void> => {
    await load.stopSending()
    while (listUnanswered(ledger).length > 0) await delay(POLL_MS)
    // A message whose Ack broke off comes once more after the window.
    const isConfirmed = [...ledger.received.values()].every(({ acknowledged }) => acknowledged)
    if (!isConfirmed) await delay((ACK_WINDOW_SECONDS + 2) * 1_000)
    await load.stop()
  }
  const died = life.ended.then((ending) => {
    throw new Error(`the gateway ended by itself: ${describeEnding(ending)}`)
  })
  died.catch(() => undefined)
  await within(ANSWER_LIMIT_MS, Promise.race([settled(), died]), () => {
    life.kill()
    return `${listUnanswered(ledger).length} accepted inquiries are without an answer`
  })
  life.stop()
  const ending = await life.ended
  if (ending.code !== 0) throw new Error(`no orderly stop: ${describeEnding(ending)}`)
}

async function within<T>(limitMs: number, promise: Promise<T>, giveUp: () => string): Promise<T> {
  const limit = new AbortController()
  const late = delay(limitMs, undefined, { signal: limit.signal }).then(() => {
    throw new Error(`after ${limitMs / 1000} s: ${giveUp()}`)
  })
  late.catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    limit.abort()
  }
}

function describeEnding({ code, signal, log }: Ending): string {
  return [signal ?? `exit code ${code}`, ...log.slice(-20)].join('\n')
}
