/** Every setting there is: the shape of its value, and its default. `config.ts` reads and combines them. */

const path = { type: 'string', minLength: 1 } as const
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const
const postgres = { type: 'string', pattern: '^postgres(ql)?://' } as const
const count = (fallback: number, minimum: number, maximum: number) =>
  ({ type: 'integer', default: fallback, minimum, maximum }) as const

export const COMMON = {
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
  ZAGS_REGISTRY_MAX_LAG_SECONDS: count(60, 2, 3600),
  ZAGS_REGISTRY_DEADLINE_SECONDS: count(10, 1, 120),
  ZAGS_REGISTRY_BREAKER_FAILURES: count(5, 1, 1000),
  ZAGS_REGISTRY_BREAKER_SECONDS: count(30, 1, 3600),
  ZAGS_SWEEP_SECONDS: count(30, 1, 3600),
  ZAGS_READING_THREADS: count(2, 1, 64),
  ZAGS_READING_DEADLINE_SECONDS: count(10, 1, 120),
} as const

export const OFFICE = {
  DATABASE_URL: postgres,
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
export const OPTIONAL = {
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
  ZAGS_REGISTRY_URL: { type: 'string', pattern: '^https?://[^\\s/?#@]+(?:/[^\\s?#]*)?$' },
  ZAGS_REGISTRY_TOKEN_FILE: path,
  ZAGS_REGISTRY_CA_FILE: path,
  ZAGS_REGISTRY_READ_URL: postgres,
} as const

/** Every setting there is, by name. */
export const SETTINGS: readonly string[] = Object.keys({ ...COMMON, ...OFFICE, ...OPTIONAL })

/** After checking; what is optional may be absent all the same. */
export type Values = Record<keyof typeof COMMON | keyof typeof OFFICE | keyof typeof OPTIONAL, string> & {
  [K in keyof typeof COMMON as (typeof COMMON)[K] extends { type: 'integer' } ? K : never]: number
}
