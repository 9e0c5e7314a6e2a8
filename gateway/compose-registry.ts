/** The registry put together: the own store, with its replica where there is one, or an external system over HTTP. */
import { readFile } from 'node:fs/promises'
import { createServerDatabase } from '../adapters/postgres/server.ts'
import { createHttpRegistry } from '../adapters/registry-http/http-registry.ts'
import { createHeartbeat } from '../adapters/registry/heartbeat.ts'
import { createOwnRegistry } from '../adapters/registry/own-registry.ts'
import { createReplicaReads, type ReplicaState } from '../adapters/registry/replica-reads.ts'
import type { Config, OfficeSettings } from './config.ts'
import { GatewayError } from './domain/faults.ts'
import { describeFailure } from './http/error-handler.ts'
import type { Clock } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Ports } from './ports/index.ts'
import type { Registry } from './ports/registry.ts'

export interface RegistryParts {
  readonly database: Database
  readonly clock: Clock
  /** Into the log. */
  readonly warn: (facts: object, text: string) => void
  readonly raiseAlarm: Ports['raiseAlarm']
}

export interface RunningRegistry {
  readonly port: Registry
  start(): Promise<void>
  stop(): Promise<void>
}

/** A replica that is fresh must show a beat well within the limit. */
const BEATS_PER_LIMIT = 4

const elapsed = (): number => performance.now()

/** Throws CONFIG_INVALID when a file of the external registry cannot be used. */
export async function composeRegistry(config: Config, parts: RegistryParts): Promise<RunningRegistry> {
  const { externalRegistry, registryReadUrl } = config.office ?? {}
  if (externalRegistry) return composeExternal(externalRegistry, config, parts)
  if (registryReadUrl !== undefined) return composeReplicated(registryReadUrl, config, parts)
  const port = createOwnRegistry(parts.database)
  return { port, start: async () => undefined, stop: () => port.close() }
}

async function composeExternal(
  { url, tokenFile, caFile }: NonNullable<OfficeSettings['externalRegistry']>,
  { registry: limits }: Config,
  { clock, warn, raiseAlarm }: RegistryParts,
): Promise<RunningRegistry> {
  const token = tokenFile === undefined ? undefined : () => readToken(tokenFile)
  await token?.()
  const port = createHttpRegistry({
    url,
    clock,
    elapsed,
    ...(token ? { token } : {}),
    ...(caFile === undefined ? {} : { ca: await readSetting('ZAGS_REGISTRY_CA_FILE', caFile) }),
    deadlineMs: limits.deadlineSeconds * 1000,
    maxLagSeconds: limits.maxLagSeconds,
    failures: limits.breakerFailures,
    openSeconds: limits.breakerSeconds,
    onNoAnswer: (failure) => warn(failure, 'the registry system did not answer'),
    onBreaker: (state) =>
      state === 'OPEN'
        ? raiseAlarm({ code: 'REGISTRY_CIRCUIT_OPEN' })
        : warn({ state }, 'circuit to the registry system'),
  })
  return { port, start: async () => undefined, stop: async () => undefined }
}

function composeReplicated(
  readUrl: string,
  { registry: { maxLagSeconds } }: Config,
  { database, warn, raiseAlarm }: RegistryParts,
): RunningRegistry {
  const replica = createServerDatabase(readUrl)
  const registries = { primary: createOwnRegistry(database), replica: createOwnRegistry(replica) }
  const heartbeat = createHeartbeat({
    primary: database,
    replica,
    intervalSeconds: maxLagSeconds / BEATS_PER_LIMIT,
    rememberSeconds: maxLagSeconds,
    elapsed,
    onError: (error) => warn({ failure: describeFailure(error) }, 'no heartbeat for the replica'),
  })
  const onChange = (state: ReplicaState): void => {
    if (state !== 'USED') raiseAlarm({ code: 'REGISTRY_REPLICA_NOT_USED' })
    warn({ state }, 'replica of the registry')
  }
  return {
    port: createReplicaReads({
      ...registries,
      findFollowed: () => heartbeat.findFollowed(),
      maxLagSeconds,
      elapsed,
      onChange,
    }),
    start: () => heartbeat.start(),
    async stop() {
      await heartbeat.stop()
      await Promise.all([registries.primary.close(), registries.replica.close()])
      await replica.close()
    },
  }
}

/** The only line of its file. */
async function readToken(path: string): Promise<string> {
  const token = (await readSetting('ZAGS_REGISTRY_TOKEN_FILE', path)).trim()
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new GatewayError('CONFIG_INVALID', 'ZAGS_REGISTRY_TOKEN_FILE: holds no single token')
  return token
}

async function readSetting(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${setting}: the file cannot be read`, { cause })
  }
}
