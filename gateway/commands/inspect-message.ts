/** What a SMEV 3 message says it is; nothing of it is proved. */
import { soapName } from '../../adapters/smev/envelope.ts'
import { SMEV_NAMESPACE } from '../../crypto/inspection/judge-xml-signature.ts'
import type { XmlElement } from '../ports/xml.ts'

export interface MessageFacts {
  readonly operation: string
  /** The element of the body. */
  readonly element: string
  readonly version: string
  /** By the name of their element, in the order found; of several equal names the first. */
  readonly ids: Readonly<Record<string, string>>
}

const IDS: ReadonlySet<string> = new Set([
  'MessageID',
  'ReferenceMessageID',
  'TransactionCode',
  'OriginalMessageId',
  'OriginalTransactionCode',
  'MessageId',
  'NodeID',
  'AckTargetMessage',
])
const MAX_ID_LENGTH = 100

/** undefined for what is no message of SMEV 3, with its envelope or without. */
export function findMessage(root: XmlElement): MessageFacts | undefined {
  const body = root.namespace === soapName('Envelope').namespace ? bodyElement(root) : root
  if (!body?.namespace.startsWith(`${SMEV_NAMESPACE}types/`)) return undefined
  const ids: Record<string, string> = {}
  collectIds(body, ids)
  return {
    operation: /^(.+)(?:Request|Response)$/.exec(body.name)?.[1] ?? body.name,
    element: body.name,
    version: body.namespace.slice(body.namespace.lastIndexOf('/') + 1),
    ids,
  }
}

function bodyElement(envelope: XmlElement): XmlElement | undefined {
  return envelope.children.find(({ name }) => name === soapName('Body').name)?.children[0]
}

/** The content of a message is not SMEV's, and may use the same names. */
function collectIds(element: XmlElement, ids: Record<string, string>): void {
  if (!element.namespace.startsWith(SMEV_NAMESPACE) || element.name === 'MessagePrimaryContent') return
  if (IDS.has(element.name)) ids[element.name] ??= element.text.trim().slice(0, MAX_ID_LENGTH)
  for (const child of element.children) collectIds(child, ids)
}
