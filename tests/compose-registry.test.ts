import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEmbeddedDatabase } from '../adapters/postgres/embedded.ts'
import { composeRegistry } from '../gateway/compose-registry.ts'
import { readConfig, type Config, type OfficeSettings } from '../gateway/config.ts'
import type { Database } from '../gateway/ports/database.ts'
import type { Alarm } from '../gateway/ports/index.ts'
import { searchAnswer, type Question } from './adapters/registry-http/peer.ts'
import { subject } from './support/builders.ts'
import { embeddedArchive } from './support/database.ts'
import { fakeClock } from './support/fakes.ts'

const WINDOW = { from: '1990-05-12', to: '1990-05-12' }
const UNREACHABLE = { code: 'REGISTRY_UNREACHABLE' }
let folder: string
let database: Database

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zags-registry-'))
  database = await openEmbeddedDatabase({ dump: await embeddedArchive() })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

function configOf(office: Partial<OfficeSettings>): Config {
  return { ...readConfig({ ZAGS_REGISTRY_BREAKER_FAILURES: '1' }), office: office as OfficeSettings }
}

async function composed(office: Partial<OfficeSettings>) {
  const alarms: Alarm[] = []
  const told: string[] = []
  const parts = {
    database,
    clock: fakeClock(),
    warn: (facts: object, text: string) => void told.push(`${text} ${JSON.stringify(facts)}`),
    raiseAlarm: (alarm: Alarm) => void alarms.push(alarm),
  }
  return { alarms, told, registry: await composeRegistry(configOf(office), parts) }
}

describe('an external registry', () => {
  beforeEach(() => nock.disableNetConnect())
  afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
  })

  test('is asked under its path with the token of the file, which may be replaced', async () => {
    const tokenFile = join(folder, 'token')
    writeFileSync(tokenFile, 'first\n')
    const { registry } = await composed({ externalRegistry: { url: 'https://registry.example/zags/', tokenFile } })
    for (const token of ['first', 'second']) {
      writeFileSync(tokenFile, token)
      let question: Question
      nock('https://registry.example', { reqheaders: { authorization: `Bearer ${token}` } })
        .post('/zags/v1/search', (body: Question) => Boolean((question = body)))
        .reply(200, () => searchAnswer(question), { 'content-type': 'application/json' })
      expect(await registry.port.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: { length: 1 } })
    }
    await registry.stop()
  })

  test('whose circuit opens raises an alarm once', async () => {
    const { registry, alarms, told } = await composed({ externalRegistry: { url: 'https://registry.example' } })
    nock('https://registry.example').post('/v1/search').reply(404)
    for (let asked = 0; asked < 3; asked++)
      await expect(registry.port.search(subject(), WINDOW, 'VARIANTS')).rejects.toMatchObject(UNREACHABLE)
    expect(alarms).toEqual([{ code: 'REGISTRY_CIRCUIT_OPEN' }])
    expect(told).toEqual([expect.stringMatching(/^the registry system did not answer .*status 404/)])
  })

  test.each([
    ['a token file that is not there', { tokenFile: 'nowhere' }, undefined],
    ['a CA file that is not there', { caFile: 'nowhere' }, undefined],
    ['a token of two words', { tokenFile: 'two' }, 'two words'],
  ])('with %s does not start', async (_what, files: object, content) => {
    if (content !== undefined) writeFileSync(join(folder, 'two'), content)
    const inFolder = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, String(file))]))
    const starting = composed({ externalRegistry: { url: 'https://registry.example', ...inFolder } })
    await expect(starting).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

test('a replica that cannot be reached is told once, and the own store answers', async () => {
  const { registry, alarms } = await composed({ registryReadUrl: 'postgres://postgres@127.0.0.1:1/none' })
  await registry.start()
  for (let asked = 0; asked < 2; asked++)
    expect(await registry.port.search(subject(), WINDOW, 'VARIANTS')).toMatchObject({ records: [] })
  expect(alarms).toEqual([{ code: 'REGISTRY_REPLICA_NOT_USED' }])
  await registry.stop()
})
