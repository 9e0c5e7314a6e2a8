/** Attachments of a message: headers, which are signed, must pair with contents, which are not. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { XmlElement } from '../../gateway/ports/xml.ts'
import type { LocatedCall } from './envelope.ts'
import { vocabularyOf } from './versions.ts'
import { childrenNamed, findChild, findText } from './xml-path.ts'
import type { ElementName } from './xml-path.ts'

/**
 * Ids of the attachments. Throws ATTACHMENT_MISMATCH unless each header has its content and each content its header,
 * and for files by reference, whose store is not reached from here.
 */
export function readAttachmentIds({ request, version }: LocatedCall, data: XmlElement): ReadonlySet<string> {
  const { b } = vocabularyOf(version)
  if (findChild(data, b('RefAttachmentHeaderList'))) throw mismatch('files by reference are not accepted here')
  const namespace = version.basic
  const headers = idsOf(findChild(data, b('AttachmentHeaderList')), [
    b('AttachmentHeader'),
    { namespace, name: 'contentId' },
  ])
  const contents = idsOf(findChild(request, b('AttachmentContentList')), [
    b('AttachmentContent'),
    { namespace, name: 'Id' },
  ])
  if (headers.size !== contents.size || [...headers].some((id) => !contents.has(id))) {
    throw mismatch('headers and contents do not pair')
  }
  return headers
}

function idsOf(list: XmlElement | undefined, [item, id]: readonly [ElementName, ElementName]): ReadonlySet<string> {
  const ids = (list ? childrenNamed(list, item) : []).map((entry) => findText(entry, id)?.trim() ?? '')
  const distinct = new Set(ids)
  if (distinct.size !== ids.length) throw mismatch('two attachments share an identifier')
  return distinct
}

function mismatch(message: string): GatewayError {
  return new GatewayError('ATTACHMENT_MISMATCH', message)
}
