/** The genuine messages that the fuzzer starts from: every operation and version, two systems, texts that need escaping. */
import { signCms } from '../../../crypto/cms/signed-data.ts'
import { RECEIVED_AT } from '../../fixtures/signature/pki.ts'
import { BASIC, base64, compose, content, data, message, MESSAGE_ID, personal, signature } from '../messages.ts'
import { fixtureKeys, holder } from '../signers.ts'

const OTHER_ID = '5c5d7c00-c5f1-11f1-8a52-0242ac120002'
const INSTANT = '2026-11-20T09:00:00Z'

const other = (): string => data({ familyName: 'Сидоров' }).replace(MESSAGE_ID, OTHER_ID)
const inVersion = (text: string, version: string): string => text.replaceAll('/1.1"', `/${version}"`)

/** A call on the answer queue: its signed element in a request of its operation. */
function queueCall(operation: string, signed: string): string {
  return compose({ data: signed, signature: signature(signed) }).replaceAll('SendRequestRequest', `${operation}Request`)
}

const basic = (name: string, inner: string, attributes = ''): string =>
  `<b:${name} xmlns:b="${BASIC}" Id="SIGNED_BY_CALLER"${attributes}>${inner}</b:${name}>`
const selector = `<b:NamespaceURI>urn://zags-gateway/inquiry/1.0</b:NamespaceURI><b:RootElementLocalName>Inquiry</b:RootElementLocalName><b:Timestamp>${INSTANT}</b:Timestamp><b:NodeID>узел &gt; 1</b:NodeID>`

export interface GenuineMessage {
  readonly text: string
  /** Where the message travels with parts beside it: what stands before and after it. */
  readonly inPackage?: { readonly type: string; readonly before: string; readonly after: string }
}

const ATTACHED = 'приложение'

/** One attachment under the system's own detached signature, and one under none. */
async function withAttachments(): Promise<string> {
  const bytes = Buffer.from(ATTACHED)
  const signer = { certificate: holder('system').certificate, key: 'system', provider: fixtureKeys }
  const cms = await signCms(bytes, signer, { signingAt: RECEIVED_AT, detached: true })
  const header = (id: string, inner: string): string =>
    `<b:AttachmentHeader><b:contentId>${id}</b:contentId><b:MimeType>text/plain</b:MimeType>${inner}</b:AttachmentHeader>`
  const held = (id: string): string =>
    `<b:AttachmentContent><b:Id>${id}</b:Id><b:Content>${base64(bytes)}</b:Content></b:AttachmentContent>`
  const headers = header('a', `<b:SignaturePKCS7>${base64(cms)}</b:SignaturePKCS7>`) + header('b', '')
  const own = data({ after: `<b:AttachmentHeaderList xmlns:b="${BASIC}">${headers}</b:AttachmentHeaderList>` })
  const beside = `<b:AttachmentContentList xmlns:b="${BASIC}">${held('a')}${held('b')}</b:AttachmentContentList>`
  return compose({ data: own + beside, signature: signature(own) })
}

/** The same with the first attachment in a part of its own. */
function packed(text: string): GenuineMessage {
  const include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:part"></x:Include>'
  const type = 'multipart/related; type="application/xop+xml"; boundary="b"'
  const before = '--b\r\nContent-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\n\r\n'
  const after = `\r\n--b\r\nContent-Type: text/plain\r\nContent-ID: <part>\r\n\r\n${ATTACHED}\r\n--b--\r\n`
  return { text: text.replace(base64(Buffer.from(ATTACHED)), include), inPackage: { type, before, after } }
}

/** In another version: what is signed names it, so it is signed anew. */
function sendRequestIn(version: string): string {
  const own = inVersion(data(), version)
  return inVersion(compose({ data: own, signature: signature(own) }), version)
}

export async function genuineMessages(): Promise<readonly GenuineMessage[]> {
  const withFiles = await withAttachments()
  const whole = [...sendRequests(), ...queueCalls(), withFiles].map((text) => ({ text }))
  return [...whole, packed(withFiles)]
}

function sendRequests(): readonly string[] {
  const texts = data({ familyName: 'О&apos;Нил &amp; Ко &lt;]]&gt; a &gt; b' })
  const twice = data({ familyName: 'Сидоров', after: personal(content({ familyName: 'Сидоров' })) })
  return [
    message(),
    message({ data: other() }),
    message({ data: other(), signer: holder('other-system') }),
    message({ data: data({ after: personal() }) }),
    message({ data: twice.replace(MESSAGE_ID, OTHER_ID) }),
    message({ data: texts }),
    message().replace('<q:Persons>', '<!-- лица --><q:Persons>'),
    sendRequestIn('1.2'),
    sendRequestIn('1.3'),
  ]
}

function queueCalls(): readonly string[] {
  return [
    queueCall('GetResponse', basic('MessageTypeSelector', selector)),
    queueCall('GetStatus', basic('Timestamp', INSTANT)),
    queueCall('Ack', basic('AckTargetMessage', MESSAGE_ID, ' accepted="true"')),
    queueCall('Ack', basic('AckTargetMessage', OTHER_ID, ' accepted="false"')),
  ]
}
