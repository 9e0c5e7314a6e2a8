/** What SignedInfo points to, and through which transforms: each of these is really signed by the system's key. */
import type { FaultCode } from '../../../gateway/domain/faults.ts'
import { big, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import {
  algorithm,
  C14N,
  changedInfo,
  data,
  digestValueOf,
  DS,
  message,
  personal,
  PROFILE_TRANSFORMS,
  reference,
  SMEV,
  spoiled,
  transforms,
} from '../messages.ts'

const to = (uri: string): Defect => refused('SIGNATURE_TARGET', () => message({ info: { uri: `URI="${uri}"` } }))
const through = (list: string, fault: FaultCode = 'SIGNATURE_ALGORITHM'): Defect =>
  refused(fault, () => message({ info: { transforms: list } }))
const extra = (uri: string, inner = '', fault?: FaultCode): Defect =>
  through(`${algorithm('Transform', uri, inner)}${transforms(...PROFILE_TRANSFORMS)}`, fault)
const afterwards = (uri: string, inner = ''): Defect =>
  through(`${transforms(...PROFILE_TRANSFORMS)}${algorithm('Transform', uri, inner)}`)

const XSLT = `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><xsl:copy-of select="document('file:///etc/passwd')"></xsl:copy-of></xsl:template></xsl:stylesheet>`
const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116'
const XPATH_FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2'

const manyReferences = (count: number): string =>
  changedInfo((info) => {
    const one = reference({ digestValue: digestValueOf(data()) })
    return info.replace(/<ds:Reference[^]*<\/ds:Reference>/, one.repeat(count))
  })

export const references: Defects = {
  'reference-to-empty-uri': to(''),
  'reference-to-external-uri': to('http://example.org/data.xml#SIGNED_BY_CALLER'),
  'reference-to-the-bare-hash-sign': to('#'),
  'reference-to-the-id-without-the-hash-sign': to('SIGNED_BY_CALLER'),
  'reference-by-a-percent-escape': to('#SIGNED%5FBY_CALLER'),
  'reference-with-a-blank-at-its-end': to('#SIGNED_BY_CALLER '),
  'reference-to-the-root-by-xpointer': to('#xpointer(/)'),
  'reference-to-a-file': to('file:///etc/passwd'),
  'reference-to-a-host-of-the-inner-network': to('http://127.0.0.1:8080/health'),
  'reference-to-an-attachment': to('cid:part1@example.test'),
  'reference-as-data': to('data:text/xml;base64,PHgvPg=='),
  'reference-to-the-content-inside': to('#PERSONAL'),
  'reference-to-an-id-that-is-not-there': to('#NOBODY'),
  'reference-in-another-case': to('#signed_by_caller'),
  'reference-to-empty-uri-with-the-enveloped-transform': refused('SIGNATURE_ALGORITHM', () =>
    message({
      info: { uri: 'URI=""', transforms: transforms(`${DS}enveloped-signature`, ...PROFILE_TRANSFORMS) },
    }),
  ),
  '1000-references': big(refused('SIGNATURE_STRUCTURE', () => message({ rawInfo: manyReferences(1000) }))),
  '1000-references-that-nobody-signed': big(
    refused('SIGNATURE_STRUCTURE', () =>
      message({ rawInfo: manyReferences(1000), value: Buffer.alloc(64, 7).toString('base64') }),
    ),
  ),
  'no-reference': refused('SIGNATURE_STRUCTURE', () =>
    message({ rawInfo: changedInfo((info) => info.replace(/<ds:Reference[^]*<\/ds:Reference>/, '')) }),
  ),
  'reference-inside-another-reference': refused('SIGNATURE_STRUCTURE', () =>
    message({
      rawInfo: changedInfo((info) =>
        info.replace('<ds:Transforms>', `${reference({ digestValue: 'AAAA' })}<ds:Transforms>`),
      ),
    }),
  ),
  'reference-of-the-official-in-place-of-that-of-the-system': refused('SIGNATURE_TARGET', () => {
    const inner = personal().replace(/<\/?t:PersonalSignature>/g, '')
    return spoiled(/<ds:Signature [^]*<\/ds:Signature>/, inner)
  }),

  'xslt-transform': extra('http://www.w3.org/TR/1999/REC-xslt-19991116', XSLT, 'XML_NAMESPACE'),
  'xpath-transform': extra(XPATH, '<ds:XPath>not(ancestor-or-self::q:Subjects)</ds:XPath>'),
  'xpath-filter-transform': extra(
    XPATH_FILTER,
    `<f:XPath xmlns:f="${XPATH_FILTER}" Filter="subtract">//q:Subjects</f:XPath>`,
    'XML_NAMESPACE',
  ),
  'base64-transform': extra(`${DS}base64`),
  'base64-transform-at-the-end': afterwards(`${DS}base64`),
  'decryption-transform': extra('http://www.w3.org/2002/07/decrypt#XML'),
  'xpointer-transform': extra('http://www.w3.org/2001/04/xmldsig-more/xptr'),
  'transform-without-an-algorithm': refused('SIGNATURE_STRUCTURE', () =>
    message({ info: { transforms: `<ds:Transform></ds:Transform>${transforms(SMEV)}` } }),
  ),
  'transform-of-an-empty-algorithm': through(transforms('', SMEV)),
  'transform-with-a-blank-beside-its-name': through(transforms(`${C14N} `, SMEV)),
  'transform-in-another-case': through(transforms(C14N, SMEV.toUpperCase())),
  'c14n-twice': through(transforms(C14N, C14N)),
  'smev-transform-twice': through(transforms(SMEV, SMEV)),
  'c14n-with-comments-as-a-transform': through(transforms(`${C14N}WithComments`, SMEV)),
  'c14n-1.1-as-a-transform': through(transforms('http://www.w3.org/2006/12/xml-c14n11', SMEV)),
  '1000-transforms': big(through(transforms(...Array.from({ length: 1000 }, () => C14N)))),
  'transforms-twice': refused('SIGNATURE_STRUCTURE', () =>
    message({
      rawInfo: changedInfo((info) =>
        info.replace('<ds:DigestMethod', `<ds:Transforms></ds:Transforms><ds:DigestMethod`),
      ),
    }),
  ),
  'transforms-after-the-digest': refused('SIGNATURE_STRUCTURE', () =>
    message({
      rawInfo: changedInfo((info) =>
        info.replace(/(<ds:Transforms>[^]*<\/ds:Transforms>)([^]*<\/ds:DigestValue>)/, '$2$1'),
      ),
    }),
  ),
}
