/** What `inspect` says of one signature. The verdicts on digest and signature value are independent of each other. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { DerError } from '../asn1/tlv.ts'
import type { Certificate } from '../x509/certificate.ts'

export type DigestVerdict = 'matches' | 'differs' | 'unsupported'
export type SignatureVerdict = 'verifies' | 'after-removing-whitespace' | 'fails' | 'unsupported'

export interface Finding {
  /** Name of the wrapper in SMEV 3, SignedData or SignaturePKCS7 for CMS, otherwise unknown. */
  readonly role: string
  /** Id, or whatever names what was signed. */
  readonly target: string
  /** The same for people; undefined when `target` says it all. */
  readonly covers: string | undefined
  readonly digest: DigestVerdict
  readonly signature: SignatureVerdict
  /** Suite of the signer's key; the identifier named in the file when the key is of no suite. */
  readonly algorithm: string
  readonly signer: Certificate | undefined
  /** Other certificates that came along: links a chain may use, never its end. */
  readonly accompanying: readonly Certificate[]
  /** Why a verdict is no better than it is. */
  readonly reasons: readonly string[]
}

/** Something that is not looked at here; the message says what. Becomes the verdict `unsupported` and its reason. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

/** The verdict, or `unsupported` and why. A bug goes on. */
export function judge<V>(work: () => V, reasons: string[]): V | 'unsupported' {
  try {
    return work()
  } catch (error) {
    const isExpected = error instanceof Unsupported || error instanceof GatewayError || error instanceof DerError
    if (!isExpected) throw error
    reasons.push(error.message)
    return 'unsupported'
  }
}
