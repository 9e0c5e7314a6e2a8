/** Signs XML elements for the SMEV exchange: a detached ds:Signature with one reference. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef } from '../../gateway/ports/keys.ts'
import type { XmlAttribute, XmlDocument, XmlElement } from '../../gateway/ports/xml.ts'
import type { SignatureSuite } from '../suite.ts'
import type { Certificate } from '../x509/certificate.ts'
import { DSIG_NAMESPACE } from './algorithms.ts'
import { ByteWriter } from './byte-writer.ts'
import { NormalFormWriter } from './normal-form.ts'
import { findReference } from './reference.ts'
import { writeSignedInfo } from './signed-info.ts'
import { walkCanonical } from './smev-transform.ts'

export interface ElementToSign {
  /** The element as it will stand in the message: in canonical form, declaring every prefix it uses, `id` its Id. */
  readonly xml: string
  readonly id: string
  readonly certificate: Certificate
  readonly key: KeyRef
  readonly provider: KeyProvider
}

/**
 * XML of the `<ds:Signature>`: no white space anywhere, declares its own prefix. Its octets are those that
 * canonicalisation gives, so SignedInfo is signed as written.
 *
 * Throws KEY_UNUSABLE when certificate or key will not do, also when what the provider returns does not verify: a
 * wrong key or a faulty computation must not leave the house. An element that is not `id` is a bug (plain Error).
 */
export async function signElement({ xml, id, certificate, key, provider }: ElementToSign): Promise<string> {
  const { suite, publicKey } = certificate
  if (suite === undefined || publicKey === undefined) {
    throw new GatewayError('KEY_UNUSABLE', `certificate ${certificate.fingerprint} has a key of no suite of ours`)
  }
  const content = { suite, id, digestValue: digestOfText(xml, id, suite) }
  const signedInfo = Buffer.from(writeSignedInfo({ ...content, declaresPrefix: true }))
  const digest = suite.digest(signedInfo)
  const value = await provider.sign(key, digest, signedInfo)
  if (!suite.verify(publicKey, digest, value)) {
    throw new GatewayError('KEY_UNUSABLE', `key ${key} does not sign for certificate ${certificate.fingerprint}`)
  }
  return [
    `<ds:Signature xmlns:ds="${DSIG_NAMESPACE}">`,
    writeSignedInfo({ ...content, declaresPrefix: false }),
    `<ds:SignatureValue>${base64(value)}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>`,
    `<ds:X509Certificate>${base64(certificate.der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`,
  ].join('')
}

/** Digest of an element in the form we sign: the normal form of SMEV with every `>` as `&gt;`. */
export function digestOf(document: XmlDocument, element: XmlElement, suite: SignatureSuite): Uint8Array {
  const writer = new NormalFormWriter('always')
  document.walk(element, writer)
  return suite.digest(writer.octets)
}

function digestOfText(xml: string, id: string, suite: SignatureSuite): Uint8Array {
  const octets = new ByteWriter()
  octets.addString(xml)
  const writer = new NormalFormWriter('always')
  let depth = 0
  walkCanonical(octets.written, {
    open(name, attributes) {
      if (depth++ === 0) checkId(attributes, id)
      writer.open(name, attributes)
    },
    text: (utf8, start, end) => writer.text(utf8, start, end),
    close: () => writer.close(),
  })
  return suite.digest(writer.octets)
}

function checkId(attributes: readonly XmlAttribute[], id: string): void {
  if (findReference({ attributes }) !== `#${id}`) {
    throw new Error('the element to sign does not carry the identifier given')
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
