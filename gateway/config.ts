/**
 * Configuration: the only reader of the environment. All mistakes are reported at once; nothing starts with any.
 *
 * With none of the office's own settings present the gateway runs in development mode; with any of them, all are needed
 * (design section 7), so that a half-configured office can never serve with generated keys.
 */
import { isIP } from 'node:net'
import { Ajv, type ErrorObject } from 'ajv'
import { parseKeyReference, type KeySource } from '../crypto/key-providers/reference.ts'
import { GatewayError } from './domain/faults.ts'
import type { Office } from './domain/office.ts'
import type { SearchLimits } from './domain/search-limits.ts'
import { COMMON, OFFICE, OPTIONAL, type Values } from './settings.ts'

export interface Config extends CommonSettings {
  /** Undefined in development mode: keys, trust, office and registry are generated in the data folder. */
  readonly office?: OfficeSettings
}

interface CommonSettings {
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly adminPort: number
  readonly logLevel: string
  readonly ackWindowSeconds: number
  readonly messageIdMaxAgeHours: number
  readonly timestampToleranceMinutes: number
  readonly strangerRequestsPerHour: number
  readonly searchLimits: SearchLimits
  readonly sweepSeconds: number
  readonly readingThreads: number
  readonly readingDeadlineSeconds: number
  readonly registry: RegistryLimits
}

export interface RegistryLimits {
  /** Neither a replica nor an external registry may be behind by more. */
  readonly maxLagSeconds: number
  /** Of a question to an external registry, and of its circuit breaker. */
  readonly deadlineSeconds: number
  readonly breakerFailures: number
  readonly breakerSeconds: number
}

/** What makes it a real office: paths of files unless said otherwise. */
export interface OfficeSettings {
  readonly databaseUrl: string
  readonly office: Office
  readonly keys: { readonly [R in OfficeKeyRole]: OwnKeySettings } & { readonly [PREVIOUS_KEY]?: OwnKeySettings }
  readonly trustBundle: string
  readonly trustSignerCertificate: string
  readonly headCertificate: string
  readonly standingOrders: readonly string[]
  readonly tokens: string
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Asked instead of the own store. */
  readonly externalRegistry?: { readonly url: string; readonly tokenFile?: string; readonly caFile?: string }
  /** Read replica of the own store. */
  readonly registryReadUrl?: string
}

export interface OwnKeySettings {
  readonly key: KeySource
  /** The file with its passphrase or PIN, where it has one. */
  readonly passphraseFile?: string
  readonly certificate: string
}

/** Keys this version uses; the audit key joins with its feature. */
export const OFFICE_KEY_ROLES = ['SMEV', 'OFFICE', 'AUTOMATIC_SIGNING', 'DECRYPTION'] as const
export type OfficeKeyRole = (typeof OFFICE_KEY_ROLES)[number]
/** What is still encrypted to the certificate before the current one is opened with it. */
export const PREVIOUS_KEY = 'DECRYPTION_PREVIOUS'
export const OWN_KEYS = [...OFFICE_KEY_ROLES, PREVIOUS_KEY] as const
export type OwnKeyName = (typeof OWN_KEYS)[number]

type Environment = Readonly<Record<string, string | undefined>>
const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true, strict: false })
const validateCommon = ajv.compile({ type: 'object', properties: { ...COMMON, ...OFFICE, ...OPTIONAL } })
const validateOffice = ajv.compile({ type: 'object', required: Object.keys(OFFICE) })

/** Throws CONFIG_INVALID: one line, every mistake with the name of its variable. */
export function readConfig(environment: Environment): Config {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(environment)) if (isSetting(name) && value !== '') values[name] = value
  const isOffice = [...Object.keys(OFFICE), ...Object.keys(OPTIONAL)].some((name) => values[name] !== undefined)
  const mistakes = [
    ...unknownNames(values),
    ...(validateCommon(values) ? [] : describe(validateCommon.errors)),
    ...(!isOffice || validateOffice(values) ? [] : describe(validateOffice.errors)),
    ...combinations(values as Values, isOffice),
    ...OWN_KEYS.flatMap((name) => keyMistakes(values as Partial<Values>, name)),
  ]
  if (mistakes.length > 0) throw new GatewayError('CONFIG_INVALID', mistakes.join('; '))
  return { ...commonOf(values as Values), ...(isOffice ? { office: officeOf(values as Values) } : {}) }
}

function commonOf(values: Values): CommonSettings {
  return {
    dataDir: values.ZAGS_DATA_DIR,
    host: values.ZAGS_HOST,
    port: values.ZAGS_PORT,
    adminPort: values.ZAGS_ADMIN_PORT,
    logLevel: values.ZAGS_LOG_LEVEL,
    ackWindowSeconds: values.ZAGS_ACK_WINDOW_SECONDS,
    messageIdMaxAgeHours: values.ZAGS_MESSAGE_ID_MAX_AGE_HOURS,
    timestampToleranceMinutes: values.ZAGS_TIMESTAMP_TOLERANCE_MINUTES,
    strangerRequestsPerHour: values.ZAGS_STRANGER_REQUESTS_PER_HOUR,
    searchLimits: {
      perHour: values.ZAGS_SEARCHES_PER_HOUR,
      perDay: values.ZAGS_SEARCHES_PER_DAY,
      unidentifiedPerDay: values.ZAGS_UNIDENTIFIED_SUBJECTS_PER_DAY,
      alikePerDay: values.ZAGS_ALIKE_SUBJECTS_PER_DAY,
      absentPercent: values.ZAGS_ABSENT_PERCENT,
    },
    sweepSeconds: values.ZAGS_SWEEP_SECONDS,
    readingThreads: values.ZAGS_READING_THREADS,
    readingDeadlineSeconds: values.ZAGS_READING_DEADLINE_SECONDS,
    registry: {
      maxLagSeconds: values.ZAGS_REGISTRY_MAX_LAG_SECONDS,
      deadlineSeconds: values.ZAGS_REGISTRY_DEADLINE_SECONDS,
      breakerFailures: values.ZAGS_REGISTRY_BREAKER_FAILURES,
      breakerSeconds: values.ZAGS_REGISTRY_BREAKER_SECONDS,
    },
  }
}

function officeOf(values: Values): OfficeSettings {
  const {
    ZAGS_TLS_CERT: certificate,
    ZAGS_TLS_KEY: key,
    ZAGS_KEY_DECRYPTION_PREVIOUS: previous,
  } = values as Partial<Values>
  return {
    databaseUrl: values.DATABASE_URL,
    office: {
      code: values.ZAGS_OFFICE_CODE,
      name: values.ZAGS_OFFICE_NAME,
      level: values.ZAGS_OFFICE_LEVEL as Office['level'],
      timeZone: values.ZAGS_OFFICE_TIME_ZONE,
      mnemonic: values.ZAGS_OFFICE_MNEMONIC,
      head: { name: values.ZAGS_HEAD_NAME, position: values.ZAGS_HEAD_POSITION },
    },
    keys: {
      SMEV: ownKeyOf(values, 'SMEV'),
      OFFICE: ownKeyOf(values, 'OFFICE'),
      AUTOMATIC_SIGNING: ownKeyOf(values, 'AUTOMATIC_SIGNING'),
      DECRYPTION: ownKeyOf(values, 'DECRYPTION'),
      ...(previous === undefined ? {} : { [PREVIOUS_KEY]: ownKeyOf(values, PREVIOUS_KEY) }),
    },
    trustBundle: values.ZAGS_TRUST_BUNDLE,
    trustSignerCertificate: values.ZAGS_TRUST_SIGNER_CERT,
    headCertificate: values.ZAGS_HEAD_CERT,
    standingOrders: (values as Partial<Values>).ZAGS_STANDING_ORDERS?.split(',') ?? [],
    tokens: values.ZAGS_TOKENS,
    ...(certificate !== undefined && key !== undefined ? { tls: { certificate, key } } : {}),
    ...registryOf(values),
  }
}

function registryOf(values: Partial<Values>): Pick<OfficeSettings, 'externalRegistry' | 'registryReadUrl'> {
  const { ZAGS_REGISTRY_URL: url, ZAGS_REGISTRY_TOKEN_FILE: tokenFile, ZAGS_REGISTRY_CA_FILE: caFile } = values
  const { ZAGS_REGISTRY_READ_URL: registryReadUrl } = values
  return {
    ...(registryReadUrl === undefined ? {} : { registryReadUrl }),
    ...(url === undefined
      ? {}
      : {
          externalRegistry: {
            url,
            ...(tokenFile === undefined ? {} : { tokenFile }),
            ...(caFile === undefined ? {} : { caFile }),
          },
        }),
  }
}

function ownKeyOf(values: Values, name: OwnKeyName): OwnKeySettings {
  const { [`ZAGS_KEY_${name}_PASSPHRASE_FILE` as const]: passphraseFile } = values as Partial<Values>
  return {
    key: parseKeyReference(values[`ZAGS_KEY_${name}`]),
    certificate: values[`ZAGS_CERT_${name}`],
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
  }
}

function isSetting(name: string): boolean {
  return name === 'DATABASE_URL' || (name.startsWith('ZAGS_') && !name.startsWith('ZAGS_TEST_'))
}

function unknownNames(values: Record<string, unknown>): string[] {
  const known = { ...COMMON, ...OFFICE, ...OPTIONAL }
  return Object.keys(values)
    .filter((name) => !(name in known))
    .map((name) => `${name}: no such setting`)
}

/** Plain HTTP stays on loopback; development never leaves it (design section 7). */
function combinations(values: Partial<Values>, isOffice: boolean): string[] {
  const { ZAGS_TLS_CERT: certificate, ZAGS_TLS_KEY: key, ZAGS_HOST: host = '' } = values
  const mistakes: string[] = []
  if ((certificate === undefined) !== (key === undefined)) mistakes.push('ZAGS_TLS_CERT and ZAGS_TLS_KEY go together')
  const { ZAGS_KEY_DECRYPTION_PREVIOUS: previous, ZAGS_CERT_DECRYPTION_PREVIOUS: itsCertificate } = values
  if ((previous === undefined) !== (itsCertificate === undefined))
    mistakes.push('ZAGS_KEY_DECRYPTION_PREVIOUS and ZAGS_CERT_DECRYPTION_PREVIOUS go together')
  const loopback = isLoopback(host)
  if (!loopback && !isOffice) mistakes.push('ZAGS_HOST: development mode serves loopback addresses only')
  if (!loopback && isOffice && certificate === undefined)
    mistakes.push('ZAGS_HOST: plain HTTP serves loopback addresses only; set ZAGS_TLS_CERT and ZAGS_TLS_KEY')
  return [...mistakes, ...registryMistakes(values)]
}

function registryMistakes(values: Partial<Values>): string[] {
  const { ZAGS_REGISTRY_URL: url, ZAGS_REGISTRY_READ_URL: readUrl } = values
  const alone = (['ZAGS_REGISTRY_TOKEN_FILE', 'ZAGS_REGISTRY_CA_FILE'] as const).filter((name) => values[name])
  if (url === undefined) return alone.map((name) => `${name}: needs ZAGS_REGISTRY_URL`)
  const host = URL.parse(url)?.hostname
  return [
    ...(host === undefined ? ['ZAGS_REGISTRY_URL: is no address'] : []),
    ...(url.startsWith('http:') && host !== undefined && !isLoopback(host)
      ? ['ZAGS_REGISTRY_URL: plain HTTP is for loopback addresses only']
      : []),
    ...(readUrl === undefined ? [] : ['ZAGS_REGISTRY_READ_URL: is of the own store, which ZAGS_REGISTRY_URL replaces']),
  ]
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
}

function keyMistakes(values: Partial<Values>, name: OwnKeyName): string[] {
  const setting = `ZAGS_KEY_${name}` as const
  const reference = values[setting]
  if (reference === undefined) return []
  try {
    const { kind } = parseKeyReference(reference)
    const needsPassphrase = kind === 'PKCS11' || kind === 'PKCS12'
    if (!needsPassphrase || values[`${setting}_PASSPHRASE_FILE`] !== undefined) return []
    return [`${setting}: needs ${setting}_PASSPHRASE_FILE, a file with its ${kind === 'PKCS11' ? 'PIN' : 'passphrase'}`]
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return [`${setting}: ${error.message}`]
  }
}

/** Values are not repeated: a mistyped key or URL may hold a secret. */
function describe(errors: readonly ErrorObject[] | null | undefined): string[] {
  const found = errors ?? []
  const missing = found.flatMap(({ keyword, params }) => (keyword === 'required' ? [params['missingProperty']] : []))
  const wrong = found
    .filter(({ keyword }) => keyword !== 'required')
    .map(({ instancePath, keyword, message = 'is wrong', params }) => {
      const choices = keyword === 'enum' ? params['allowedValues'] : []
      if (choices.length > 20) return `${instancePath.slice(1)}: is no such value`
      return `${instancePath.slice(1)}: ${message}${choices.length > 0 ? `: ${choices.join(', ')}` : ''}`
    })
  return missing.length > 0 ? [...wrong, `an office needs every setting, missing: ${missing.join(', ')}`] : wrong
}
