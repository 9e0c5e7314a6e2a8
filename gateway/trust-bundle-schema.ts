/**
 * Shapes of the signed records, as JSON Schema: the trust bundle and the standing order. Nothing besides what is listed
 * may stand in them: a misspelt `validTo` must be an error and not a power without end.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { TrustBundle } from '../crypto/trust-bundle.ts'
import { GatewayError } from './domain/faults.ts'
import { isLocalDate } from './domain/local-date.ts'
import { ENCRYPTION_PROFILES, REQUESTER_CATEGORIES } from './domain/requester.ts'
import type { StandingOrder } from './domain/standing-order.ts'

/** How many mistakes one message names. */
const LISTED_ERRORS = 5

const text = { type: 'string', pattern: '\\S', maxLength: 1000 }
/** Identifiers become names of queues and stand in journals; the colon is left to the queues of strangers. */
const identifier = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }
const date = { type: 'string', format: 'local-date' }
const validity = { validFrom: date, validTo: date }
const certificate = { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' }
const certificates = { type: 'array', items: certificate }
const sourceUrl = { type: 'string', maxLength: 1000, format: 'source-url' }
/** Whom to ask about revoked certificates; that nobody is asked has to be said. */
const revocation = {
  ...record({ crlUrls: { type: 'array', minItems: 1, maxItems: 16, items: sourceUrl }, ocspUrl: sourceUrl }, [
    'ocspUrl',
  ]),
  type: ['string', 'object'],
  pattern: '^NOT_CHECKED$',
}
const authorities = { type: 'array', items: record({ certificate, revocation }) }
const categories = Object.keys(REQUESTER_CATEGORIES)
const yearDays = { type: 'array', items: { type: 'string', pattern: '^\\d\\d-\\d\\d(\\.\\.\\d\\d-\\d\\d)?$' } }

const system = record(
  {
    id: identifier,
    mnemonic: { ...text, maxLength: 100 },
    signingCertificates: { ...certificates, minItems: 1 },
    encryptionCertificates: certificates,
    encryptionProfile: { enum: ENCRYPTION_PROFILES },
  },
  ['encryptionProfile'],
)
const official = record({ name: text, position: text, snils: digits(11), ...validity }, ['validTo'])
const requester = record(
  {
    id: identifier,
    name: text,
    category: { enum: categories },
    ogrn: digits(13),
    inn: digits(10),
    ...validity,
    clearAllowed: { type: 'boolean' },
    legalNorms: { type: 'array', items: text },
    systems: { type: 'array', items: system },
    officials: { type: 'array', items: official },
  },
  ['validTo'],
)
const calendar = record({
  year: { type: 'integer', minimum: 1900, maximum: 2999 },
  off: yearDays,
  work: yearDays,
  provisional: { type: 'boolean' },
  source: text,
})
const trustBundle = record({
  version: identifier,
  issuedOn: date,
  roots: { ...authorities, minItems: 1 },
  intermediates: authorities,
  requesters: { type: 'array', items: requester },
  calendars: { type: 'array', items: calendar },
})

const covered = {
  type: 'object',
  required: ['event'],
  discriminator: { propertyName: 'event' },
  oneOf: [
    record({ event: { const: 'VISA' }, categories: listOf(categories) }),
    record({ event: { const: 'REFUSE_28' } }),
    record({
      event: { const: 'SIGN' },
      result: { enum: ['INFORMATION', 'ABSENCE_NOTICE', 'REFUSAL'] },
      categories: listOf([...categories, 'STRANGER']),
    }),
  ],
}
const standingOrder = record({ id: identifier, ...validity, covers: { type: 'array', minItems: 1, items: covered } }, [
  'validTo',
])

const formats = { 'local-date': isLocalDate, 'source-url': isSourceUrl }
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, discriminator: true, formats })
const isTrustBundle = ajv.compile<TrustBundle>(trustBundle)
const isStandingOrder = ajv.compile<StandingOrder>(standingOrder)

/** The value as a trust bundle. Throws TRUST_BUNDLE_INVALID naming each JSON path; never a value. */
export function checkTrustBundleShape(value: unknown): TrustBundle {
  if (isTrustBundle(value)) return value
  throw new GatewayError('TRUST_BUNDLE_INVALID', errorsOf(isTrustBundle))
}

/** The value as a standing order. Throws STANDING_ORDER_INVALID naming each JSON path. */
export function checkStandingOrderShape(value: unknown): StandingOrder {
  if (isStandingOrder(value)) return value
  throw new GatewayError('STANDING_ORDER_INVALID', errorsOf(isStandingOrder))
}

function errorsOf({ errors }: ValidateFunction): string {
  return (errors ?? []).slice(0, LISTED_ERRORS).map(describe).join('; ')
}

function describe({ instancePath, message, keyword, params }: ErrorObject): string {
  const name = keyword === 'additionalProperties' ? ` (${String(params['additionalProperty'])})` : ''
  return `${instancePath || '/'} ${message}${name}`
}

function record(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false }
}

function listOf(values: readonly string[]): object {
  return { type: 'array', minItems: 1, uniqueItems: true, items: { enum: values } }
}

function digits(count: number): object {
  return { type: 'string', pattern: `^\\d{${count}}$` }
}

/** An address without a password in it: it stands in logs. */
function isSourceUrl(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}
