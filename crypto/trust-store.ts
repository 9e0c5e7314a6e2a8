/**
 * Whom we trust: certificates are judged against configured roots and intermediates only (RFC 5280 chapter 6). A
 * certificate that a message brings along is never an anchor and never a link of the chain.
 */
import { GatewayError } from '../gateway/domain/faults.ts'
import { createBoundedCache } from './x509/bounded-cache.ts'
import type { Certificate } from './x509/certificate.ts'
import type { KeyUsage } from './x509/extensions.ts'

export type CertificateUse = 'signing' | 'encryption'

/** What was proved: `certificate` chains to a root, and every link was valid at `judgedAt` and fit for `use`. */
export interface TrustedCertificate {
  readonly certificate: Certificate
  /** From the certificate to the root. */
  readonly chain: readonly Certificate[]
  readonly use: CertificateUse
  readonly judgedAt: Date
}

export interface TrustStore {
  /**
   * Judges a certificate as it stood at the instant `at`, for signing unless said otherwise. Throws
   * CERTIFICATE_EXPIRED (also: not valid yet), CERTIFICATE_UNTRUSTED, CERTIFICATE_USAGE.
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

export function createTrustStore(
  roots: readonly Certificate[],
  intermediates: readonly Certificate[] = [],
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
    return hasSignatureOf(certificate, issuer) && verified.keep(name, true)
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
      checkValidity([certificate], at)
      const chain = chooseChain(chainsFrom(certificate, []), at)
      // Revocation of the links of `chain` at `at` belongs here, before the certificate's own usage.
      checkUsage(certificate, use)
      return { certificate, chain, use, judgedAt: at }
    },
  }
}

const nameKey = (name: Uint8Array): string => Buffer.from(name).toString('hex')

/** The first chain that holds at `at`; an authority may have several certificates, of which some have lapsed. */
function chooseChain(chains: Iterable<readonly Certificate[]>, at: Date): readonly Certificate[] {
  let firstFault: unknown = new GatewayError('CERTIFICATE_UNTRUSTED', 'no chain to a trusted root')
  let isFirst = true
  for (const chain of chains) {
    try {
      checkValidity(chain, at)
      checkPathLengths(chain)
      return chain
    } catch (fault) {
      if (isFirst) firstFault = fault
      isFirst = false
    }
  }
  throw firstFault
}

function mayIssue({ isCa, keyUsage, unknownCritical }: Certificate): boolean {
  return isCa && keyUsage?.includes('keyCertSign') === true && unknownCritical.length === 0
}

function isLinked({ authorityKeyId }: Certificate, { subjectKeyId }: Certificate): boolean {
  return authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId === subjectKeyId
}

function hasSignatureOf({ tbs, signature, signatureOid }: Certificate, { suite, publicKey }: Certificate): boolean {
  if (suite === undefined || publicKey === undefined || signatureOid !== suite.signatureOid) return false
  return suite.verify(publicKey, suite.digest(tbs), signature)
}

function checkValidity(chain: readonly Certificate[], at: Date): void {
  for (const { notBefore, notAfter, fingerprint } of chain) {
    // Written so that an invalid Date, which compares as false, is refused.
    if (!(at >= notBefore)) throw new GatewayError('CERTIFICATE_EXPIRED', `certificate ${fingerprint} is not valid yet`)
    if (!(at <= notAfter)) throw new GatewayError('CERTIFICATE_EXPIRED', `certificate ${fingerprint} has expired`)
  }
}

/** RFC 5280 4.2.1.9: the authority at `index` has `index - 1` other authorities below itself. */
function checkPathLengths(chain: readonly Certificate[]): void {
  for (const [index, { pathLength, fingerprint }] of chain.entries()) {
    if (index > 0 && pathLength !== undefined && index - 1 > pathLength) {
      throw new GatewayError('CERTIFICATE_UNTRUSTED', `the chain below certificate ${fingerprint} is too long`)
    }
  }
}

function checkUsage({ keyUsage, unknownCritical, fingerprint }: Certificate, use: CertificateUse): void {
  if (unknownCritical.length > 0) {
    throw new GatewayError('CERTIFICATE_USAGE', `certificate ${fingerprint} demands ${unknownCritical.join(', ')}`)
  }
  if (keyUsage === undefined || !keyUsage.some((usage) => USAGES[use].includes(usage))) {
    throw new GatewayError('CERTIFICATE_USAGE', `certificate ${fingerprint} is not for ${use}`)
  }
}
