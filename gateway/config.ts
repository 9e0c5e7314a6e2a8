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

const path = { type: 'string', minLength: 1 } as const
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const
const count = (fallback: number, minimum: number, maximum: number) =>
  ({ type: 'integer', default: fallback, minimum, maximum }) as const

const COMMON = {
  ZAGS_DATA_DIR: { ...path, default: '.data' },
  ZAGS_HOST: { ...path, default: '127.0.0.1' },
  ZAGS_PORT: count(8080, 0, 65535),
  ZAGS_ADMIN_PORT: count(8081, 0, 65535),
  ZAGS_LOG_LEVEL: { enum: ['debug', 'info', 'warn', 'error', 'silent'], default: 'info' },
  ZAGS_ACK_WINDOW_SECONDS: count(900, 1, 86_400),
  ZAGS_MESSAGE_ID_MAX_AGE_HOURS: count(24, 1, 48),
  ZAGS_TIMESTAMP_TOLERANCE_MINUTES: count(30, 1, 1440),
  ZAGS_STRANGER_REQUESTS_PER_HOUR: count(10, 1, 10_000),
  ZAGS_SEARCHES_PER_HOUR: count(300, 1, 1_000_000),
  ZAGS_SEARCHES_PER_DAY: count(2000, 1, 1_000_000),
  ZAGS_UNIDENTIFIED_SUBJECTS_PER_DAY: count(30, 0, 1_000_000),
  ZAGS_ALIKE_SUBJECTS_PER_DAY: count(20, 1, 1_000_000),
  ZAGS_ABSENT_PERCENT: count(60, 1, 100),
  ZAGS_SWEEP_SECONDS: count(30, 1, 3600),
  ZAGS_READING_THREADS: count(2, 1, 64),
  ZAGS_READING_DEADLINE_SECONDS: count(10, 1, 120),
} as const

const OFFICE = {
  DATABASE_URL: { type: 'string', pattern: '^postgres(ql)?://' },
  ZAGS_OFFICE_CODE: { type: 'string', pattern: '^[0-9]{2,8}$' },
  ZAGS_OFFICE_NAME: text(500),
  ZAGS_OFFICE_LEVEL: { enum: ['AUTHORITY', 'DEPARTMENT'] },
  ZAGS_OFFICE_TIME_ZONE: { type: 'string', enum: Intl.supportedValuesOf('timeZone') },
  ZAGS_OFFICE_MNEMONIC: text(50),
  ZAGS_HEAD_NAME: text(200),
  ZAGS_HEAD_POSITION: text(200),
  ZAGS_KEY_SMEV: path,
  ZAGS_CERT_SMEV: path,
  ZAGS_KEY_OFFICE: path,
  ZAGS_CERT_OFFICE: path,
  ZAGS_KEY_AUTOMATIC_SIGNING: path,
  ZAGS_CERT_AUTOMATIC_SIGNING: path,
  ZAGS_KEY_DECRYPTION: path,
  ZAGS_CERT_DECRYPTION: path,
  ZAGS_TRUST_BUNDLE: path,
  ZAGS_TRUST_SIGNER_CERT: path,
  ZAGS_HEAD_CERT: path,
  ZAGS_TOKENS: path,
} as const

/** May be absent in an office too. */
const OPTIONAL = {
  ZAGS_KEY_SMEV_PASSPHRASE_FILE: path,
  ZAGS_KEY_OFFICE_PASSPHRASE_FILE: path,
  ZAGS_KEY_AUTOMATIC_SIGNING_PASSPHRASE_FILE: path,
  ZAGS_KEY_DECRYPTION_PASSPHRASE_FILE: path,
  ZAGS_KEY_DECRYPTION_PREVIOUS: path,
  ZAGS_CERT_DECRYPTION_PREVIOUS: path,
  ZAGS_KEY_DECRYPTION_PREVIOUS_PASSPHRASE_FILE: path,
  ZAGS_STANDING_ORDERS: path,
  ZAGS_TLS_CERT: path,
  ZAGS_TLS_KEY: path,
} as const

/** Every setting there is, by name. */
export const SETTINGS: readonly string[] = Object.keys({ ...COMMON, ...OFFICE, ...OPTIONAL })

type Environment = Readonly<Record<string, string | undefined>>
type Values = Record<keyof typeof COMMON | keyof typeof OFFICE | keyof typeof OPTIONAL, string> & {
  [K in keyof typeof COMMON as (typeof COMMON)[K] extends { type: 'integer' } ? K : never]: number
}

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
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  if (!loopback && !isOffice) mistakes.push('ZAGS_HOST: development mode serves loopback addresses only')
  if (!loopback && isOffice && certificate === undefined)
    mistakes.push('ZAGS_HOST: plain HTTP serves loopback addresses only; set ZAGS_TLS_CERT and ZAGS_TLS_KEY')
  return mistakes
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
