/** Algorithms named in place of those of the signer's key: a message never chooses how it is verified. */
import { createHash, createHmac } from 'node:crypto'
import { gost2012Suite256 as suite } from '../../../crypto/suites/gost2012-256.ts'
import { gost2012Suite512 } from '../../../crypto/suites/gost2012-512.ts'
import { refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { algorithm, base64, C14N, changedInfo, data, digestValueOf, message } from '../messages.ts'
import { holder } from '../signers.ts'

const CP = 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:'
const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'

const signedAs = (uri: string): Defect =>
  refused('SIGNATURE_ALGORITHM', () => message({ info: { signatureMethod: algorithm('SignatureMethod', uri) } }))
const digestedAs = (uri: string, digestValue?: string): Defect =>
  refused('SIGNATURE_ALGORITHM', () =>
    message({
      info: { digestMethod: algorithm('DigestMethod', uri), ...(digestValue === undefined ? {} : { digestValue }) },
    }),
  )
const canonicalAs = (uri: string): Defect =>
  refused('SIGNATURE_ALGORITHM', () => message({ info: { c14n: algorithm('CanonicalizationMethod', uri) } }))
const malformed = (change: (info: string) => string): Defect =>
  refused('SIGNATURE_STRUCTURE', () => message({ rawInfo: changedInfo(change) }))

const otherDigest = (name: string): string => createHash(name).update(data()).digest('base64')

/** HMAC of SignedInfo under the public key, which everybody has: what a verifier that trusts the message computes. */
function macUnderThePublicKey(): string {
  const uri = `${CP}hmac-gostr34112012-256`
  const info = changedInfo((text) => text.replace(suite.xmlSignatureUri, uri))
  const { spkiDer } = holder('system').certificate
  return message({ rawInfo: info, value: createHmac('sha256', spkiDer).update(info).digest('base64') })
}

export const algorithms: Defects = {
  'hmac-of-streebog-under-the-public-key': refused('SIGNATURE_ALGORITHM', macUnderThePublicKey),
  'hmac-sha256': signedAs(`${MORE}hmac-sha256`),
  'hmac-of-length-zero': refused('SIGNATURE_STRUCTURE', () =>
    message({
      info: {
        signatureMethod: algorithm(
          'SignatureMethod',
          `${DSIG}hmac-sha1`,
          '<ds:HMACOutputLength>0</ds:HMACOutputLength>',
        ),
      },
      value: '',
    }),
  ),
  'dsa-sha1': signedAs(`${DSIG}dsa-sha1`),
  'rsa-sha1': signedAs(`${DSIG}rsa-sha1`),
  'rsa-md5': signedAs(`${MORE}rsa-md5`),
  'ecdsa-sha256-for-a-gost-key': signedAs(`${MORE}ecdsa-sha256`),
  'gost-512-for-a-256-bit-key': signedAs(gost2012Suite512.xmlSignatureUri),
  'gost-2001-by-urn': signedAs(`${CP}gostr34102001-gostr3411`),
  'gost-2012-by-a-spelling-of-nobody': signedAs(suite.xmlSignatureUri.toUpperCase()),
  'signature-algorithm-with-a-blank-beside': signedAs(`${suite.xmlSignatureUri} `),
  'signature-algorithm-empty': signedAs(''),
  'signature-algorithm-none': signedAs('none'),
  'signature-method-without-an-algorithm': malformed((info) =>
    info.replace(/(?<=<ds:SignatureMethod) Algorithm="[^"]*"/, ''),
  ),
  'signature-method-twice': malformed((info) => info.replace(/<ds:SignatureMethod[^]*<\/ds:SignatureMethod>/, '$&$&')),
  'two-algorithms-in-one-method': malformed((info) =>
    info.replace('<ds:SignatureMethod ', `<ds:SignatureMethod algorithm="${DSIG}hmac-sha1" `),
  ),

  'sha256-digest': digestedAs('http://www.w3.org/2001/04/xmlenc#sha256', otherDigest('sha256')),
  'md5-digest': digestedAs(`${MORE}md5`, otherDigest('md5')),
  'streebog-512-digest': digestedAs(
    gost2012Suite512.xmlDigestUri,
    base64(gost2012Suite512.digest(Buffer.from(data()))),
  ),
  'gost-94-digest': digestedAs(`${MORE}gostr3411`),
  'digest-algorithm-empty': digestedAs(''),
  'digest-method-twice': malformed((info) => info.replace(/<ds:DigestMethod[^]*<\/ds:DigestMethod>/, '$&$&')),
  'digest-value-twice': malformed((info) =>
    info.replace('</ds:DigestValue>', `</ds:DigestValue><ds:DigestValue>${digestValueOf(data())}</ds:DigestValue>`),
  ),

  'c14n-1.0': canonicalAs('http://www.w3.org/TR/2001/REC-xml-c14n-20010315'),
  'c14n-1.0-with-comments': canonicalAs('http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments'),
  'c14n-1.1': canonicalAs('http://www.w3.org/2006/12/xml-c14n11'),
  'smev-transform-as-c14n': canonicalAs('urn://smev-gov-ru/xmldsig/transform'),
  'c14n-without-its-hash-sign': canonicalAs(C14N.slice(0, -1)),
  'c14n-empty': canonicalAs(''),
  'c14n-with-inclusive-namespaces': refused('XML_NAMESPACE', () => {
    const list = `<ec:InclusiveNamespaces xmlns:ec="${C14N}" PrefixList="#default"></ec:InclusiveNamespaces>`
    return message({ info: { c14n: algorithm('CanonicalizationMethod', C14N, list) } })
  }),
  'c14n-named-twice': malformed((info) =>
    info.replace(/<ds:CanonicalizationMethod[^]*<\/ds:CanonicalizationMethod>/, '$&$&'),
  ),
}
