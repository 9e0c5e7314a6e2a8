/** An agency of the development PKI: its folder of keys and peers, put behind the parts that an agency is made of. */
import { setTimeout as pause } from 'node:timers/promises'
import { createAgency, type Agency } from '../../adapters/agency/agency.ts'
import type { AgencyParts, AgencySignatures } from '../../adapters/agency/parts.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { createTrustStore, type TrustStore } from '../../crypto/trust-store.ts'
import { createXmlSignatures } from '../../crypto/xml-signatures.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { parseXml } from '../../xsd/document.ts'
import { GatewayError } from '../domain/faults.ts'
import type { SignedPart, SignerEvidence, XmlSignatures } from '../ports/signatures.ts'
import { agencyDocuments } from './agency-documents.ts'
import { readAgencyKeys, type AgencyKeys } from './agency-keys.ts'
import { DEVELOPMENT_AGENCIES, type AgencyName } from './bodies.ts'
import type { AgencyFiles } from './files.ts'

const MAX_ANSWER_BYTES = 12 * 1024 * 1024

type Connection = Pick<AgencyParts, 'url'> & Partial<AgencyParts>

/** Throws KEY_UNUSABLE or CERTIFICATE_MALFORMED; an Error of the file system when the folder is not there. */
export async function openDevelopmentAgency(
  name: AgencyName,
  files: AgencyFiles,
  connection: Connection,
): Promise<Agency> {
  return createAgency(await readAgencyParts(name, files, connection))
}

/** The parts alone, for a caller that reads its answer queue in its own way. Throws as above. */
export async function readAgencyParts(
  name: AgencyName,
  files: AgencyFiles,
  connection: Connection,
): Promise<AgencyParts> {
  const keys = await readAgencyKeys(files)
  const trustStore = createTrustStore([keys.peers.root])
  return {
    requesterId: DEVELOPMENT_AGENCIES[name].id,
    fetch,
    clock: systemClock,
    pause: (milliseconds) => pause(milliseconds),
    // Longer than what a stranger may send: the answers of its own office.
    parseXml: (bytes) => parseXml(bytes, { maxBytes: MAX_ANSWER_BYTES }),
    signatures: agencySignatures(keys, trustStore),
    documents: agencyDocuments(keys, trustStore),
    ...connection,
  }
}

function agencySignatures({ provider, certificates, peers }: AgencyKeys, trustStore: TrustStore): AgencySignatures {
  // The port knows the roles of an office: the agency's system signs as OFFICE does, its official in a set of his own.
  const signing = (key: 'system' | 'official'): XmlSignatures =>
    createXmlSignatures({ trustStore, provider, keys: { OFFICE: { certificate: certificates[key], key } } })
  const [system, official] = [signing('system'), signing('official')]
  const verifyAs = (expected: Certificate) => (part: SignedPart, at: Date) =>
    checkSigner(system.verify(part, at), expected)
  return {
    signAsSystem: (element) => system.sign('OFFICE', element),
    signAsOfficial: (element) => official.sign('OFFICE', element),
    verifySmev: verifyAs(peers.smev),
    verifyOffice: verifyAs(peers.office),
    digest: system.digest,
  }
}

/** One root certifies everybody: which of its certificates signed matters as much. */
function checkSigner(evidence: SignerEvidence, expected: Certificate): SignerEvidence {
  if (evidence.certificate.fingerprint === expected.fingerprint) return evidence
  throw new GatewayError('CERTIFICATE_UNTRUSTED', 'signed with another certificate than the one known for this role')
}
