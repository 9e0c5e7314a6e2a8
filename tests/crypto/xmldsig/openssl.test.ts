/** OpenSSL with the gost engine, a GOST implementation of other makers, as the judge of digests and signature values. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { smevTransform } from '../../../crypto/xmldsig/smev-transform.ts'
import { signElement } from '../../../crypto/xmldsig/sign.ts'
import { readSignature } from '../../../crypto/xmldsig/structure.ts'
import { parseXml } from '../../../xsd/document.ts'
import { toPem } from '../../../crypto/x509/pem.ts'
import { dataElement, envelope } from '../../fixtures/signature/message.ts'
import { readHolder } from '../../fixtures/signature/pki.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import { fixture, partsOf, receive } from './receive.ts'

const system = readHolder('system')

const openssl = (...options: string[]): Buffer =>
  execFileSync('openssl', ['dgst', '-engine', 'gost', '-md_gost12_256', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })

async function signed() {
  const data = dataElement()
  const provider = createSoftwareKeys(new Map([['office', system.key]]))
  const { certificate } = system
  const signature = await signElement({ xml: data, id: 'SIGNED_BY_CALLER', certificate, key: 'office', provider })
  using document = parseXml(Buffer.from(envelope({ data, signature })))
  const { target, wrapper } = partsOf(document)
  const [element] = wrapper.children
  if (element === undefined) throw new Error('no signature')
  const { signedInfo, signatureValue, digestValue } = readSignature(element)
  const form = smevTransform(document.canonicalize(target))
  return { signedInfo: document.canonicalize(signedInfo), signatureValue, digestValue, form }
}

test('we verify a signature that OpenSSL made (stored)', () => {
  expect(receive(fixture('valid/signed-by-openssl')).certificate.fingerprint).toBe(system.certificate.fingerprint)
})

if (!gostEngine) explainSkip('OpenSSL as a judge of our XML signatures', 'openssl with the gost engine')

describe.runIf(gostEngine)('OpenSSL judges what we sign', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xmldsig-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const file = (name: string, content: Uint8Array | string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  test('the signature value is good over the canonical SignedInfo, and over nothing else', async () => {
    const { signedInfo, signatureValue } = await signed()
    const key = file('key.pem', toPem(system.certificate.spkiDer, 'PUBLIC KEY'))
    const value = file('value', signatureValue)
    const verify = (octets: Uint8Array) => openssl('-verify', key, '-signature', value, file('octets', octets))
    expect(verify(signedInfo).toString()).toContain('Verified OK')
    expect(() => verify(Buffer.concat([signedInfo, Buffer.from(' ')]))).toThrow('signature mismatch')
  })

  test('the digest value is that of the normal form', async () => {
    const { form, digestValue } = await signed()
    expect(openssl('-binary', file('form', form))).toEqual(Buffer.from(digestValue))
  })
})
