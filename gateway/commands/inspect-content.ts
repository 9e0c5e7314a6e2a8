/** The door's rules for what stands in a valid envelope, asked as if its signatures were good. */
import type { ReceivedDocuments } from '../../adapters/smev/proved-call.ts'
import { createReadCall } from '../../adapters/smev/read-call.ts'
import { parseXmlAsTheDoor } from '../../xsd/inspection-document.ts'
import { GatewayError } from '../domain/faults.ts'
import type { SignerEvidence, XmlSignatures } from '../ports/signatures.ts'

/** Stands for whoever signed: the signatures themselves are judged elsewhere. */
const SOMEBODY: SignerEvidence = {
  certificateSerial: '',
  algorithm: '',
  digest: '',
  certificate: { der: new Uint8Array(), fingerprint: '' },
  revocation: 'NOT_CHECKED',
}

const UNJUDGED: XmlSignatures = {
  verify: () => SOMEBODY,
  sign: () => Promise.reject(new Error('inspect signs nothing')),
  digest: () => '',
}

const UNOPENED: ReceivedDocuments = {
  decrypt: () => Promise.reject(unopened()),
  verify: () => {
    throw unopened()
  },
  verifyDetached: () => SOMEBODY,
}

/** Nothing travels beside a file, and nothing here is digested. */
const unused = (): never => {
  throw new Error('inspect only reads the content')
}

/** The first fault there; undefined when the content would have been taken, though perhaps as unreadable. */
export async function findContentFault(bytes: Uint8Array, at: Date): Promise<GatewayError | undefined> {
  const read = createReadCall({
    parseXml: (xml) => Object.assign(parseXmlAsTheDoor(xml), { replaceContent: unused, walk: unused }),
    signatures: UNJUDGED,
    documents: UNOPENED,
    identifySender: () => ({ kind: 'REGISTERED', requesterId: '', systemId: '', queue: '' }),
  })
  try {
    await read(bytes, at)
    return undefined
  } catch (error) {
    // What is sealed can be opened by its addressee only, and the door takes it unopened, too.
    if (error instanceof GatewayError) return error.code === 'CMS_UNOPENABLE' ? undefined : error
    throw error
  }
}

function unopened(): GatewayError {
  return new GatewayError('CMS_UNOPENABLE', 'inspect has no key')
}
