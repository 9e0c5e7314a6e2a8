/** Foreign KeyInfo and certificates that are not what they should be. */
import { readFileSync } from 'node:fs'
import { parsePemBlocks } from '../../../crypto/x509/pem.ts'
import { refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { readImpostor } from '../impostors.ts'
import type { Issuer } from '../impostors.ts'
import { base64, message, x509Data } from '../messages.ts'
import { holder } from '../signers.ts'

const OWN = x509Data(holder('system'))
const certificateOf = (der: Uint8Array): string =>
  `<ds:X509Data><ds:X509Certificate>${base64(der)}</ds:X509Certificate></ds:X509Data>`
const RSA_KEY =
  '<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>'

const malformed = (keyInfo: string): Defect => refused('SIGNATURE_STRUCTURE', () => message({ keyInfo }))
const beside = (inner: string): Defect => malformed(OWN.replace('</ds:X509Data>', `${inner}</ds:X509Data>`))
const unreadable = (change: (der: Buffer) => Uint8Array): Defect =>
  refused('CERTIFICATE_MALFORMED', () => message({ keyInfo: certificateOf(change(ownDer())) }))
const untrusted = (change: (der: Buffer) => Uint8Array): Defect =>
  refused('CERTIFICATE_UNTRUSTED', () => message({ keyInfo: certificateOf(change(ownDer())) }))

const ownDer = (): Buffer => Buffer.from(holder('system').certificate.der)

function withByte(der: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(der)
  changed[at] = value
  return changed
}

/** Well-formed, and signed by itself: `openssl req -x509` without extensions. */
function withoutExtensions(): Uint8Array {
  const file = new URL('../../fixtures/inspection/version-1.root.pem', import.meta.url)
  const [der] = parsePemBlocks(readFileSync(file, 'latin1'), 'CERTIFICATE')
  if (der === undefined) throw new Error('no certificate')
  return der
}

/** Where the 64 octets of the public point stand. */
function pointAt(der: Buffer): number {
  const { publicKey } = holder('system').certificate
  if (publicKey === undefined || !('point' in publicKey)) throw new Error('no GOST key')
  return der.indexOf(publicKey.point)
}

function withPoint(der: Buffer, point: Uint8Array): Buffer {
  const changed = Buffer.from(der)
  changed.set(point, pointAt(der))
  return changed
}

const signedByImpostor = (issuedBy: Issuer): Defect =>
  refused('CERTIFICATE_UNTRUSTED', () =>
    message({ signer: holder('foreign-system'), keyInfo: certificateOf(readImpostor(issuedBy)) }),
  )

const offTheCurve = (): Uint8Array => new Uint8Array(64).fill(1)

export const keyInfo: Defects = {
  'no-key-info': refused('SIGNATURE_STRUCTURE', () => message().replace(/<ds:KeyInfo>[^]*<\/ds:KeyInfo>/, '')),
  'two-key-infos': refused('SIGNATURE_STRUCTURE', () => message().replace(/<ds:KeyInfo>[^]*<\/ds:KeyInfo>/, '$&$&')),
  'empty-key-info': malformed('<ds:X509Data></ds:X509Data>'),
  'key-name-only': malformed('<ds:KeyName>ОБРАЗЕЦ system</ds:KeyName>'),
  'key-name-beside-the-certificate': malformed(`<ds:KeyName>root</ds:KeyName>${OWN}`),
  'key-value-only': malformed(RSA_KEY),
  'rsa-key-value-before-the-certificate': malformed(RSA_KEY + OWN),
  'two-x509-data': malformed(OWN + OWN),
  'retrieval-method': malformed('<ds:RetrievalMethod URI="http://127.0.0.1/key.cer"></ds:RetrievalMethod>'),
  'security-token-reference': refused('XML_NAMESPACE', () =>
    message({
      keyInfo:
        '<w:SecurityTokenReference xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"></w:SecurityTokenReference>',
    }),
  ),
  'chain-brought-along': malformed(x509Data(holder('foreign-system'), holder('foreign-root'))),
  'issuer-and-serial-beside-the-certificate': beside(
    '<ds:X509IssuerSerial><ds:X509IssuerName>CN=root</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial>',
  ),
  'subject-name-beside-the-certificate': beside('<ds:X509SubjectName>CN=root</ds:X509SubjectName>'),
  'revocation-list-beside-the-certificate': beside('<ds:X509CRL>MAA=</ds:X509CRL>'),
  'text-beside-the-certificate': malformed(OWN.replace('</ds:X509Data>', 'x</ds:X509Data>')),
  'element-inside-the-certificate': malformed(OWN.replace('</ds:X509Certificate>', '<ds:X/></ds:X509Certificate>')),
  'attribute-of-the-certificate': malformed(OWN.replace('<ds:X509Certificate', '<ds:X509Certificate Id="c"')),
  'empty-certificate': malformed(certificateOf(new Uint8Array())),
  'certificate-in-pem-armour': malformed(
    `<ds:X509Data><ds:X509Certificate>-----BEGIN CERTIFICATE-----${base64(ownDer())}-----END CERTIFICATE-----</ds:X509Certificate></ds:X509Data>`,
  ),

  'certificate-with-trailing-bytes': unreadable((der) => Buffer.concat([der, Buffer.from('00', 'hex')])),
  'two-certificates-in-one-element': unreadable((der) => Buffer.concat([der, holder('root').certificate.der])),
  'certificate-of-17000-bytes': unreadable((der) => Buffer.concat([der, Buffer.alloc(17_000)])),
  'certificate-of-2-to-the-32-bytes-by-its-length': unreadable((der) =>
    Buffer.concat([Buffer.from('3084ffffffff', 'hex'), der.subarray(4)]),
  ),
  'certificate-of-indefinite-length': unreadable((der) =>
    Buffer.concat([Buffer.from('3080', 'hex'), der.subarray(4), Buffer.alloc(2)]),
  ),
  'certificate-with-a-length-not-minimal': unreadable((der) =>
    Buffer.concat([Buffer.from('308300', 'hex'), der.subarray(2)]),
  ),
  'certificate-nested-1000-deep': unreadable(() => Buffer.alloc(2000, Buffer.from('3080', 'hex'))),
  'certificate-that-is-a-number': unreadable(() => Buffer.from('020101', 'hex')),
  'certificate-of-version-1': unreadable((der) => withByte(der, der.indexOf(Buffer.from('a003020102', 'hex')) + 4, 0)),
  'certificate-of-version-1-as-openssl-makes-it': unreadable(withoutExtensions),
  'certificate-of-an-unknown-curve': unreadable((der) =>
    withByte(der, der.indexOf(Buffer.from('06092a850307010201', 'hex')) + 10, 0x7f),
  ),

  'certificate-of-another-serial': untrusted((der) => withByte(der, der.indexOf('system', 0, 'latin1'), 0x41)),
  'certificate-with-another-key': untrusted((der) => {
    const { publicKey } = holder('foreign-system').certificate
    if (publicKey === undefined || !('point' in publicKey)) throw new Error('no GOST key')
    return withPoint(der, publicKey.point)
  }),
  'certificate-with-a-point-off-the-curve': untrusted((der) => withPoint(der, offTheCurve())),
  'certificate-with-the-point-zero': untrusted((der) => withPoint(der, new Uint8Array(64))),
  'certificate-with-another-signature': untrusted((der) => withByte(der, der.length - 1, der.at(-1)! ^ 1)),
  'certificate-signed-by-itself': signedByImpostor('itself'),
  'certificate-of-a-root-of-the-same-name': signedByImpostor('foreign-root'),
  'certificate-issued-by-a-certificate-that-is-no-authority': signedByImpostor('system'),

  'certificate-other-than-the-signers': refused('SIGNATURE_VALUE', () =>
    message({ keyInfo: x509Data(holder('other-system')) }),
  ),
  'certificate-of-the-root-as-a-signer': refused('CERTIFICATE_USAGE', () => message({ signer: holder('root') })),
  'certificate-of-an-unknown-authority': refused('CERTIFICATE_UNTRUSTED', () =>
    message({ signer: holder('foreign-system') }),
  ),
  'certificate-that-has-lapsed': refused('CERTIFICATE_EXPIRED', () => message({ signer: holder('lapsed-system') })),
  'certificate-for-key-agreement': refused('CERTIFICATE_USAGE', () => message({ signer: holder('sealing-system') })),
}
