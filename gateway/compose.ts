/** Composition: configuration -> adapters -> flow -> doors and workers -> orderly stop. Imports everyone, imported by programs only. */
import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { pino, type Logger } from 'pino'
import { openEmbeddedDatabase } from '../adapters/postgres/embedded.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../adapters/postgres/server.ts'
import { createStore } from '../adapters/postgres/store.ts'
import { createFetchBytes } from '../adapters/revocation/fetch-bytes.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { gostBackend } from '../crypto/gost/backend.ts'
import { runSelfTests } from '../crypto/self-test.ts'
import { createQueue } from '../queue/boss.ts'
import { createSweep } from '../queue/sweep.ts'
import { describeService } from '../xsd/service-description.ts'
import { composeRegistry } from './compose-registry.ts'
import { composeOffice, succeed, type ComposedOffice, type SharedParts } from './compose-office.ts'
import type { Config, OfficeSettings } from './config.ts'
import { faultOf } from './domain/faults.ts'
import { openDevelopment } from './development/open.ts'
import { fillDevelopmentRegistry } from './development/registry.ts'
import { advance } from './flow/inquiry-flow.ts'
import { sealNotices } from './flow/seal-messages.ts'
import { createHealthCheck } from './health-check.ts'
import { describeFailure } from './http/error-handler.ts'
import { createServers } from './http/server.ts'
import { loadOfficeAssets, type AssetOptions, type OfficeAssets } from './office-assets.ts'
import type { Clock } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Ports } from './ports/index.ts'
import { createReloadable, type Reloadable } from './reload.ts'

export interface RunningGateway {
  /** Public address, without a path. */
  readonly url: string
  readonly adminUrl: string
  /** What a person who started it should know. */
  readonly announcement: string
  /** Reads keys, certificates, trust bundle and standing orders anew; broken ones are refused together, with an alarm. */
  reload(): Promise<'RELOADED' | 'REFUSED'>
  /** Stops intake, then the running steps, then the store. */
  stop(): Promise<void>
}

export interface Overrides {
  readonly clock?: Clock
  /** Wraps the ports before anything uses them: tests kill the process at a chosen step this way. */
  readonly wrapPorts?: (ports: Ports) => Ports
}

const HEALTH_INTERVAL_MS = 10_000

/** Throws CONFIG_INVALID, KEY_UNUSABLE, TRUST_BUNDLE_INVALID, STORE_HELD or STORE_UNREACHABLE; then nothing runs. */
export async function startGateway(config: Config, overrides: Overrides = {}): Promise<RunningGateway> {
  const clock = overrides.clock ?? systemClock
  const logger = pino({ level: config.logLevel }, pino.destination(2))
  const development = config.office ? undefined : await openDevelopment(config.dataDir, clock)
  const settings = config.office ?? development?.settings
  if (!settings) throw new Error('neither an office nor development')
  const loadAssets = assetLoader(settings, { clock, logger, allowProvisional: development !== undefined })
  const assets = await loadAssets({ refuseBrokenOrders: false })
  const { tls } = settings
  const tlsFiles = tls && { cert: await readFile(tls.certificate), key: await readFile(tls.key) }
  const database = config.office
    ? createServerDatabase(config.office.databaseUrl)
    : await openEmbeddedDatabase({ dataDir: join(config.dataDir, 'store') })
  try {
    await migrate(database)
    if (development) await fillDevelopmentRegistry(database, clock.now().getUTCFullYear())
    const { wrapPorts } = overrides
    return await run(config, { clock, logger, database, assets, loadAssets, tlsFiles, development, wrapPorts })
  } catch (error) {
    await assets.close()
    await database.close()
    throw error
  }
}

type LoadAssets = (options: Pick<AssetOptions, 'refuseBrokenOrders'>) => Promise<OfficeAssets>

/** Reads everything and tests every algorithm that it uses. */
function assetLoader(
  settings: Omit<OfficeSettings, 'databaseUrl'>,
  { logger, ...options }: Pick<AssetOptions, 'clock' | 'allowProvisional'> & { readonly logger: Logger },
): LoadAssets {
  return async ({ refuseBrokenOrders }) => {
    const assets = await loadOfficeAssets(settings, {
      ...options,
      refuseBrokenOrders,
      onRejectedOrder: ({ digest, reason }) =>
        logger.error({ alarm: reason.code, digest, failure: describeFailure(reason) }, 'a standing order was rejected'),
    })
    const inUse = Object.values(assets.keys).flatMap(({ certificate: { publicKey } }) => publicKey ?? [])
    try {
      const selfTests = await runSelfTests(inUse)
      logger.info({ selfTests: selfTests.length, gost: gostBackend() }, 'self-tests passed')
    } catch (error) {
      await assets.close()
      throw error
    }
    return assets
  }
}

interface Parts {
  readonly clock: Clock
  readonly logger: Logger
  readonly database: Database
  readonly assets: OfficeAssets
  readonly loadAssets: LoadAssets
  readonly tlsFiles: { readonly cert: Buffer; readonly key: Buffer } | undefined
  readonly development: Awaited<ReturnType<typeof openDevelopment>> | undefined
  readonly wrapPorts: Overrides['wrapPorts']
}

async function run(config: Config, parts: Parts): Promise<RunningGateway> {
  const { clock, logger, database, assets, development } = parts
  const reportBug = (error: unknown): void => logger.error({ failure: describeFailure(error) }, 'fault or bug')
  const queue = createQueue({
    database,
    onError: (error, job) => logger.error({ failure: describeFailure(error), job }, 'job failed'),
  })
  const store = createStore({ database, sendJob: queue.sendJob, clock, onJobsCommitted: queue.wake })
  const raiseAlarm: Ports['raiseAlarm'] = (alarm) => logger.error({ alarm: alarm.code, ...alarm }, 'alarm')
  const registry = await composeRegistry(config, {
    database,
    clock,
    warn: (facts, text) => logger.warn(facts, text),
    raiseAlarm,
  })
  const office = reloadableOffice(parts, {
    ports: {
      clock,
      store,
      registry: registry.port,
      settings: { ...config, sample: development !== undefined },
      raiseAlarm,
    },
    reading: { threads: config.readingThreads, deadlineMs: config.readingDeadlineSeconds * 1000 },
    fetchBytes: createFetchBytes(),
    onSourceFailure: ({ url, authority, error }) =>
      logger.error({ alarm: faultOf(error)?.code, url, authority, failure: describeFailure(error) }, 'no revocation'),
    wrapPorts: parts.wrapPorts,
    reportBug,
  })
  const { ports } = office.current()
  const health = createHealthCheck({
    signAndVerify: () => office.current().signAndVerify(),
    writeAndRead: () => database.transaction(probe),
    backend: database.backend,
    clock,
    intervalMs: HEALTH_INTERVAL_MS,
    onFailure: (failed, error) =>
      logger.error({ probe: failed, failure: describeFailure(error) }, 'health check failed'),
  })
  const servers = createServers({
    door: {
      answerCall: (...call) => office.current().door.answerCall(...call),
      refuseCall: (error, source) => office.current().door.refuseCall(error, source),
    },
    describeService,
    reads: ports.store.reads,
    audit: (entry) => ports.store.transaction((work) => work.appendAudit(entry)),
    clock,
    timeZone: assets.office.timeZone,
    tokens: assets.tokens,
    health,
    logger,
    tls: parts.tlsFiles,
  })
  const sweep = createSweep({
    database,
    queue,
    listUnfinishedWork: () => store.reads.listUnfinishedWork(office.current().passingReasons()),
    intervalSeconds: config.sweepSeconds,
    onError: reportBug,
    onDeadLetter: (letter) => logger.error({ alarm: 'DEAD_LETTER', letter }, 'a job was given up'),
  })

  async function stop(): Promise<void> {
    await servers.public.close()
    await sweep.stop()
    await queue.stop()
    await health.stop()
    await office.close()
    await registry.stop()
    await servers.admin.close()
    await database.close()
  }

  await office.current().start()
  await registry.start()
  await queue.start()
  await sweep.start()
  await queue.work({
    advance: (caseId, version) => advance(caseId, version, office.current().ports),
    seal: (caseId) => sealNotices(caseId, office.current().ports),
  })
  await health.start()
  const adminUrl = await servers.admin.listen({ host: config.host, port: config.adminPort })
  const url = await servers.public.listen({ host: config.host, port: config.port })
  const announcement = [
    `zags-gateway serves agencies at ${url}/smev, APIs at ${url}, health at ${adminUrl}/health/ready`,
    ...(development?.notes ?? []),
  ].join('\n')
  return { url, adminUrl, announcement, reload: () => office.reload(), stop }
}

function reloadableOffice({ assets, loadAssets, logger }: Parts, shared: SharedParts): Reloadable<ComposedOffice> {
  return createReloadable({
    first: composeOffice(assets, shared),
    load: async (old) => succeed(old, await loadAssets({ refuseBrokenOrders: true }), shared),
    retire: (old) => old.retire(),
    onReloaded: ({ assets: { bundle } }) =>
      logger.info(
        { trustBundle: bundle.version },
        'keys, certificates, trust bundle and standing orders were reloaded',
      ),
    onRefused: (error) =>
      logger.error(
        { alarm: 'RELOAD_REFUSED', failure: describeFailure(error) },
        'nothing was reloaded: the old ones stay',
      ),
    onRetireFailed: (error) => logger.error({ failure: describeFailure(error) }, 'the old keys were not let go'),
  })
}

/** A real write and a real read of it, in a transaction of their own. */
async function probe(sql: Parameters<Parameters<Database['transaction']>[0]>[0]): Promise<void> {
  const [row] = await sql.query<{ probed: boolean }>(
    `insert into zags.health_probe (id, at) values (1, now()) on conflict (id) do update set at = excluded.at
     returning at = now() as probed`,
  )
  if (!row?.probed) throw new Error('the store did not return what was written')
}
