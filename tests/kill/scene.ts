/** Where a run takes place: keys and a filled registry of its own, on either backend, gone afterwards. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedDatabase } from '../../adapters/postgres/embedded.ts'
import { migrate } from '../../adapters/postgres/migrate.ts'
import { createServerDatabase } from '../../adapters/postgres/server.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { developmentDirectory, type DevelopmentFiles } from '../../gateway/development/files.ts'
import { createDevelopmentPki } from '../../gateway/development/pki.ts'
import { fillDevelopmentRegistry } from '../../gateway/development/registry.ts'
import { developmentSettings } from '../../gateway/development/settings.ts'
import type { Database } from '../../gateway/ports/database.ts'
import { databaseUrl } from '../support/global-setup.ts'
import type { Environment } from './gateway-life.ts'

export interface Scene {
  readonly backend: Database['backend']
  /** The gateway's settings. */
  readonly environment: Environment
  readonly agencies: DevelopmentFiles['agencies']
  /** The store, to be looked into when no gateway runs. */
  openStore(): Promise<Database>
  close(): Promise<void>
}

export const ACK_WINDOW_SECONDS = 1

const COMMON: Environment = {
  ZAGS_PORT: '0',
  ZAGS_ADMIN_PORT: '0',
  ZAGS_LOG_LEVEL: 'error',
  ZAGS_ACK_WINDOW_SECONDS: String(ACK_WINDOW_SECONDS),
  ZAGS_SWEEP_SECONDS: '1',
  ZAGS_STRANGER_REQUESTS_PER_HOUR: '10000',
  ZAGS_SEARCHES_PER_HOUR: '100000',
  ZAGS_SEARCHES_PER_DAY: '100000',
}

/** Development mode. Without a migrated store to begin from, the gateway makes and fills one at its first start. */
export async function openEmbeddedScene(dump?: Blob): Promise<Scene> {
  const { folder, files, settings } = await makeScene()
  const dataDir = join(folder, 'store')
  if (dump) await fillAndClose(await openEmbeddedDatabase({ dataDir, dump }))
  return {
    backend: 'pglite',
    environment: { ...settings, ZAGS_DATA_DIR: folder },
    agencies: files.agencies,
    openStore: () => openEmbeddedDatabase({ dataDir }),
    close: () => rm(folder, { recursive: true }),
  }
}

/** An office with a new database on that server. */
export async function openServerScene(serverUrl: string): Promise<Scene> {
  const { folder, files, settings } = await makeScene()
  const name = `zags_kill_${randomUUID().replaceAll('-', '')}`
  const url = databaseUrl(serverUrl, name)
  await administer(serverUrl, `create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const database = createServerDatabase(url, { maxConnections: 1 })
  await migrate(database)
  await fillAndClose(database)
  return {
    backend: 'postgresql',
    environment: { ...settings, ...officeEnvironment(files), DATABASE_URL: url },
    agencies: files.agencies,
    openStore: async () => createServerDatabase(url, { maxConnections: 1 }),
    async close() {
      await administer(serverUrl, `drop database ${name} with (force)`)
      await rm(folder, { recursive: true })
    },
  }
}

async function fillAndClose(database: Database): Promise<void> {
  await fillDevelopmentRegistry(database, systemClock.now().getUTCFullYear())
  await database.close()
}

interface Made {
  readonly folder: string
  readonly files: DevelopmentFiles
  readonly settings: Environment
}

async function makeScene(): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'zags-kill-'))
  const { files } = await createDevelopmentPki(developmentDirectory(folder), systemClock)
  return { folder, files, settings: { ...COMMON, NODE_COMPILE_CACHE: join(folder, 'compiled') } }
}

/** The development office, said in the settings of a real one. */
function officeEnvironment(files: DevelopmentFiles): Environment {
  const { office, ...paths } = developmentSettings(files)
  const { keys } = files
  return {
    ZAGS_OFFICE_CODE: office.code,
    ZAGS_OFFICE_NAME: office.name,
    ZAGS_OFFICE_LEVEL: office.level,
    ZAGS_OFFICE_TIME_ZONE: office.timeZone,
    ZAGS_OFFICE_MNEMONIC: office.mnemonic,
    ZAGS_HEAD_NAME: office.head.name,
    ZAGS_HEAD_POSITION: office.head.position,
    ZAGS_KEY_SMEV: keys.SMEV.key,
    ZAGS_CERT_SMEV: keys.SMEV.certificate,
    ZAGS_KEY_OFFICE: keys.OFFICE.key,
    ZAGS_CERT_OFFICE: keys.OFFICE.certificate,
    ZAGS_KEY_AUTOMATIC_SIGNING: keys.AUTOMATIC_SIGNING.key,
    ZAGS_CERT_AUTOMATIC_SIGNING: keys.AUTOMATIC_SIGNING.certificate,
    ZAGS_KEY_DECRYPTION: keys.DECRYPTION.key,
    ZAGS_CERT_DECRYPTION: keys.DECRYPTION.certificate,
    ZAGS_TRUST_BUNDLE: paths.trustBundle,
    ZAGS_TRUST_SIGNER_CERT: paths.trustSignerCertificate,
    ZAGS_HEAD_CERT: paths.headCertificate,
    ZAGS_STANDING_ORDERS: paths.standingOrders.join(','),
    ZAGS_TOKENS: paths.tokens,
  }
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const admin = createServerDatabase(serverUrl, { maxConnections: 1 })
  try {
    await admin.query(statement)
  } finally {
    await admin.close()
  }
}
