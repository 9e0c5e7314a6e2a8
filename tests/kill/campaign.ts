/**
 * One run: agencies correspond with a gateway that is killed again and again and started again each time; at the end it
 * lives, answers what is still open, stops in order, and its store is looked into.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { seeded } from '../support/builders.ts'
import { checkStore, type StoreFigures } from './check-store.ts'
import { startLife, type Ending, type GatewayLife } from './gateway-life.ts'
import { newLedger, type Ledger } from './ledger.ts'
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

/**
 * Throws when the gateway does not start, never comes to a kill point, or ends by itself. An inquiry that stays without an
 * answer for too long is no exception: it is lost, and counted.
 */
export async function runCampaign(scene: Scene, options: CampaignOptions): Promise<Campaign> {
  const ledger = newLedger()
  const log: string[] = []
  await play(scene, options, { ledger, log })
  const database = await scene.openStore()
  try {
    return { ledger, kills: options.kills.length, store: await checkStore(database, ledger), log }
  } finally {
    await database.close()
  }
}

async function play(
  { agencies, environment }: Scene,
  { kills, seed, maxOpen, tell }: CampaignOptions,
  { ledger, log }: Pick<Campaign, 'ledger'> & { readonly log: string[] },
): Promise<void> {
  const stop = new AbortController()
  const over = stop.signal
  const line = openLine(over)
  const shared = { agencies, ledger, fetch: line.fetch, over, ackWindowSeconds: ACK_WINDOW_SECONDS }
  const load = await startLoad({ ...shared, random: seeded(seed), maxOpen })
  const begin = (kill?: Kill): GatewayLife => {
    const life = startLife(environment, kill?.kind === 'POINT' ? kill.order : undefined)
    over.addEventListener('abort', () => life.kill())
    line.connect(life)
    void life.ended.then((ending) => log.push(...ending.log))
    return life
  }
  const live = async (): Promise<void> => {
    for (const [index, kill] of kills.entries()) {
      await endLife(begin(kill), kill)
      tell(`kill ${index + 1} of ${kills.length}: ${describeKill(kill)}`)
    }
    await settle(begin(), load)
  }
  const broken = load.finished.then(() => new Promise<never>(() => undefined))
  try {
    await Promise.race([live(), broken])
  } finally {
    stop.abort()
    await load.finished.catch(() => undefined)
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

/** The last life: every inquiry is answered, every message acknowledged, then an orderly stop. */
async function settle(life: GatewayLife, load: Load): Promise<void> {
  load.stopSending()
  const limit = new AbortController()
  const late = delay(ANSWER_LIMIT_MS, 'LATE', { signal: limit.signal }).catch(() => 'LATE')
  const ended = life.ended.then(() => 'ENDED')
  try {
    await Promise.race([load.finished, late, ended])
  } finally {
    limit.abort()
  }
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
