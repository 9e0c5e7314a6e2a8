/** Signatures of SMEV messages: roles, and the two verdicts, which are independent of each other. */
import { describe, expect, test } from 'vitest'
import { inspectXml } from '../../../crypto/inspection/inspect-xml.ts'
import { openInspection } from '../../../crypto/inspection/tree.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { signElement } from '../../../crypto/xmldsig/sign.ts'
import { parseXmlForInspection } from '../../../xsd/inspection-document.ts'
import { dataElement, digestValueOf, message, signatureValueOf, x509Data } from '../../fixtures/signature/message.ts'
import { readHolder } from '../../fixtures/signature/pki.ts'
import { changed, findingOf, findingsOf, fixture, prettyPrinted, verdictsOf } from './findings.ts'

const GOOD = ['matches', 'verifies']
const own = (name: string): Buffer => fixture(`own/${name}.xml`)

describe('messages of our own exchange', () => {
  test.each([
    ['send-request', ['PersonalSignature SIGNED_BY_OFFICIAL', 'CallerInformationSystemSignature SIGNED_BY_CONSUMER']],
    ['receipt', ['SMEVSignature SIGNED_BY_SMEV']],
    ['get-response', ['CallerInformationSystemSignature SIGNED_BY_CALLER']],
    ['response', ['SenderInformationSystemSignature SIGNED_BY_PROVIDER', 'SMEVSignature SIGNED_BY_SMEV']],
    ['ack', ['CallerInformationSystemSignature SIGNED_BY_CALLER']],
    ['ack-response', []],
  ])('%s: every signature is found in its role, and is good', (name, expected) => {
    const findings = findingsOf(own(name))
    expect(findings.map(({ role, target }) => `${role} ${target}`)).toEqual(expected)
    for (const { digest, signature, reasons } of findings) {
      expect([digest, signature]).toEqual(GOOD)
      expect(reasons).toEqual([])
    }
  })

  test('says what is covered, and by whose certificate', () => {
    const [official] = findingsOf(own('send-request'))
    expect(official).toMatchObject({ covers: 'Inquiry', algorithm: 'gost2012-256' })
    expect(official?.signer?.commonName).toBe('Соколова Ольга Николаевна')
  })
})

describe('roles that only other parties sign in', () => {
  const EXCHANGE = 'urn://x-artefacts-smev-gov-ru/services/message-exchange'
  const { key, certificate } = readHolder('system')
  const provider = createSoftwareKeys(new Map([['own', key]]))
  const wrapped = async (xml: string, wrapper: string, namespace: string): Promise<string> => {
    const signature = await signElement({ xml, id: 'X', certificate, key: 'own', provider })
    return `<w:All xmlns:w="${namespace}">${xml}<w:${wrapper}>${signature}</w:${wrapper}></w:All>`
  }

  test.each([
    ['RecordSignature', `${EXCHANGE}/types/directive/1.3`, 'RecordSignature'],
    ['RoutingSignature', `${EXCHANGE}/types/routing/1.3`, 'RoutingSignature'],
    ['SMEVSignature', `${EXCHANGE}/types/1.2`, 'SMEVSignature'],
    ['SMEVSignature', 'urn://example/other', 'unknown'],
    ['Approval', `${EXCHANGE}/types/1.2`, 'unknown'],
  ])('%s in %s is %s', async (wrapper, namespace, role) => {
    const xml = `<d:Record xmlns:d="${namespace}" Id="X"><d:RecordId>1</d:RecordId></d:Record>`
    expect(findingOf(await wrapped(xml, wrapper, namespace))).toMatchObject({ role, target: 'X', digest: 'matches' })
  })

  test('a signature that covers something in another place says so', async () => {
    const xml = `<d:Record xmlns:d="${EXCHANGE}/types/directive/1.3" Id="X"></d:Record>`
    const whole = await wrapped(xml, 'RecordSignature', `${EXCHANGE}/types/directive/1.3`)
    const moved = `<all>${xml}${changed(whole, xml, '')}</all>`
    expect(findingOf(moved)).toMatchObject({
      digest: 'matches',
      signature: 'verifies',
      reasons: ['what it covers does not stand where a signature of this role belongs'],
    })
  })
})

describe('the two verdicts are independent', () => {
  test('content changed after signing: the digest differs, the value verifies', () => {
    expect(verdictsOf(changed(message(), '1500', '1501'))).toEqual([['differs', 'verifies']])
  })

  test('content changed and DigestValue with it: the digest matches, the value fails', () => {
    const forged = dataElement({ amount: '1501' })
    const text = changed(message(), '1500', '1501').replace(digestValueOf(dataElement()), digestValueOf(forged))
    expect(verdictsOf(text)).toEqual([['matches', 'fails']])
  })

  test('the value of another message: the digest matches, the value fails', () => {
    expect(verdictsOf(message({ value: signatureValueOf('<ds:SignedInfo/>', readHolder('system')) }))).toEqual([
      ['matches', 'fails'],
    ])
  })

  test('an outer signature does not hide that an inner one is broken', () => {
    const text = changed(own('send-request'), 'Соколова', 'Смирнова')
    expect(verdictsOf(text)).toEqual([
      ['differs', 'verifies'],
      ['differs', 'verifies'],
    ])
  })
})

describe('pretty-printing', () => {
  test.each(['send-request', 'receipt', 'response', 'ack'])('%s verifies after removing white space', (name) => {
    const verdicts = verdictsOf(prettyPrinted(own(name)))
    expect(verdicts.length).toBeGreaterThan(0)
    for (const verdict of verdicts) expect(verdict).toEqual(['matches', 'after-removing-whitespace'])
  })

  test('white space within DigestValue, SignatureValue and the certificate is looked past', () => {
    const spread = prettyPrinted(message())
      .replace(/<ds:DigestValue>(.*?)</, '<ds:DigestValue>\r\n      $1\r\n    <')
      .replace(/<ds:SignatureValue>(.*?)</, '<ds:SignatureValue>\n $1 \n<')
      .replace(/<ds:X509Certificate>(.{64})(.*?)</, '<ds:X509Certificate>\n$1\n$2\n<')
    expect(verdictsOf(spread)).toEqual([['matches', 'after-removing-whitespace']])
  })

  test('white space that was signed verifies as it stands', () => {
    const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(message())?.[0] ?? ''
    const spread = info.replaceAll('><', '>\n<')
    const value = signatureValueOf(spread, readHolder('system'))
    expect(verdictsOf(message({ value }).replace(info, spread))).toEqual([['matches', 'verifies']])
  })

  test('does not make up for a changed SignedInfo', () => {
    const text = prettyPrinted(message()).replace('#SIGNED_BY_CALLER', '#SIGNED_BY_CALLER ')
    expect(verdictsOf(text)).toEqual([['unsupported', 'fails']])
  })
})

describe('what the door refuses and inspect reads', () => {
  test.each([
    ['comments beside text', changed(message(), '1500', '1<!-- x -->500'), ['matches', 'verifies']],
    [
      'comments in a signature',
      changed(message(), '<ds:DigestValue>', '<ds:DigestValue><!--A-->'),
      ['matches', 'verifies'],
    ],
    ['instructions', changed(message(), '<q:Amount>', '<?p x?><q:Amount>'), ['matches', 'verifies']],
    [
      'an instruction before the root',
      changed(message(), '<S:Envelope', '<?p <!DOCTYPE x?><S:Envelope'),
      ['matches', 'verifies'],
    ],
    ['an instruction in place of text', changed(message(), '1500', '<?p 1500?>'), ['differs', 'verifies']],
    ['CDATA', changed(message(), '1500', '<![CDATA[1500]]>'), ['matches', 'verifies']],
    [
      'a second element with an `id` of the same value',
      changed(message(), '<q:Amount>', '<q:Amount id="SIGNED_BY_CALLER">'),
      ['differs', 'verifies'],
    ],
  ])('%s', (_what, text, verdict) => {
    expect(verdictsOf(text)).toEqual([verdict])
  })

  test('xsi:type in the signed content is part of it', () => {
    const typed = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="q:T"'
    expect(verdictsOf(changed(message(), '<q:Amount>', `<q:Amount ${typed}>`))).toEqual([['differs', 'verifies']])
  })
})

describe('what cannot be judged', () => {
  const reasonsOf = (text: string): readonly unknown[] => {
    const { digest, signature, reasons } = findingOf(text)
    return [digest, signature, ...reasons]
  }

  test.each([
    [
      'several elements with the identifier',
      changed(message(), '<q:Amount>', '<q:Amount Id="SIGNED_BY_CALLER">'),
      ['unsupported', 'verifies', 'several elements have the identifier of #SIGNED_BY_CALLER'],
    ],
    [
      'no element with the identifier',
      changed(message(), ' Id="SIGNED_BY_CALLER"', ''),
      ['unsupported', 'verifies', 'no element has the identifier of #SIGNED_BY_CALLER'],
    ],
    [
      'a reference out of the file',
      changed(message(), 'URI="#SIGNED_BY_CALLER"', 'URI="file:///etc/passwd"'),
      ['unsupported', 'fails', 'the reference leaves the file'],
    ],
    [
      'a part that travelled beside the message',
      changed(message(), '1500', '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:1"/>'),
      ['unsupported', 'verifies', 'xop:Include: the digest is over an attachment that is not in the file'],
    ],
    [
      'a refused digest',
      message({
        info: {
          digestMethod: '<ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"></ds:DigestMethod>',
        },
      }),
      ['unsupported', 'verifies', 'digest http://www.w3.org/2000/09/xmldsig#sha1 is not supported'],
    ],
    [
      'an HMAC',
      message({
        info: {
          signatureMethod:
            '<ds:SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"></ds:SignatureMethod>',
        },
      }),
      [
        'matches',
        'unsupported',
        'signature algorithm http://www.w3.org/2000/09/xmldsig#hmac-sha1 is not supported with a key of gost2012-256',
      ],
    ],
    [
      'the algorithm of another key',
      message({
        info: {
          signatureMethod:
            '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>',
        },
      }),
      [
        'matches',
        'unsupported',
        'signature algorithm http://www.w3.org/2001/04/xmldsig-more#rsa-sha256 is not supported with a key of gost2012-256',
      ],
    ],
    [
      'an XPath filter',
      message({
        info: { transforms: '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"></ds:Transform>' },
      }),
      ['unsupported', 'verifies', 'transform http://www.w3.org/TR/1999/REC-xpath-19991116'],
    ],
    [
      'no certificate',
      message({ keyInfo: '<ds:KeyName>x</ds:KeyName>' }),
      ['matches', 'unsupported', 'no certificate in KeyInfo'],
    ],
    [
      'two SignedInfo',
      changed(message(), '<ds:SignatureValue>', '<ds:SignedInfo></ds:SignedInfo><ds:SignatureValue>'),
      ['unsupported', 'unsupported', 'several SignedInfo'],
    ],
    [
      '51 references',
      changed(message(), '</ds:Reference>', `</ds:Reference>${'<ds:Reference></ds:Reference>'.repeat(50)}`),
      ['unsupported', 'unsupported', 'more than 50 references'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(reasonsOf(text)).toEqual(expected)
  })
})

describe('whose certificate it is', () => {
  const system = readHolder('system')

  test('the one whose key verifies, wherever it stands in KeyInfo', () => {
    const keyInfo = x509Data(readHolder('root'), readHolder('other-system'), system)
    const { signer, accompanying } = findingOf(message({ keyInfo }))
    expect(signer?.fingerprint).toBe(system.certificate.fingerprint)
    expect(accompanying.map(({ commonName }) => commonName)).toEqual(['ОБРАЗЕЦ root', 'ОБРАЗЕЦ other-system'])
  })

  test('the token that KeyInfo points to, as WS-Security has it', () => {
    const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
    const token = `<w:BinarySecurityToken xmlns:w="${wsse}" Id="T">${Buffer.from(system.certificate.der).toString('base64')}</w:BinarySecurityToken>`
    const keyInfo = `<w:SecurityTokenReference xmlns:w="${wsse}"><w:Reference URI="#T"/></w:SecurityTokenReference>`
    expect(verdictsOf(message({ header: token, keyInfo }))).toEqual([GOOD])
  })
})

describe('the work for one file is bounded, as it grows with signatures times size', () => {
  const WORK = 1500 * 1024 * 1024
  const TOO_MUCH = 'too much to judge in one file: its signatures lead through more than 1500 MB'

  /** When so much of the work is left, in lengths of the file. */
  function judgedWith(left: number, bytes: Uint8Array) {
    using document = parseXmlForInspection(bytes)
    const inspection = openInspection(document, parseXmlForInspection)
    inspection.allowWalk(WORK - left * bytes.length)
    return inspectXml(inspection)
  }

  test('those that come after it has been done are not judged, and say why', () => {
    const [first, second] = judgedWith(4, own('send-request'))
    expect([first?.digest, first?.signature]).toEqual(GOOD)
    expect(second).toMatchObject({ signature: 'unsupported', reasons: [TOO_MUCH] })
  })

  test.each([
    [6, 'unsupported'],
    [7, 'matches'],
  ])('a part without its signature is read anew, which counts six times: with %i left', (left, digest) => {
    expect(judgedWith(left - 0.1, fixture('enveloped.xml'))[0]?.digest).toBe(digest)
  })

  test('signatures of attachments are counted too', () => {
    const header = (name: string): string =>
      `<b:${name} xmlns:b="urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1">AA==</b:${name}>`
    const [finding] = judgedWith(0.5, Buffer.from(header('SignaturePKCS7')))
    expect(finding).toMatchObject({ digest: 'unsupported', signature: 'unsupported', reasons: [TOO_MUCH] })
  })
})
