/** XML signatures with every kind of key, and with RSA and ECDSA beside two implementations of other makers. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { signElement } from '../../../crypto/xmldsig/sign.ts'
import { parseXml } from '../../../xsd/document.ts'
import {
  C14N,
  SMEV,
  canonicalSignedInfo,
  dataElement,
  envelope,
  signatureElement,
  signedInfo,
  transforms,
  x509Data,
} from '../../fixtures/signature/message.ts'
import type { Holder } from '../../fixtures/signature/pki.ts'
import { explainSkip, hasTool } from '../../support/external-tools.ts'
import {
  KINDS,
  SUITE_OF,
  certificateOf,
  holderOf,
  privateKeyOf,
  suiteFile,
  suiteText,
  trustOf,
} from '../suites/kinds.ts'
import { faultCodeOf } from '../x509/fixture-pki.ts'
import { transformDom } from './dom-transform.ts'
import type { DomNode } from './dom-transform.ts'
import { child, partsOf, receive } from './receive.ts'

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const sign = (kind: string, data: string): Promise<string> =>
  signElement({ xml: data, id: 'SIGNED_BY_CALLER', ...holderOf(kind) })

describe.each(KINDS)('a message signed with a key of %s', (kind) => {
  test('verifies, and not after a change, nor below another root', async () => {
    const message = envelope({ data: dataElement(), signature: await sign(kind, dataElement()) })
    expect(receive(Buffer.from(message), trustOf(kind))).toMatchObject({
      certificate: certificateOf(kind),
      algorithm: SUITE_OF[kind],
    })
    const changed = Buffer.from(message.replace('1500', '1501'))
    expect(faultCodeOf(() => receive(changed, trustOf(kind)))).toBe('SIGNATURE_DIGEST')
    expect(faultCodeOf(() => receive(Buffer.from(message)))).toBe('CERTIFICATE_UNTRUSTED')
  })

  test('names the algorithms of that key, and no others', async () => {
    const { suite } = certificateOf(kind)
    const message = envelope({ data: dataElement(), signature: await sign(kind, dataElement()) })
    const other = certificateOf(kind === 'rsa' ? 'p256' : 'rsa').suite!
    const named = message.replace(suite!.xmlSignatureUri, other.xmlSignatureUri)
    expect(faultCodeOf(() => receive(Buffer.from(named), trustOf(kind)))).toBe('SIGNATURE_ALGORITHM')
  })
})

test.each([
  ['RSA with SHA-1', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'],
  ['RSA with MD5', 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5'],
  ['HMAC', 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'],
  ['RSA-PSS', 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'],
  ['nothing', ''],
])('beside an RSA key %s is refused', async (_name, uri) => {
  const message = envelope({ data: dataElement(), signature: await sign('rsa', dataElement()) })
  const named = message.replace(certificateOf('rsa').suite!.xmlSignatureUri, uri)
  expect(faultCodeOf(() => receive(Buffer.from(named), trustOf('rsa')))).toBe('SIGNATURE_ALGORITHM')
})

/** xml-crypto with its own RSA, digest and canonicalisation; of ours it gets the SMEV transform, over its own DOM. */
describe('xml-crypto with RSA', () => {
  const { suite, der } = certificateOf('rsa')

  class SmevTransform {
    getAlgorithmName = (): string => SMEV
    process = (node: unknown): string => transformDom(node as DomNode)
  }

  function peer(): SignedXml {
    const signed = new SignedXml({
      privateKey: suiteText('rsa.key'),
      publicCert: suiteText('rsa.pem'),
      signatureAlgorithm: suite!.xmlSignatureUri,
      canonicalizationAlgorithm: C14N,
      getKeyInfoContent: () => `<X509Data><X509Certificate>${base64(der)}</X509Certificate></X509Data>`,
      getCertFromKeyInfo: () => null,
    })
    Object.assign(signed.CanonicalizationAlgorithms, { [SMEV]: SmevTransform })
    return signed
  }

  function verifiedByPeer(message: string): boolean {
    const signed = peer()
    signed.loadSignature(/<ds:Signature [\s\S]*<\/ds:Signature>/.exec(message)?.[0] ?? '')
    return signed.checkSignature(message)
  }

  test('verifies what we sign, and not after a change', async () => {
    const message = envelope({ data: dataElement(), signature: await sign('rsa', dataElement()) })
    expect(verifiedByPeer(message)).toBe(true)
    expect(verifiedByPeer(message.replace('1500', '1501'))).toBe(false)
  })

  test('signs what we verify, and not after a change', () => {
    const signed = peer()
    signed.addReference({
      xpath: "//*[local-name(.)='SenderProvidedRequestData']",
      transforms: [C14N, SMEV],
      digestAlgorithm: suite!.xmlDigestUri,
    })
    signed.computeSignature(envelope({ data: dataElement(), signature: '' }), {
      location: { reference: "//*[local-name(.)='CallerInformationSystemSignature']", action: 'append' },
    })
    const message = signed.getSignedXml()
    expect(receive(Buffer.from(message), trustOf('rsa')).algorithm).toBe('rsa-sha256')
    const changed = Buffer.from(message.replace('1500', '1501'))
    expect(faultCodeOf(() => receive(changed, trustOf('rsa')))).toBe('SIGNATURE_DIGEST')
  })
})

const hasXmlsec = hasTool('xmlsec1')
if (!hasXmlsec) explainSkip('XML signatures against xmlsec1', 'xmlsec1')

/**
 * xmlsec1 knows neither GOST nor the SMEV transform, so the signatures compared here have exclusive C14N alone: what is
 * compared is canonicalisation, digest, SignedInfo, the layout of SignatureValue, certificates and names of algorithms.
 * Our full verification, which demands the SMEV transform, has to refuse the very same messages.
 */
describe.runIf(hasXmlsec)('xmlsec1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xmlsec-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const [input, output] = [join(folder, 'in.xml'), join(folder, 'out.xml')]

  const run = (...args: readonly string[]) => {
    const id = ['--id-attr:Id', 'SenderProvidedRequestData']
    return spawnSync('xmlsec1', [...args, ...id, input], { encoding: 'utf8' })
  }

  /** A signature element with the one transform that both know. */
  const info = (kind: string, digestValue: string): string => {
    const { suite } = certificateOf(kind)
    return signedInfo({
      signatureMethod: `<ds:SignatureMethod Algorithm="${suite!.xmlSignatureUri}"></ds:SignatureMethod>`,
      transforms: transforms(C14N),
      digestMethod: `<ds:DigestMethod Algorithm="${suite!.xmlDigestUri}"></ds:DigestMethod>`,
      digestValue,
    })
  }

  const digestValueOf = (kind: string, data: string): string => {
    using document = parseXml(Buffer.from(data))
    return base64(certificateOf(kind).suite!.digest(document.canonicalize(document.root)))
  }

  describe.each(['rsa', 'p256', 'p384'])('with %s', (kind) => {
    const { suite, publicKey } = certificateOf(kind)

    test('verifies what we sign, and not after a change', () => {
      const data = dataElement({ amount: 'a &gt; b' })
      const own = info(kind, digestValueOf(kind, data))
      const value = base64(suite!.sign(privateKeyOf(kind), suite!.digest(canonicalSignedInfo(own))))
      const keyInfo = x509Data({ certificate: certificateOf(kind) } as Holder)
      const message = envelope({ data, signature: signatureElement({ info: own, value, keyInfo }) })
      const trust = ['--trusted-pem', suiteFile(`${kind}.root.pem`), '--verification-time', '2027-01-01 00:00:00']
      writeFileSync(input, message)
      expect(run('--verify', ...trust).stderr).toContain('OK')
      writeFileSync(input, message.replace('a &gt; b', 'a &gt; c'))
      expect(run('--verify', ...trust).stderr).toContain('FAIL')
      expect(faultCodeOf(() => receive(Buffer.from(message), trustOf(kind)))).toBe('SIGNATURE_ALGORITHM')
    })

    test('signs what we verify, piece by piece', () => {
      const keyInfo = '<ds:X509Data></ds:X509Data>'
      const template = signatureElement({ info: info(kind, ''), value: '', keyInfo })
      writeFileSync(input, envelope({ data: dataElement({ amount: 'a &gt; b' }), signature: template }))
      const keys = `${suiteFile(`${kind}.key`)},${suiteFile(`${kind}.pem`)}`
      const { status, stderr } = run('--sign', '--output', output, '--privkey-pem', keys)
      expect(status, stderr).toBe(0)

      using document = parseXml(readFileSync(output))
      const { target, wrapper } = partsOf(document)
      const signature = child(wrapper, 'Signature')
      const valueOf = (parent: typeof signature, name: string) => Buffer.from(child(parent, name).text, 'base64')
      const signedInfoElement = child(signature, 'SignedInfo')
      const digest = suite!.digest(document.canonicalize(target))
      expect(valueOf(child(signedInfoElement, 'Reference'), 'DigestValue').equals(digest)).toBe(true)
      const signed = suite!.digest(document.canonicalize(signedInfoElement))
      expect(suite!.verify(publicKey!, signed, valueOf(signature, 'SignatureValue'))).toBe(true)
    })
  })
})
