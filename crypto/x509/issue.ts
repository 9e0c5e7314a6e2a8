/**
 * Issues X.509 v3 certificates (RFC 5280, RFC 9215), signed in the suite of the issuer's key, for the generated
 * development PKI and the tests. Not an accredited authority: no policies, no qualified-signature attributes.
 */
import { createHash } from 'node:crypto'
import * as der from '../asn1/der.ts'
import { OID } from '../asn1/oids.ts'
import { getSuiteOf } from '../suite.ts'
import type { PrivateKey, PublicKey } from '../suite.ts'
import type { Certificate } from './certificate.ts'
import { KEY_USAGES } from './extensions.ts'
import type { KeyUsage } from './extensions.ts'
import { encodeName } from './name.ts'
import type { Subject } from './name.ts'
import { encodeSubjectPublicKeyInfo, parseSubjectPublicKeyInfo } from './public-key.ts'

export interface CertificateContent {
  readonly subject: Subject
  readonly publicKey: PublicKey
  /** The issuer's certificate; 'self' for a root. */
  readonly issuer: Certificate | 'self'
  readonly issuerKey: PrivateKey
  readonly notBefore: Date
  readonly notAfter: Date
  readonly usage: CertificateKind
  /** Hex, at most 20 octets, unique per issuer. */
  readonly serial: string
}

export type CertificateKind = 'ca' | 'signing' | 'encryption'

const USAGES: Readonly<Record<CertificateKind, readonly KeyUsage[]>> = {
  ca: ['keyCertSign', 'cRLSign'],
  signing: ['digitalSignature', 'nonRepudiation'],
  encryption: ['keyEncipherment', 'keyAgreement'],
}

/** DER of the new certificate. Throws KEY_UNUSABLE when the issuer's key is not a usable one. */
export function issueCertificate(content: CertificateContent): Uint8Array {
  const { subject, publicKey, issuer, issuerKey } = content
  const suite = getSuiteOf(issuerKey)
  const parameters = suite.hasNullParameters ? [der.nullElement()] : []
  const algorithm = der.sequence(der.oid(suite.signatureOid), ...parameters)
  const subjectDer = encodeName(subject)
  const tbs = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(Buffer.from(content.serial, 'hex')),
    algorithm,
    issuer === 'self' ? subjectDer : issuer.subjectDer,
    der.sequence(der.time(content.notBefore), der.time(content.notAfter)),
    subjectDer,
    encodeSubjectPublicKeyInfo(publicKey),
    der.explicit(3, der.sequence(...encodeExtensions(content))),
  )
  const signature = suite.sign(issuerKey, suite.digest(tbs))
  return der.sequence(tbs, algorithm, der.bitString(suite.encodeSignature(signature)))
}

function encodeExtensions({ publicKey, issuer, usage }: CertificateContent): Uint8Array[] {
  const ownKeyId = keyIdOf(publicKey)
  const issuerKeyId = issuer === 'self' ? ownKeyId : issuer.subjectKeyId && Buffer.from(issuer.subjectKeyId, 'hex')
  const bits = USAGES[usage].map((name) => KEY_USAGES.indexOf(name))
  const constraints = usage === 'ca' ? der.sequence(der.boolean(true)) : der.sequence()
  return [
    extension(OID.basicConstraints, constraints, { isCritical: true }),
    extension(OID.keyUsage, der.namedBits(bits), { isCritical: true }),
    extension(OID.subjectKeyIdentifier, der.octetString(ownKeyId)),
    ...(issuerKeyId ? [extension(OID.authorityKeyIdentifier, der.sequence(der.implicit(0, issuerKeyId)))] : []),
  ]
}

function extension(oid: string, value: Uint8Array, { isCritical = false } = {}): Uint8Array {
  const critical = isCritical ? [der.boolean(true)] : []
  return der.sequence(der.oid(oid), ...critical, der.octetString(value))
}

/** RFC 7093 section 2, method 1: the left 160 bits of SHA-256 over the key. */
function keyIdOf(publicKey: PublicKey): Uint8Array {
  const { bits } = parseSubjectPublicKeyInfo(encodeSubjectPublicKeyInfo(publicKey))
  return createHash('sha256').update(bits).digest().subarray(0, 20)
}
