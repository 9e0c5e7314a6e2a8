/**
 * `npm run test:kill`: on each backend the gateway is killed at every listed point, then at random times, always under
 * load. Exit code 0 only if nothing was lost, nothing answered twice, and all numbers are gapless.
 */
import { parseArgs } from 'node:util'
import { startThrowawayServer } from '../support/throwaway-postgresql.ts'
import { runCampaign } from './campaign.ts'
import { figuresOf, formatFigures, type Figures } from './figures.ts'
import { KILL_POINTS, listKillPoints } from './kill-points.ts'
import { planKills } from './plan.ts'
import { openEmbeddedScene, openServerScene, type Scene } from './scene.ts'

type Backend = Scene['backend']

/** Kills in all; the listed points are among them. */
const DEFAULT_KILLS: { readonly [B in Backend]: number } = { postgresql: 100, pglite: 46 }
const BACKENDS = Object.keys(DEFAULT_KILLS) as readonly Backend[]
/** Inquiries each of the four agencies has under way at most. */
const MAX_OPEN = 4
const TOLD_PROBLEMS = 30
const USAGE = 'npm run test:kill -- [--seed N] [--kills K] [--backend pglite|postgresql]'

interface Options {
  readonly seed: number
  readonly kills: number | undefined
  readonly backends: readonly Backend[]
}

const options = readOptions()
if (options) process.exitCode = (await run(options)) ? 0 : 1
else process.exitCode = 2

function readOptions(): Options | undefined {
  try {
    const { seed, kills, backend } = parseArgs({
      options: { seed: { type: 'string' }, kills: { type: 'string' }, backend: { type: 'string' } },
    }).values
    const backends = BACKENDS.filter((name) => backend === undefined || name === backend)
    const numbers = [seed, kills].map((text) => (text === undefined ? undefined : Number(text)))
    if (backends.length === 0 || numbers.some((number) => number !== undefined && !isCount(number)))
      throw new TypeError('--seed and --kills take a whole number, --backend pglite or postgresql')
    const [givenSeed, givenKills] = numbers
    return { seed: givenSeed ?? Date.now() % 1_000_000_000, kills: givenKills, backends }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    console.error(`${error.message}\n${USAGE}`)
    return undefined
  }
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

/** Whether all went well. */
async function run({ seed, kills, backends }: Options): Promise<boolean> {
  console.log([`seed ${seed}; kill points:`, ...listKillPoints()].join('\n'))
  const runs = backends.map((backend) => runOn(backend, seed, kills ?? DEFAULT_KILLS[backend]))
  const outcomes = await Promise.all(runs)
  console.log(`\nseed ${seed}\n${formatFigures(outcomes.filter((outcome) => typeof outcome === 'object'))}`)
  return outcomes.every(isGood) && outcomes.some((outcome) => outcome !== 'NOT HERE')
}

function isGood(outcome: Outcome): boolean {
  return outcome === 'NOT HERE' || (outcome !== 'BROKEN' && outcome.problems.length === 0)
}

/** BROKEN: the run came to no end that could be counted. NOT HERE: no such backend. */
type Outcome = Figures | 'BROKEN' | 'NOT HERE'

async function runOn(backend: Backend, seed: number, kills: number): Promise<Outcome> {
  const tell = (line: string): void => console.log(`${backend}: ${line}`)
  const replay = `replay: npm run test:kill -- --seed ${seed} --kills ${kills} --backend ${backend}`
  const opened = await open(backend)
  if (!opened) return 'NOT HERE'
  const times = Math.max(0, kills - KILL_POINTS.length)
  const plan = planKills({ seed, points: KILL_POINTS, times }).slice(0, kills)
  try {
    const figures = figuresOf(backend, await runCampaign(opened.scene, { kills: plan, seed, maxOpen: MAX_OPEN, tell }))
    const { problems } = figures
    if (problems.length > 0)
      tell(['NOT every accepted inquiry was finished once', ...problems.slice(0, TOLD_PROBLEMS), replay].join('\n'))
    return figures
  } catch (error) {
    tell(`${error instanceof Error ? error.stack : String(error)}\n${replay}`)
    return 'BROKEN'
  } finally {
    await opened.close()
  }
}

async function open(backend: Backend): Promise<{ readonly scene: Scene; close(): Promise<void> } | undefined> {
  if (backend === 'pglite') {
    const scene = await openEmbeddedScene()
    return { scene, close: () => scene.close() }
  }
  const given = process.env.ZAGS_TEST_DATABASE_URL
  const explain = (reason: string): void => console.log(`not run: kills on PostgreSQL (${reason})`)
  const server = given === undefined ? await startThrowawayServer(explain) : { url: given, stop: async () => undefined }
  if (!server) return undefined
  const scene = await openServerScene(server.url)
  return {
    scene,
    async close() {
      await scene.close()
      await server.stop()
    },
  }
}
