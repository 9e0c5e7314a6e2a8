/** Known answers of signatures and key agreement, and a signature of our own on each curve in use. */
import { createHash, createPublicKey } from 'node:crypto'
import { signEcdsa, verifyEcdsa } from '../ecdsa/ecdsa.ts'
import type { NistCurve } from '../ecdsa/ecdsa.ts'
import { findCurve } from '../gost/curves.ts'
import type { GostCurve } from '../gost/curves.ts'
import { generatePrivateKey, publicKeyOf, signDigest, verifyDigest } from '../gost/gost3410.ts'
import { vko256, vko512 } from '../gost/vko.ts'
import { signRsa, verifyRsa } from '../rsa/pkcs1-v15.ts'
import type { PublicKey } from '../suite.ts'
import { bytes, knownAnswer, verdicts, withBitFlipped } from './known-answer.ts'
import type { SelfTest } from './known-answer.ts'
import {
  AGREEMENT_256,
  AGREEMENT_512,
  ECDSA,
  GOST_SIGNATURES,
  RSA,
  SIGNED_DIGEST,
  readRsaKey,
} from './known-answers.ts'

/** Sets that stand for their size in every self-test; the others are tested where they are in use. */
const ALWAYS: ReadonlySet<string> = new Set(['1.2.643.7.1.2.1.1.1', '1.2.643.7.1.2.1.2.1'])

/** Of every algorithm, and of every curve among the keys. */
export function signatureTests(inUse: readonly PublicKey[]): readonly SelfTest[] {
  const curves = inUse.flatMap((key) => ('curve' in key ? [key.curve] : []))
  const isInUse = (oid: string): boolean => curves.some(({ Point }) => Point === findCurve(oid)?.Point)
  const nistCurves = new Set(inUse.flatMap((key) => ('nistCurve' in key ? [key.nistCurve] : [])))
  return [
    ...GOST_SIGNATURES.filter(({ curve }) => ALWAYS.has(curve) || isInUse(curve)).map(gostVerification),
    ...GOST_SIGNATURES.filter(({ curve }) => isInUse(curve)).map(({ curve }) => ownGostSignature(curve)),
    ...AGREEMENT_TESTS,
    ...RSA_TESTS,
    ecdsaVerification('P-256'),
    ecdsaVerification('P-384'),
    ...Array.from(nistCurves, ownEcdsaSignature),
  ]
}

function gostVerification({ curve: oid, point, signature }: (typeof GOST_SIGNATURES)[number]): SelfTest {
  return verdicts(`GOST R 34.10-2012 on ${oid}: verification`, (isChanged) => {
    const curve = getCurve(oid)
    const digest = bytes(SIGNED_DIGEST[curve.byteLength])
    const signed = bytes(signature)
    return verifyDigest({ curve, point: bytes(point) }, digest, isChanged ? withBitFlipped(signed) : signed)
  })
}

/** A new key signs and is verified: also so that tables are built before the first message waits for them. */
function ownGostSignature(oid: string): SelfTest {
  return verdicts(`GOST R 34.10-2012 on ${oid}: own signature`, (isChanged) => {
    const curve = getCurve(oid)
    const key = generatePrivateKey(curve)
    const digest = bytes(SIGNED_DIGEST[curve.byteLength])
    const signature = signDigest(key, digest)
    return verifyDigest(publicKeyOf(key), isChanged ? withBitFlipped(digest) : digest, signature)
  })
}

const AGREEMENT_TESTS: readonly SelfTest[] = [
  knownAnswer(
    'VKO GOST R 34.10-2012 with a 256-bit digest',
    () => vko256(...agreement(AGREEMENT_256)),
    AGREEMENT_256.secret,
  ),
  knownAnswer(
    'VKO GOST R 34.10-2012 with a 512-bit digest (RFC 7836)',
    () => vko512(...agreement(AGREEMENT_512)),
    AGREEMENT_512.secret,
  ),
]

function agreement({ curve: oid, scalar, point, ukm }: typeof AGREEMENT_256 | typeof AGREEMENT_512) {
  const curve = getCurve(oid)
  return [{ curve, scalar: bytes(scalar) }, { curve, point: bytes(point) }, bytes(ukm)] as const
}

const RSA_TESTS: readonly SelfTest[] = [
  knownAnswer(
    'RSA PKCS#1 v1.5: signature',
    () => signRsa({ rsaPrivate: readRsaKey() }, digestOf('sha256', 'abc')),
    RSA.signature,
  ),
  verdicts('RSA PKCS#1 v1.5: verification', (isChanged) => {
    const signature = bytes(RSA.signature)
    const key = { rsaPublic: createPublicKey(readRsaKey()) }
    return verifyRsa(key, digestOf('sha256', 'abc'), isChanged ? withBitFlipped(signature) : signature)
  }),
]

/** RFC 6979 sections A.2.5 and A.2.6, message `sample`. */
function ecdsaVerification(nistCurve: NistCurve): SelfTest {
  return verdicts(`ECDSA on ${nistCurve}: verification (RFC 6979)`, (isChanged) =>
    verifySample(nistCurve, bytes(ECDSA[nistCurve].signature), isChanged),
  )
}

function ownEcdsaSignature(nistCurve: NistCurve): SelfTest {
  const key = { nistCurve, scalar: bytes(ECDSA[nistCurve].scalar) }
  return verdicts(`ECDSA on ${nistCurve}: own signature`, (isChanged) =>
    verifySample(nistCurve, signEcdsa(key, sampleDigest(nistCurve)), isChanged),
  )
}

function verifySample(nistCurve: NistCurve, signature: Uint8Array, isChanged: boolean): boolean {
  const key = { nistCurve, point: bytes(ECDSA[nistCurve].point) }
  return verifyEcdsa(key, sampleDigest(nistCurve), isChanged ? withBitFlipped(signature) : signature)
}

function sampleDigest(nistCurve: NistCurve): Uint8Array {
  return digestOf(nistCurve === 'P-256' ? 'sha256' : 'sha384', 'sample')
}

function getCurve(oid: string): GostCurve {
  const curve = findCurve(oid)
  if (curve === undefined) throw new Error(`no curve ${oid}`)
  return curve
}

function digestOf(hash: string, text: string): Uint8Array {
  return createHash(hash).update(text, 'latin1').digest()
}
