/** Receives a SendRequest envelope as the gateway does: one parse, elements by path, then the signature. */
import { readFileSync } from 'node:fs'
import { verifySignature } from '../../../crypto/xmldsig/verify.ts'
import { DSIG_NAMESPACE } from '../../../crypto/xmldsig/algorithms.ts'
import type { VerifiedSignature } from '../../../crypto/xmldsig/verify.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import type { TrustStore } from '../../../crypto/trust-store.ts'
import type { XmlDocument, XmlElement } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { readHolder, RECEIVED_AT } from '../../fixtures/signature/pki.ts'

export const trust: TrustStore = createTrustStore([readHolder('root').certificate])

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/signature/${name}.xml`, import.meta.url))
}

/** No such element at the fixed path; the gateway's envelope reader has faults of its own for that. */
export class NotFound extends Error {}

export function child(parent: XmlElement, name: string): XmlElement {
  const found = parent.children.find((element) => element.name === name)
  if (found === undefined) throw new NotFound(`no ${name} in ${parent.name}`)
  return found
}

export function partsOf({ root }: XmlDocument): { target: XmlElement; wrapper: XmlElement } {
  const request = child(child(root, 'Body'), 'SendRequestRequest')
  return {
    target: child(request, 'SenderProvidedRequestData'),
    wrapper: child(request, 'CallerInformationSystemSignature'),
  }
}

/** What the signature of the message proved, with the text of the signed element. */
export function receive(bytes: Uint8Array, store = trust): Omit<VerifiedSignature, 'target'> & { text: string } {
  using document = parseXml(bytes)
  const { target, wrapper } = partsOf(document)
  const signature = wrapper.children.find(({ namespace, name }) => namespace === DSIG_NAMESPACE && name === 'Signature')
  const { target: proved, ...rest } = verifySignature({ document, signature, target, at: RECEIVED_AT, trust: store })
  return { ...rest, text: proved.text }
}
