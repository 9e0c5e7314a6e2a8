/** Identifiers of the signature profile: everything a message may name, and nothing else. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { SignatureSuite } from '../suite.ts'

export const DSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#'
/** Namespace of the qualified Id attribute of WS-Security, which some clients sign by. */
export const WSU_NAMESPACE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const SMEV_TRANSFORM = 'urn://smev-gov-ru/xmldsig/transform'

/** Exactly these, in this order (guidance of SMEV 3, tables 4, 6 and 7). */
export const TRANSFORMS: readonly string[] = [EXCLUSIVE_C14N, SMEV_TRANSFORM]

/**
 * Checks that a message names the algorithms of its signer's key, so that a message never chooses them. Which suites
 * there are is crypto/suite.ts. Throws SIGNATURE_ALGORITHM.
 */
export function checkAlgorithms(suite: SignatureSuite, named: { signature: string; digest: string }): void {
  if (named.signature !== suite.xmlSignatureUri || named.digest !== suite.xmlDigestUri) {
    throw new GatewayError('SIGNATURE_ALGORITHM', `the algorithms named are not those of ${suite.id}`)
  }
}
