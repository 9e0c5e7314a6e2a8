/**
 * X.509 certificates (RFC 5280, GOST profile RFC 9215): DER -> facts. Parsing proves nothing about who issued it:
 * that is the trust store's verdict.
 */
import { hash } from 'node:crypto'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { OID } from '../asn1/oids.ts'
import { DerError, TAG, contextConstructed, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { DerReader, Tlv } from '../asn1/tlv.ts'
import { parseOctetAlignedBits, parseTime, parseUnsigned } from '../asn1/values.ts'
import type { PublicKey, SignatureSuite } from '../suite.ts'
import { createBoundedCache } from './bounded-cache.ts'
import { parseExtensions } from './extensions.ts'
import type { Extensions } from './extensions.ts'
import { findFirst, findSingle, parseName } from './name.ts'
import type { Name } from './name.ts'
import { parsePemBlocks } from './pem.ts'
import { parseAlgorithm, parseSubjectPublicKeyInfo } from './public-key.ts'

export interface Certificate extends Extensions {
  readonly der: Uint8Array
  /** One of version 1 has no extensions: it cannot say what it may be used for. */
  readonly version: 1 | 3
  /** SHA-256 of the DER, hex: the certificate's name everywhere in the gateway. */
  readonly fingerprint: string
  /** Lower-case hex without leading zero octets. */
  readonly serial: string
  /** For people (RFC 4514 manner); comparisons use `issuerDer` and `subjectDer`. */
  readonly issuer: string
  readonly subject: string
  readonly issuerDer: Uint8Array
  readonly subjectDer: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  /** Both undefined when the gateway does not speak the key's algorithm, or finds the key too weak. */
  readonly suite: SignatureSuite | undefined
  readonly publicKey: PublicKey | undefined
  readonly spkiDer: Uint8Array
  /** AlgorithmIdentifier of the key, parameters included: copied, never rebuilt, into CMS. */
  readonly spkiAlgorithmDer: Uint8Array
  /** The signed bytes, the issuer's signature over them and the algorithm it claims. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  readonly signatureOid: string
  readonly commonName: string | undefined
  readonly organization: string | undefined
  /** 13 digits. */
  readonly ogrn: string | undefined
  /** Of the organisation (10 digits) where one is named, else of the person (12 digits). */
  readonly inn: string | undefined
  /** 11 digits. */
  readonly snils: string | undefined
}

const MAX_CERTIFICATE_BYTES = 16_384
const parsed = createBoundedCache<Certificate>(1024)

/** Version 3 only. Throws CERTIFICATE_MALFORMED. Results are shared and cached by fingerprint. */
export function parseCertificate(der: Uint8Array): Certificate {
  const certificate = parseCertificateOfAnyVersion(der)
  if (certificate.version !== 3) throw new GatewayError('CERTIFICATE_MALFORMED', 'certificate is of version 1')
  return certificate
}

/** For `inspect`, which tells of certificates that nobody may rely on. Throws CERTIFICATE_MALFORMED. */
export function parseCertificateOfAnyVersion(der: Uint8Array): Certificate {
  if (der.length > MAX_CERTIFICATE_BYTES) throw new GatewayError('CERTIFICATE_MALFORMED', 'certificate is too long')
  const fingerprint = hash('sha256', der, 'hex')
  return parsed.find(fingerprint) ?? parsed.keep(fingerprint, readOrFault(der, fingerprint))
}

/** All certificates of a PEM text, in order. Throws CERTIFICATE_MALFORMED, also when there is none. */
export function parseCertificatesPem(text: string): Certificate[] {
  const blocks = parsePemBlocks(text, 'CERTIFICATE')
  if (blocks.length === 0) throw new GatewayError('CERTIFICATE_MALFORMED', 'no certificate in the PEM text')
  return blocks.map(parseCertificate)
}

function readOrFault(der: Uint8Array, fingerprint: string): Certificate {
  try {
    // A copy: the cache outlives the caller's buffer and must not change with it.
    return readCertificate(Uint8Array.from(der), fingerprint)
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('CERTIFICATE_MALFORMED', `certificate is malformed: ${cause.message}`, { cause })
  }
}

function readCertificate(der: Uint8Array, fingerprint: string): Certificate {
  const fields = openSequence(parseTlv(der, MAX_CERTIFICATE_BYTES))
  const tbs = fields.read(TAG.sequence)
  const algorithm = parseAlgorithm(fields.read())
  const signature = parseOctetAlignedBits(fields.read())
  fields.end()
  const { signatureAlgorithmDer, ...facts } = readTbs(openSequence(tbs))
  // RFC 5280 4.1.1.2: the unsigned outer algorithm must repeat the signed inner one.
  if (Buffer.compare(algorithm.raw, signatureAlgorithmDer) !== 0) throw new DerError('signature algorithms differ')
  return { der, fingerprint, ...facts, tbs: tbs.raw, signature, signatureOid: algorithm.oid }
}

function readTbs(fields: DerReader) {
  const version = readVersion(fields.readOptional(contextConstructed(0)))
  const serial = parseUnsigned(fields.read())
  if (serial.length > 20) throw new DerError('serial number is too long')
  const signatureAlgorithmDer = fields.read(TAG.sequence).raw
  const issuer = parseName(fields.read())
  const validity = readValidity(fields.readSequence())
  const subject = parseName(fields.read())
  const spkiDer = fields.read(TAG.sequence).raw
  const { algorithmDer, suite, publicKey } = parseSubjectPublicKeyInfo(spkiDer)
  const extensions = version === 3 ? readExtensions(fields) : NO_EXTENSIONS
  fields.end()
  return {
    version,
    serial: Buffer.from(serial).toString('hex'),
    signatureAlgorithmDer,
    issuer: issuer.text,
    issuerDer: issuer.raw,
    subject: subject.text,
    subjectDer: subject.raw,
    ...validity,
    spkiDer,
    spkiAlgorithmDer: algorithmDer,
    suite,
    publicKey,
    ...extensions,
    ...readIdentity(subject),
  }
}

const NO_EXTENSIONS = parseExtensions(undefined)

/** DER leaves out the default, which is version 1; nobody issues version 2. */
function readVersion(element: Tlv | undefined): Certificate['version'] {
  if (element === undefined) return 1
  if (Buffer.compare(element.content, Uint8Array.of(0x02, 0x01, 0x02)) !== 0) throw new DerError('version')
  return 3
}

function readValidity(fields: DerReader): Pick<Certificate, 'notBefore' | 'notAfter'> {
  const notBefore = parseTime(fields.read())
  const notAfter = parseTime(fields.read())
  fields.end()
  return { notBefore, notAfter }
}

function readExtensions(fields: DerReader): Extensions {
  const wrapper = fields.readOptional(contextConstructed(3))
  return parseExtensions(wrapper && parseTlv(wrapper.content, MAX_CERTIFICATE_BYTES))
}

function readIdentity(subject: Name): Pick<Certificate, 'commonName' | 'organization' | 'ogrn' | 'inn' | 'snils'> {
  const inn = digits(findSingle(subject, OID.inn), /^\d{10}(\d\d)?$/)
  // Before OID 1.2.643.100.4 existed an organisation's number was padded to twelve digits; no region is numbered 00.
  const organisationInn = digits(findSingle(subject, OID.innOfOrganization), /^\d{10}$/)
  return {
    commonName: findFirst(subject, OID.commonName),
    organization: findFirst(subject, OID.organization),
    ogrn: digits(findSingle(subject, OID.ogrn), /^\d{13}$/),
    inn: organisationInn ?? inn?.replace(/^00(?=\d{10}$)/, ''),
    snils: digits(findSingle(subject, OID.snils), /^\d{11}$/),
  }
}

/** The text when it has the form of the number, otherwise the certificate names no such number. */
const digits = (text: string | undefined, form: RegExp): string | undefined =>
  text !== undefined && form.test(text) ? text : undefined
