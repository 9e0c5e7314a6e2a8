/**
 * Kills the gateway with SIGKILL at a few of the listed points and at random times, and starts it again each time:
 * every accepted inquiry is finished exactly once. `npm run test:kill` takes all the points, on both backends.
 */
import { describe, expect, test } from 'vitest'
import { embeddedArchive, findServerUrl } from '../support/database.ts'
import { runCampaign } from './campaign.ts'
import { figuresOf, formatFigures } from './figures.ts'
import { formatKillPoint, KILL_POINTS, listKillPoints, parseKillPoint } from './kill-points.ts'
import { describeKill, planKills } from './plan.ts'
import { openEmbeddedScene, openServerScene, type Scene } from './scene.ts'

const EMBEDDED = ['RECEIVE:after-commit', 'DELIVER:after-commit']
const SERVER = [
  'RECEIVE:before-commit',
  'REGISTER:before-commit',
  'SIGN:after-commit',
  'ISSUE:before-commit',
  'DISPATCH:after-commit',
]
const RANDOM_TIMES = 1
/** Several processes start one after another, beside the other test files. */
const LIMIT_MS = 600_000

const seed = Number(process.env.ZAGS_TEST_SEED ?? Date.now() % 1_000_000_000)
console.log(`kill test, seed ${seed}; ZAGS_TEST_SEED=${seed} npx vitest run tests/kill plans the same kills`)
const serverUrl = findServerUrl()

describe.concurrent('a gateway that is killed and started again finishes every accepted inquiry exactly once', () => {
  test('on pglite', { timeout: LIMIT_MS }, async () => {
    // Without a server all the points are taken here.
    const points = serverUrl === undefined ? [...EMBEDDED, ...SERVER] : EMBEDDED
    await expectNothingLost(await openEmbeddedScene(await embeddedArchive()), points)
  })

  if (serverUrl !== undefined)
    test('on postgresql', { timeout: LIMIT_MS }, async () => {
      await expectNothingLost(await openServerScene(serverUrl), SERVER)
    })
})

async function expectNothingLost(scene: Scene, points: readonly string[]): Promise<void> {
  const kills = planKills({ seed, points: points.map(parseKillPoint), times: RANDOM_TIMES })
  try {
    const told: string[] = []
    const campaign = await runCampaign(scene, { kills, seed, maxOpen: 2, tell: (line) => told.push(line) })
    const figures = figuresOf(scene.backend, campaign)
    console.log([...told, formatFigures([figures])].join('\n'))
    expect(figures).toMatchObject({ kills: points.length + RANDOM_TIMES, lost: 0, answeredTwice: 0, problems: [] })
    expect(figures.answered).toBe(figures.accepted)
  } finally {
    await scene.close()
  }
}

test('the list of kill points holds each event once, before and after its commit', () => {
  console.log(['kill points; npm run test:kill takes them all:', ...listKillPoints()].join('\n'))
  const points = KILL_POINTS.map(formatKillPoint)
  expect(new Set(points).size).toBe(points.length)
  expect(points).toEqual(expect.arrayContaining([...EMBEDDED, ...SERVER]))
  expect(points.filter((point) => point.endsWith(':before-commit'))).toHaveLength(points.length / 2)
})

test('a seed gives the same kills again, another seed others', () => {
  const plan = (of: number) => planKills({ seed: of, points: KILL_POINTS, times: 10 }).map(describeKill)
  expect(plan(7)).toEqual(plan(7))
  expect(plan(7)).not.toEqual(plan(8))
})
