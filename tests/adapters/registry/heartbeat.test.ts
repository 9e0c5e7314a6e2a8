import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../../adapters/postgres/server.ts'
import { createHeartbeat, type Heartbeat } from '../../../adapters/registry/heartbeat.ts'
import { createOwnRegistry } from '../../../adapters/registry/own-registry.ts'
import { createReplicaReads, type ReplicaState } from '../../../adapters/registry/replica-reads.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import { subject } from '../../support/builders.ts'
import { forEachBackend } from '../../support/database.ts'
import { startThrowawayServer } from '../../support/throwaway-postgresql.ts'

/** A clock that stands still unless it is moved. */
function heartbeatOf(primary: Database, replica: Database) {
  let now = 0
  const errors: unknown[] = []
  const heartbeat = createHeartbeat({
    primary,
    replica,
    intervalSeconds: 3_600,
    rememberSeconds: 10,
    elapsed: () => now,
    onError: (error) => errors.push(error),
  })
  return { heartbeat, errors, elapsed: () => now, pass: (seconds: number) => (now += seconds * 1000) }
}

/** It follows when it is told to, and says of itself that it only follows. */
function following(replica: Database): Database {
  return { ...replica, query: (text, ...rest) => replica.query(text.replace('pg_is_in_recovery()', 'true'), ...rest) }
}

forEachBackend((backend) => {
  describe('two databases, of which one follows when it is told to', () => {
    let primary: Database
    let replica: Database

    beforeAll(async () => {
      primary = await backend.open()
      replica = following(await backend.open())
      await follow()
    })

    async function follow(): Promise<void> {
      const [row] = await primary.query('select store, beat, at from registry.heartbeat')
      await replica.query('update registry.heartbeat set (store, beat, at) = ($1, $2, $3)', Object.values(row ?? {}))
    }

    test('a beat is followed when the replica shows it, and is as old as the time since it was sent', async () => {
      const { heartbeat, pass } = heartbeatOf(primary, replica)
      pass(100)
      await heartbeat.beat()
      expect(await heartbeat.findFollowed()).toBeUndefined()
      await follow()
      pass(4)
      expect(await heartbeat.findFollowed()).toMatchObject({ sentAt: 100_000 })
      await heartbeat.beat()
      expect(await heartbeat.findFollowed()).toMatchObject({ sentAt: 100_000 })
      await follow()
      expect(await heartbeat.findFollowed()).toMatchObject({ sentAt: 104_000 })
    })

    test("another gateway's beat counts as the last of ours before it", async () => {
      const [ours, theirs] = [heartbeatOf(primary, replica), heartbeatOf(primary, replica)]
      ours.pass(1)
      await ours.heartbeat.beat()
      theirs.pass(50)
      await theirs.heartbeat.beat()
      await follow()
      expect(await ours.heartbeat.findFollowed()).toMatchObject({ sentAt: 1_000 })
      expect(await theirs.heartbeat.findFollowed()).toMatchObject({ sentAt: 50_000 })
    })

    test('wall clocks do not matter: the beat of a primary whose clock was put back is no younger', async () => {
      const { heartbeat, pass } = heartbeatOf(primary, replica)
      await heartbeat.beat()
      await follow()
      pass(5)
      await replica.query(`update registry.heartbeat set at = at + interval '1 day'`)
      expect(await heartbeat.findFollowed()).toMatchObject({ sentAt: 0 })
    })

    test('beats that are too old are forgotten: a replica that shows no younger one is stale', async () => {
      const { heartbeat, pass } = heartbeatOf(primary, replica)
      await heartbeat.beat()
      await follow()
      pass(11)
      await heartbeat.beat()
      expect(await heartbeat.findFollowed()).toBeUndefined()
    })

    test("another store's replica follows nothing, whatever number it shows", async () => {
      const { heartbeat } = heartbeatOf(primary, replica)
      await heartbeat.beat()
      await replica.query('update registry.heartbeat set store = gen_random_uuid(), beat = beat + 1000')
      expect(await heartbeat.findFollowed()).toBeUndefined()
      await follow()
      expect(await heartbeat.findFollowed()).toBeDefined()
    })

    test('a primary that lost beats is counted again when it has passed them: they show nothing of it', async () => {
      const { heartbeat, pass } = heartbeatOf(primary, replica)
      for (let sent = 0; sent < 3; sent++) await heartbeat.beat()
      await follow()
      await primary.query('update registry.heartbeat set beat = beat - 2')
      pass(1)
      for (let sent = 0; sent < 3; sent++) {
        await heartbeat.beat()
        expect(await heartbeat.findFollowed()).toBeUndefined()
      }
      await follow()
      expect(await heartbeat.findFollowed()).toMatchObject({ sentAt: 1_000 })
    })

    test('a server that does not only follow is no replica, whatever it shows', async () => {
      const { heartbeat } = heartbeatOf(primary, primary)
      await heartbeat.beat()
      expect(await heartbeat.findFollowed()).toBeUndefined()
    })

    test('a primary that is away at the start is told, and stops nothing', async () => {
      const away = { ...primary, query: () => Promise.reject(new Error('away')) }
      const { heartbeat, errors } = heartbeatOf(away, replica)
      await heartbeat.start()
      expect(errors).toMatchObject([{ message: 'away' }])
      await heartbeat.stop()
    })
  })
})

let whyNot = 'its replica does not start'
const primaryServer = await startThrowawayServer((reason) => (whyNot = reason))
const replicaServer = await primaryServer?.startReplica().catch((error: unknown) => {
  whyNot = `pg_basebackup failed: ${String(error)}`
  return undefined
})
afterAll(async () => {
  await replicaServer?.stop()
  await primaryServer?.stop()
})
if (!replicaServer) console.log(`not run: a streaming replica of PostgreSQL (${whyNot})`)

describe.runIf(replicaServer !== undefined)('a streaming replica of PostgreSQL', () => {
  let primary: Database
  let replica: Database
  let timed: { heartbeat: Heartbeat; elapsed: () => number; pass: (seconds: number) => number }

  beforeAll(async () => {
    primary = createServerDatabase(primaryServer?.url ?? '')
    replica = createServerDatabase(replicaServer?.url ?? '')
    await migrate(primary)
    await untilMigrated()
    timed = heartbeatOf(primary, replica)
  })
  afterAll(async () => {
    await primary.close()
    await replica.close()
  })

  async function untilMigrated(): Promise<void> {
    const isThere = () =>
      replica.query<{ there: boolean }>(`select to_regclass('registry.heartbeat') is not null as there`)
    while (!(await isThere())[0]?.there) await delay(20)
  }

  /** Sends a beat and waits until the replica shows it. */
  async function caughtUp(): Promise<void> {
    timed.pass(1)
    await timed.heartbeat.beat()
    while ((await timed.heartbeat.findFollowed())?.sentAt !== timed.elapsed()) await delay(20)
  }

  test('is read while it follows, left when its replay stands still though it has received everything, and read again', async () => {
    const states: ReplicaState[] = []
    const asked: string[] = []
    const told = (name: string, database: Database) => {
      const registry = createOwnRegistry(database)
      return {
        ...registry,
        search: (...question: Parameters<typeof registry.search>) => {
          asked.push(name)
          return registry.search(...question)
        },
      }
    }
    const registry = createReplicaReads({
      primary: told('primary', primary),
      replica: told('replica', replica),
      findFollowed: () => timed.heartbeat.findFollowed(),
      maxLagSeconds: 5,
      elapsed: timed.elapsed,
      onChange: (state) => states.push(state),
    })
    const search = () => registry.search(subject(), { from: '1990-05-12', to: '1990-05-12' }, 'VARIANTS')

    await caughtUp()
    const first = await search()
    await replica.query('select pg_wal_replay_pause()')
    timed.pass(6)
    await timed.heartbeat.beat()
    await search()
    await replica.query('select pg_wal_replay_resume()')
    await caughtUp()
    const last = await search()
    expect(asked).toEqual(['replica', 'primary', 'replica'])
    expect(states).toEqual(['STALE', 'USED'])
    expect(last.asOf > first.asOf).toBe(true)

    await replica.close()
    await search()
    expect(states.at(-1)).toBe('UNREACHABLE')
  })

  test('is none any more when it was promoted, though beats of others go on there', async () => {
    const promoted = createServerDatabase(replicaServer?.url ?? '')
    const { heartbeat, elapsed, pass } = heartbeatOf(primary, promoted)
    pass(1)
    await heartbeat.beat()
    while ((await heartbeat.findFollowed())?.sentAt !== elapsed()) await delay(20)
    await promoted.query('select pg_promote()')
    await promoted.query('update registry.heartbeat set beat = beat + 100')
    pass(1)
    await heartbeat.beat()
    expect(await heartbeat.findFollowed()).toBeUndefined()
    await promoted.close()
  })
})
