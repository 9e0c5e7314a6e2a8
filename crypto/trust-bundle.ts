/**
 * The trust bundle: one file, signed outside the gateway by the security officer whose certificate is pinned in the
 * configuration. Roots, registered bodies with their certificates and officials, and calendars come from nowhere else,
 * so that nobody with access to the database or the disk can make himself a court (design section 6).
 */
import type { LocalDate } from '../gateway/domain/act.ts'
import type { CalendarYear } from '../gateway/domain/calendar.ts'
import { GatewayError } from '../gateway/domain/faults.ts'
import type { Requester, Sender } from '../gateway/domain/requester.ts'
import type { SignerCertificate } from '../gateway/ports/signatures.ts'
import type { Trust } from '../gateway/ports/trust.ts'
import { parseListedCertificate } from './listed-certificate.ts'
import { createRequesterRegister } from './requester-register.ts'
import { createRevocationPolicies } from './revocation/policy.ts'
import type { AuthorityPolicy, RevocationPolicies, RevocationPolicy } from './revocation/policy.ts'
import { createRevocationCache } from './revocation/revocation-cache.ts'
import type { RevocationCache } from './revocation/revocation-cache.ts'
import { openSignedRecord } from './signed-record.ts'
import { createTrustStore, type StatusOf, type TrustStore } from './trust-store.ts'
import type { Certificate } from './x509/certificate.ts'

/** Content of the file. Certificates are DER in base64. */
export interface TrustBundle {
  readonly version: string
  readonly issuedOn: LocalDate
  readonly roots: readonly ListedAuthority[]
  readonly intermediates: readonly ListedAuthority[]
  readonly requesters: readonly Requester[]
  readonly calendars: readonly CalendarYear[]
}

/** An authority, and whom to ask about the certificates that it has issued itself. */
export interface ListedAuthority {
  readonly certificate: string
  readonly revocation: RevocationPolicy
}

export interface OpenedTrustBundle {
  readonly version: string
  readonly issuedOn: LocalDate
  readonly register: Omit<Trust, 'calendar'>
  readonly calendars: readonly CalendarYear[]
  readonly trustStore: TrustStore
  readonly revocation: { readonly policies: RevocationPolicies; readonly cache: RevocationCache }
  /** Whose certificate this is; its chain is proved already. Throws SENDER_UNIDENTIFIABLE, CERTIFICATE_SUBJECT. */
  readonly identifySender: (certificate: SignerCertificate) => Sender
}

export interface TrustBundleOptions {
  /** Pinned certificate of the security officer. */
  readonly signerCertificate: Certificate
  /** Instant of opening, at which the officer's certificate must be valid. */
  readonly at: Date
  /** Types the parsed JSON or throws TRUST_BUNDLE_INVALID naming the JSON path. */
  readonly checkShape: (value: unknown) => TrustBundle
  /** Asked instead of the bundle's own cache: that one is kept up to date elsewhere. */
  readonly askStatus?: StatusOf
}

/** Proves and reads the whole bundle or uses nothing of it: throws TRUST_BUNDLE_INVALID saying what and where. */
export function openTrustBundle(bytes: Uint8Array, options: TrustBundleOptions): OpenedTrustBundle {
  try {
    return open(bytes, options)
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('TRUST_BUNDLE_INVALID', `trust bundle: ${cause.message}`, { cause })
  }
}

function open(
  bytes: Uint8Array,
  { signerCertificate: certificate, at, checkShape, askStatus }: TrustBundleOptions,
): OpenedTrustBundle {
  // As the only anchor the officer's own certificate is pinned, and still judged for validity and usage.
  const bundle = checkShape(openSignedRecord(bytes, { certificate, trust: createTrustStore([certificate]), at }))
  const { version, issuedOn, requesters, calendars } = bundle
  const roots = bundle.roots.map((root, index) => parseAuthority(root, `/roots/${index}`))
  const intermediates = bundle.intermediates.map((link, index) => parseAuthority(link, `/intermediates/${index}`))
  const policies = createRevocationPolicies([...roots, ...intermediates])
  const cache = createRevocationCache(policies)
  const statusOf = askStatus ? askingWhereChecked(policies, askStatus) : cache.statusOf
  const trustStore = createTrustStore(roots.map(certificateOf), intermediates.map(certificateOf), statusOf)
  checkOneCalendarPerYear(calendars)
  const { identifySender, ...register } = createRequesterRegister(requesters, trustStore)
  const revocation = { policies, cache }
  return { version, issuedOn, register, calendars, trustStore, revocation, identifySender }
}

const certificateOf = ({ authority }: AuthorityPolicy): Certificate => authority

function parseAuthority({ certificate, revocation }: ListedAuthority, path: string): AuthorityPolicy {
  const authority = parseListedCertificate(certificate, `${path}/certificate`)
  if (!authority.isCa) throw new GatewayError('TRUST_BUNDLE_INVALID', `${path} is no certificate of an authority`)
  return { authority, policy: revocation }
}

/** Two calendars of one year would make due dates depend on which was read last. */
function checkOneCalendarPerYear(calendars: readonly CalendarYear[]): void {
  const seen = new Set<number>()
  for (const [index, { year }] of calendars.entries()) {
    if (seen.has(year)) throw new GatewayError('TRUST_BUNDLE_INVALID', `/calendars/${index} repeats the year ${year}`)
    seen.add(year)
  }
}

/** What nobody checks is not worth a question. */
function askingWhereChecked(policies: RevocationPolicies, askStatus: StatusOf): StatusOf {
  return (link, at) => (policies.find(link.issuer) === 'NOT_CHECKED' ? 'NOT_CHECKED' : askStatus(link, at))
}
