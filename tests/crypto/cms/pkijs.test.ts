/** pkijs over WebCrypto as a second reader and writer of the RSA profile. */
import { webcrypto } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { describe, expect, test } from 'vitest'
import { decryptCms, encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { parsePemBlocks } from '../../../crypto/x509/pem.ts'
import { message } from '../gost/openssl-tables.ts'
import { certificateOf, holderOf, suiteText } from '../suites/kinds.ts'

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never })
const exactBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
const peer = pkijs.Certificate.fromBER(exactBuffer(certificateOf('rsa').der))
const pkcs8 = exactBuffer(parsePemBlocks(suiteText('rsa.key'), 'PRIVATE KEY')[0]!)

describe.each([0, 1, 1000, 5000])('pkijs, %i bytes', (size) => {
  const content = message(size)

  test('opens what we encrypt', async () => {
    const cms = pkijs.ContentInfo.fromBER(exactBuffer(encryptCms(content, [certificateOf('rsa')])))
    const enveloped = new pkijs.EnvelopedData({ schema: cms.content })
    const opened = await enveloped.decrypt(0, { recipientCertificate: peer, recipientPrivateKey: pkcs8 }, engine)
    expect(Buffer.compare(Buffer.from(opened), content)).toBe(0)
  })

  test('encrypts what we open', async () => {
    const enveloped = new pkijs.EnvelopedData()
    enveloped.addRecipientByCertificate(peer, { oaepHashAlgorithm: 'SHA-256' }, 1, engine)
    await enveloped.encrypt({ name: 'AES-CBC', length: 256 }, exactBuffer(content), engine)
    const schema = new pkijs.ContentInfo({
      contentType: pkijs.ContentInfo.ENVELOPED_DATA,
      content: enveloped.toSchema(),
    })
    const cms = new Uint8Array(schema.toSchema().toBER())
    expect(asn1js.fromBER(exactBuffer(cms)).offset).toBe(cms.length)
    expect(Buffer.compare(await decryptCms(cms, holderOf('rsa')), content)).toBe(0)
  })
})
