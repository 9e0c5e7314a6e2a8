/** Signs an element and writes it once: what is signed is what is sent. */
import { serialize } from './xml-writer.ts'
import type { SerializedXml, XmlNode } from './xml-writer.ts'

/** `<ds:Signature>` over a serialised element that carries the Id. */
export type SignElement = (element: { readonly xml: string; readonly id: string }) => Promise<string>

export interface SignedNode {
  /** To be sent as it stands: it declares its namespaces itself. */
  readonly signed: SerializedXml
  readonly signature: SerializedXml
}

/** An element without an Id is a bug: a plain Error. */
export async function signNode(sign: SignElement, node: XmlNode): Promise<SignedNode> {
  const id = node.attributes.Id
  if (id === undefined) throw new Error('what is signed needs an Id')
  const signed = { xml: serialize(node) }
  return { signed, signature: { xml: await sign({ ...signed, id }) } }
}
