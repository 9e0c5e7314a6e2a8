/** Keys and digests that `inspect` verifies with: those of the door, and those of archives. */
import { findArchiveSuite } from '../archive-suite.ts'
import { DerError } from '../asn1/tlv.ts'
import { ecdsaP256Suite, ecdsaP384Suite } from '../suites/ecdsa.ts'
import { gost2001Suite } from '../suites/gost2001.ts'
import { gost2012Suite256 } from '../suites/gost2012-256.ts'
import { gost2012Suite512 } from '../suites/gost2012-512.ts'
import { rsaSha256Suite } from '../suites/rsa-sha256.ts'
import type { SignatureSuite } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'

type Verdict = 'verifies' | 'fails'

/** The public key of a certificate with the names its signatures may carry. */
export interface SignerKey {
  readonly algorithm: string
  readonly signatureUris: readonly string[]
  readonly signatureOids: readonly string[]
  readonly digestOid: string
  digest(data: Uint8Array): Uint8Array
  /** In the layout of XMLDSig. */
  judge(digest: Uint8Array, signature: Uint8Array): Verdict
  /** In the layout of CMS. */
  judgeEncoded(digest: Uint8Array, signature: Uint8Array): Verdict
}

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
/** Names that some libraries write for GOST R 34.10-2012 and that SMEV never took. */
const ALIASES: Readonly<Record<string, { readonly digest: string; readonly signature: string }>> = {
  'gost2012-256': { digest: `${MORE}gostr34112012-256`, signature: `${MORE}gostr34102012-gostr34112012-256` },
  'gost2012-512': { digest: `${MORE}gostr34112012-512`, signature: `${MORE}gostr34102012-gostr34112012-512` },
}

const SUITES = [gost2012Suite256, gost2012Suite512, rsaSha256Suite, ecdsaP256Suite, ecdsaP384Suite]

interface NamedDigest {
  readonly names: readonly string[]
  readonly digest: (data: Uint8Array) => Uint8Array
}

const DIGESTS: readonly NamedDigest[] = [
  ...SUITES.map(({ id, digestOid, xmlDigestUri, digest }) => ({
    names: [digestOid, xmlDigestUri, ALIASES[id]?.digest ?? xmlDigestUri],
    digest,
  })),
  { names: [gost2001Suite.digestOid, ...gost2001Suite.xmlDigestUris], digest: gost2001Suite.digest },
]

/** The digest with that URI or object identifier; undefined for what is refused (SHA-1, MD5) and for what is unknown. */
export function findDigest(name: string): ((data: Uint8Array) => Uint8Array) | undefined {
  return DIGESTS.find(({ names }) => names.includes(name))?.digest
}

/** undefined when the key is of no suite, of the door or of archives. */
export function findSignerKey({ suite, publicKey, spkiDer }: Certificate): SignerKey | undefined {
  if (suite === undefined || publicKey === undefined) return findArchiveKey(spkiDer)
  return {
    algorithm: suite.id,
    signatureUris: signatureUrisOf(suite),
    signatureOids: suite.cmsSignatureOids,
    digestOid: suite.digestOid,
    digest: suite.digest,
    judge: (digest, signature) => verdict(suite.verify(publicKey, digest, signature)),
    judgeEncoded: (digest, signature) => verdict(suite.verifyEncoded(publicKey, digest, signature)),
  }
}

function findArchiveKey(spki: Uint8Array): SignerKey | undefined {
  const found = findArchive(spki)
  if (found === undefined) return undefined
  const { suite, publicKey } = found
  const judge: SignerKey['judge'] = (digest, signature) => verdict(suite.verify(publicKey, digest, signature))
  return {
    algorithm: suite.id,
    signatureUris: suite.xmlSignatureUris,
    signatureOids: suite.cmsSignatureOids,
    digestOid: suite.digestOid,
    digest: suite.digest,
    judge,
    judgeEncoded: judge,
  }
}

/** As `findArchiveSuite`; undefined also for a malformed key. */
export function findArchive(spki: Uint8Array): ReturnType<typeof findArchiveSuite> {
  try {
    return findArchiveSuite(spki)
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

function signatureUrisOf({ id, xmlSignatureUri }: SignatureSuite): readonly string[] {
  return [xmlSignatureUri, ALIASES[id]?.signature ?? xmlSignatureUri]
}

const verdict = (isGood: boolean): Verdict => (isGood ? 'verifies' : 'fails')
