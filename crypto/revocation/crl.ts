/**
 * Certificate revocation lists (RFC 5280 chapter 5): DER -> a table by serial number. Parsing proves nothing about who
 * issued it; that is `verify-crl.ts`.
 *
 * Read with the gateway's own strict DER reader and in slices, so that a long list never holds up the event loop. For
 * 100,000 entries that takes 0.9 s of CPU and 13 MB; pkijs 4 refuses such a list, and with its limits lifted takes 10.7 s
 * in one breath and 357 MB.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { DerError, TAG, contextConstructed, openSequence, parseTlv } from '../asn1/tlv.ts'
import type { DerReader, Tlv } from '../asn1/tlv.ts'
import { parseOctetAlignedBits, parseSmallInteger, parseTime } from '../asn1/values.ts'
import { parseAlgorithm } from '../x509/public-key.ts'
import type { SignedObject } from '../x509/signed-object.ts'
import { parseCrlExtensions, parseEntryReason } from './crl-extensions.ts'
import type { CrlExtensions } from './crl-extensions.ts'

export interface Crl extends SignedObject, CrlExtensions {
  readonly issuerDer: Uint8Array
  readonly thisUpdateAt: Date
  readonly nextUpdateAt: Date
  /** By serial number as certificates name it: lower-case hex without leading zero octets. */
  readonly entries: ReadonlyMap<string, RevokedEntry>
}

export interface RevokedEntry {
  /**
   * The revocation date of the entry. The invalidity date, from which the authority suspects the key, is not read: until
   * the revocation stood in the register the certificate was valid (63-FZ art. 11, 14).
   */
  readonly revokedAt: Date
  /** Number of RFC 5280 5.3.1; undefined when the authority gave none. */
  readonly reason: number | undefined
}

export const MAX_CRL_BYTES = 64 * 1024 * 1024
/** About two milliseconds of work. */
const ENTRIES_PER_TURN = 250

/** Throws CRL_MALFORMED, and CRL_UNSUPPORTED for what would have to be understood and is not. */
export async function parseCrl(der: Uint8Array): Promise<Crl> {
  try {
    return await readCrl(der)
  } catch (cause) {
    if (!(cause instanceof DerError)) throw cause
    throw new GatewayError('CRL_MALFORMED', `revocation list is malformed: ${cause.message}`, { cause })
  }
}

async function readCrl(der: Uint8Array): Promise<Crl> {
  const fields = openSequence(parseTlv(der, MAX_CRL_BYTES))
  const tbs = fields.read(TAG.sequence)
  const algorithm = parseAlgorithm(fields.read())
  const signature = parseOctetAlignedBits(fields.read())
  fields.end()
  const { signatureAlgorithmDer, ...facts } = await readTbs(openSequence(tbs))
  // RFC 5280 5.1.1.2: the unsigned outer algorithm must repeat the signed inner one.
  if (Buffer.compare(algorithm.raw, signatureAlgorithmDer) !== 0) throw new DerError('signature algorithms differ')
  return { ...facts, tbs: tbs.raw, signature, signatureOid: algorithm.oid }
}

async function readTbs(fields: DerReader) {
  // Version 2 only: without extensions a list cannot say that it is a partial one.
  if (parseSmallInteger(fields.read()) !== 1) throw new DerError('version')
  const signatureAlgorithmDer = fields.read(TAG.sequence).raw
  const issuerDer = fields.read(TAG.sequence).raw
  const thisUpdateAt = parseTime(fields.read())
  // RFC 5280 5.1.2.5 demands it; without it no list ever grows old.
  const nextUpdateAt = parseTime(fields.read())
  const revoked = fields.readOptional(TAG.sequence)
  const wrapper = fields.readOptional(contextConstructed(0))
  fields.end()
  const extensions = parseCrlExtensions(wrapper && parseTlv(wrapper.content, MAX_CRL_BYTES))
  const entries = await readEntries(revoked)
  return { signatureAlgorithmDer, issuerDer, thisUpdateAt, nextUpdateAt, ...extensions, entries }
}

async function readEntries(element: Tlv | undefined): Promise<ReadonlyMap<string, RevokedEntry>> {
  const entries = new Map<string, RevokedEntry>()
  if (element === undefined) return entries
  const fields = openSequence(element)
  for (let count = 1; !fields.atEnd; count++) {
    const { serial, ...entry } = readEntry(fields.readSequence())
    const earlier = entries.get(serial)
    if (earlier === undefined || entry.revokedAt < earlier.revokedAt) entries.set(serial, entry)
    if (count % ENTRIES_PER_TURN === 0) await nextTurn()
  }
  return entries
}

function readEntry(fields: DerReader): RevokedEntry & { readonly serial: string } {
  const serial = parseSerial(fields.read(TAG.integer).content)
  const revokedAt = parseTime(fields.read())
  const extensions = fields.readOptional(TAG.sequence)
  fields.end()
  return { serial, revokedAt, reason: extensions && parseEntryReason(extensions) }
}

/** A negative number belongs to no certificate that we read, and must not hide the rest of the list. */
function parseSerial(content: Uint8Array): string {
  const [first = 0] = content
  const octets = first === 0 && content.length > 1 ? content.subarray(1) : content
  return `${first > 0x7f ? '-' : ''}${Buffer.from(octets).toString('hex')}`
}
