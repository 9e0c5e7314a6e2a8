/** Every signature of a document, in its order: XML signatures, and CMS signatures of attachments. */
import { DSIG_NAMESPACE } from '../xmldsig/algorithms.ts'
import { judgeAttachmentSignature } from './attachments.ts'
import type { Finding } from './finding.ts'
import { judgeXmlSignature, SMEV_NAMESPACE } from './judge-xml-signature.ts'
import { elementsIn } from './tree.ts'
import type { XmlInspection } from './tree.ts'

export function inspectXml(inspection: XmlInspection): readonly Finding[] {
  return [...elementsIn(inspection.document.root)].flatMap((element) => {
    const { namespace, name } = element
    if (namespace === DSIG_NAMESPACE && name === 'Signature') return [judgeXmlSignature(element, inspection)]
    const isAttachmentSignature = name === 'SignaturePKCS7' && namespace.startsWith(SMEV_NAMESPACE)
    return isAttachmentSignature ? judgeAttachmentSignature(element, inspection) : []
  })
}
