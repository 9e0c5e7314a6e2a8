/** The door as the gateway builds it: parser, signature profile, trust and register, over the keys of the fixtures. */
import { createReadCall } from '../../adapters/smev/read-call.ts'
import { createCmsDocuments } from '../../crypto/cms-documents.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { createRequesterRegister } from '../../crypto/requester-register.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { createXmlSignatures } from '../../crypto/xml-signatures.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import type { Requester } from '../../gateway/domain/requester.ts'
import type { IncomingCall, ReadCall } from '../../gateway/ports/exchange.ts'
import type { ReceivedXmlDocument, XmlElement, XmlLimits } from '../../gateway/ports/xml.ts'
import { parseXml } from '../../xsd/document.ts'
import { RECEIVED_AT } from '../fixtures/signature/pki.ts'
import { base64 } from './messages.ts'
import { holder } from './signers.ts'

export { RECEIVED_AT } from '../fixtures/signature/pki.ts'

const trustStore = createTrustStore([holder('root').certificate])

export const OFFICE = holder('sealing-system')
const parts = {
  trustStore,
  provider: createSoftwareKeys(new Map([['decryption', OFFICE.key]])),
  keys: { DECRYPTION: { certificate: OFFICE.certificate, key: 'decryption' } },
}
const signatures = createXmlSignatures(parts)
const documents = createCmsDocuments(parts)

export const COURT: Requester = {
  id: 'court',
  name: 'ОБРАЗЕЦ суд',
  category: 'COURT',
  ogrn: '1027700132195',
  inn: '7700000000',
  validFrom: '2026-01-01',
  clearAllowed: true,
  legalNorms: [],
  systems: [
    {
      id: 'court.gas',
      mnemonic: 'GAS',
      signingCertificates: [base64(holder('system').certificate.der)],
      encryptionCertificates: [],
    },
  ],
  officials: [],
}

const register = createRequesterRegister([COURT], trustStore)

/** What the door said of one message, and what that took. */
export interface Answer {
  /** The call that was read; or the fault; or what was thrown and is no fault. */
  readonly call?: IncomingCall
  readonly fault?: FaultCode
  readonly crash?: unknown
  /** Whether more than SignedInfo was canonicalised, so that the content, which may be long, was taken up. */
  readonly isDigested: boolean
  readonly cpuMs: number
}

/** `packageType` is the Content-Type of a package. */
export type Ask = (message: Uint8Array, packageType?: string) => Promise<Answer>

/** What the octets of a signed element are taken by. */
const DIGESTED_BY: ReadonlySet<string | symbol> = new Set(['canonicalize', 'walk'])

/** A door with limits of its own. */
export function createDoor(limits: Partial<XmlLimits> = {}): Ask {
  let isDigested = false
  const watch = (document: ReceivedXmlDocument): ReceivedXmlDocument =>
    new Proxy(document, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...parameters: readonly unknown[]): unknown => {
          if (DIGESTED_BY.has(key) && (parameters[0] as XmlElement).name !== 'SignedInfo') isDigested = true
          return Reflect.apply(value, target, parameters)
        }
      },
    })
  const readCall = createReadCall({
    parseXml: (bytes) => watch(parseXml(bytes, limits)),
    signatures,
    documents,
    identifySender: register.identifySender,
  })
  return async (message, packageType) => {
    isDigested = false
    const before = cpuMs()
    const said = await outcomeOf(() => readCall(message, RECEIVED_AT, packageType))
    return { ...said, isDigested, cpuMs: cpuMs() - before }
  }
}

async function outcomeOf(read: () => ReturnType<ReadCall>): Promise<Omit<Answer, 'isDigested' | 'cpuMs'>> {
  try {
    return { call: await read() }
  } catch (error) {
    return error instanceof GatewayError ? { fault: error.code } : { crash: error }
  }
}

/** CPU of the whole process so far, collection of garbage and compilation included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
