/**
 * Whom we trust: certificates are judged against configured roots and intermediates only (RFC 5280 chapter 6). A
 * certificate that a message brings along is never an anchor and never a link of the chain.
 */
import { GatewayError } from '../gateway/domain/faults.ts'
import type { RevocationStatus } from '../gateway/domain/revocation.ts'
import type { Link } from './revocation/revocation-cache.ts'
import { createBoundedCache } from './x509/bounded-cache.ts'
import type { Certificate } from './x509/certificate.ts'
import type { KeyUsage } from './x509/extensions.ts'
import { judgeSignature } from './x509/signed-object.ts'

export type CertificateUse = 'signing' | 'encryption'

/** What was proved: `certificate` chains to a root, was fit for `use`, and no link was expired or revoked at `judgedAt`. */
export interface TrustedCertificate {
  readonly certificate: Certificate
  /** From the certificate to the root. */
  readonly chain: readonly Certificate[]
  readonly use: CertificateUse
  readonly judgedAt: Date
  /** Of all links together: UNKNOWN when one is, NOT_CHECKED when nobody is asked about one. */
  readonly revocation: Exclude<RevocationStatus, 'REVOKED'>
}

export interface TrustStore {
  /**
   * Judges a certificate as it stood at the instant `at`, for signing unless said otherwise. Throws CERTIFICATE_EXPIRED,
   * CERTIFICATE_NOT_YET_VALID, CERTIFICATE_UNTRUSTED (nobody we trust issued it), CERTIFICATE_CHAIN (somebody did, but an
   * authority above it was not in force), CERTIFICATE_REVOKED, CERTIFICATE_ISSUER_REVOKED, CERTIFICATE_USAGE.
   */
  verifyCertificate(certificate: Certificate, at: Date, use?: CertificateUse): TrustedCertificate
}

/** Certificates in a chain, the first and the root included. */
const MAX_CHAIN = 4

/** One of these must stand in keyUsage; a certificate that does not say what it is for is for nothing. */
const USAGES: Readonly<Record<CertificateUse, readonly KeyUsage[]>> = {
  signing: ['digitalSignature', 'nonRepudiation'],
  encryption: ['keyAgreement', 'keyEncipherment'],
}

/** What is known of the revocation of one certificate; nobody waits for it. */
export type StatusOf = (link: Link, at: Date) => RevocationStatus

export function createTrustStore(
  roots: readonly Certificate[],
  intermediates: readonly Certificate[] = [],
  statusOf: StatusOf = () => 'NOT_CHECKED',
): TrustStore {
  const anchors = new Set(roots.map(({ fingerprint }) => fingerprint))
  const authorities = Map.groupBy([...roots, ...intermediates].filter(mayIssue), ({ subjectDer }) =>
    nameKey(subjectDer),
  )
  // Only good signatures are kept: a stranger can make any number of bad ones, and would flush the cache with them.
  const verified = createBoundedCache<true>(4096)

  function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
    const name = `${certificate.fingerprint} ${issuer.fingerprint}`
    if (verified.find(name) !== undefined) return true
    return judgeSignature(certificate, issuer) === 'VERIFIES' && verified.keep(name, true)
  }

  function* chainsFrom(certificate: Certificate, below: readonly Certificate[]): Generator<readonly Certificate[]> {
    const chain = [...below, certificate]
    if (anchors.has(certificate.fingerprint)) yield chain
    else if (chain.length < MAX_CHAIN) {
      for (const issuer of authorities.get(nameKey(certificate.issuerDer)) ?? []) {
        if (isLinked(certificate, issuer) && isSignedBy(certificate, issuer)) yield* chainsFrom(issuer, chain)
      }
    }
  }

  return {
    verifyCertificate(certificate, at, use = 'signing') {
      // Before any arithmetic, and so that a lapsed certificate is called lapsed whoever issued it.
      checkValidity(certificate, at)
      const { chain, revocation } = chooseChain(chainsFrom(certificate, []), at, statusOf)
      checkUsage(certificate, use)
      return { certificate, chain, use, judgedAt: at, revocation }
    },
  }
}

const nameKey = (name: Uint8Array): string => Buffer.from(name).toString('hex')

type JudgedChain = Pick<TrustedCertificate, 'chain' | 'revocation'>

/** The first chain that holds at `at`; an authority may have several certificates, of which some have lapsed. */
function chooseChain(chains: Iterable<readonly Certificate[]>, at: Date, statusOf: StatusOf): JudgedChain {
  let firstFault: unknown
  for (const chain of chains) {
    try {
      checkAuthorities(chain, at)
      return { chain, revocation: judgeRevocation(chain, at, statusOf) }
    } catch (fault) {
      firstFault ??= fault
    }
  }
  throw firstFault ?? new GatewayError('CERTIFICATE_UNTRUSTED', 'no chain to a trusted root')
}

function mayIssue({ isCa, keyUsage, unknownCritical }: Certificate): boolean {
  return isCa && keyUsage?.includes('keyCertSign') === true && unknownCritical.length === 0
}

function isLinked({ authorityKeyId }: Certificate, { subjectKeyId }: Certificate): boolean {
  return authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId
}

function checkValidity({ notBefore, notAfter, fingerprint }: Certificate, at: Date): void {
  // Written so that an invalid Date, which compares as false, is refused.
  if (!(at >= notBefore))
    throw new GatewayError('CERTIFICATE_NOT_YET_VALID', `certificate ${fingerprint} is not valid yet`)
  if (!(at <= notAfter)) throw new GatewayError('CERTIFICATE_EXPIRED', `certificate ${fingerprint} has expired`)
}

/** Validity of those above the certificate; RFC 5280 4.2.1.9: the one at `index` has `index - 1` authorities below it. */
function checkAuthorities(chain: readonly Certificate[], at: Date): void {
  for (const [index, { pathLength, notBefore, notAfter, fingerprint }] of chain.entries()) {
    if (index === 0) continue
    if (!(at >= notBefore && at <= notAfter))
      throw new GatewayError('CERTIFICATE_CHAIN', `the authority ${fingerprint} is not in force`)
    if (pathLength !== undefined && index - 1 > pathLength)
      throw new GatewayError('CERTIFICATE_CHAIN', `the chain below the authority ${fingerprint} is too long`)
  }
}

/** The root is trusted by name and is asked about nowhere. */
function judgeRevocation(chain: readonly Certificate[], at: Date, statusOf: StatusOf): JudgedChain['revocation'] {
  const statuses = chain.flatMap((certificate, index) => {
    const issuer = chain[index + 1]
    return issuer ? [statusOf({ certificate, issuer }, at)] : []
  })
  const revoked = statuses.indexOf('REVOKED')
  if (revoked >= 0) {
    const code = revoked === 0 ? 'CERTIFICATE_REVOKED' : 'CERTIFICATE_ISSUER_REVOKED'
    throw new GatewayError(code, `certificate ${chain[revoked]?.fingerprint} is revoked`)
  }
  if (statuses.includes('UNKNOWN')) return 'UNKNOWN'
  return statuses.length > 0 && !statuses.includes('NOT_CHECKED') ? 'GOOD' : 'NOT_CHECKED'
}

function checkUsage({ keyUsage, unknownCritical, fingerprint }: Certificate, use: CertificateUse): void {
  if (unknownCritical.length > 0) {
    throw new GatewayError('CERTIFICATE_USAGE', `certificate ${fingerprint} demands ${unknownCritical.join(', ')}`)
  }
  if (keyUsage === undefined || !keyUsage.some((usage) => USAGES[use].includes(usage))) {
    throw new GatewayError('CERTIFICATE_USAGE', `certificate ${fingerprint} is not for ${use}`)
  }
}
