/** Comments, processing instructions and CDATA: what canonicalisation drops, and other readers may not. */
import { read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { FORGED_NAME, GENUINE_NAME, message, spoiled } from '../messages.ts'

const comment = (from: string | RegExp, to: string): Defect => refused('XML_COMMENT', () => spoiled(from, to))
const instruction = (from: string | RegExp, to: string): Defect =>
  refused('XML_PROCESSING_INSTRUCTION', () => spoiled(from, to))
const harmless = (from: string | RegExp, to: string): Defect => read('SAME', () => spoiled(from, to))
const PI = '<?x y?>'

export const markup: Defects = {
  'comment-cuts-a-name': comment(GENUINE_NAME, 'Пет<!-- -->ров'),
  'comment-before-a-name': comment(GENUINE_NAME, `<!-- -->${GENUINE_NAME}`),
  'comment-after-a-name': comment(GENUINE_NAME, `${GENUINE_NAME}<!-- -->`),
  'comment-in-the-message-id': comment('4c5d7c00', '4c5d<!-- -->7c00'),
  'comment-in-the-signature-value': comment('<ds:SignatureValue>', '<ds:SignatureValue><!-- -->'),
  'comment-in-the-certificate': comment('<ds:X509Certificate>', '<ds:X509Certificate><!-- -->'),
  'comment-in-the-digest-value-that-another-reader-joins': comment(
    '</ds:DigestValue>',
    '<!-- AAAA --></ds:DigestValue>',
  ),
  'comment-in-signed-info': comment('<ds:SignedInfo>', '<ds:SignedInfo><!-- -->'),
  'comment-in-the-transforms': comment('<ds:Transforms>', '<ds:Transforms><!-- -->'),
  'comment-in-an-empty-algorithm': comment(/(?<=<ds:DigestMethod [^>]*>)/, '<!-- -->'),
  'comment-that-hides-markup': comment(
    `${GENUINE_NAME}</q:FamilyName>`,
    `${GENUINE_NAME}<!--</q:FamilyName><q:X>--></q:FamilyName>`,
  ),
  'comment-with-two-hyphens': refused('XML_NOT_WELL_FORMED', () =>
    spoiled('<q:Persons>', '<!-- a -- b --><q:Persons>'),
  ),
  'comment-that-does-not-end': refused('XML_NOT_WELL_FORMED', () => spoiled('<q:Persons>', '<!-- <q:Persons>')),
  'comment-before-the-root': harmless('<S:Envelope', '<!-- x --><S:Envelope'),
  'comment-after-the-root': harmless('</S:Envelope>', '</S:Envelope><!-- x -->'),
  'comment-between-signed-elements': harmless('<q:Persons>', '<!-- x --><q:Persons>'),
  'comment-in-the-envelope': harmless('<S:Body>', '<!-- x --><S:Body>'),

  'cdata-around-a-name': harmless(GENUINE_NAME, `<![CDATA[${GENUINE_NAME}]]>`),
  'cdata-around-a-part-of-a-name': harmless(GENUINE_NAME, 'Пет<![CDATA[р]]>ов'),
  'cdata-in-the-digest-value': cdataIn('DigestValue'),
  'cdata-in-the-signature-value': cdataIn('SignatureValue'),
  'cdata-in-the-certificate': cdataIn('X509Certificate'),
  'cdata-in-the-message-id': harmless('4c5d7c00', '<![CDATA[4c5d7c00]]>'),
  'empty-cdata-between-elements': harmless('<q:Persons>', '<![CDATA[]]><q:Persons>'),
  'blank-cdata-between-elements': harmless('<q:Persons>', '<![CDATA[ \n]]><q:Persons>'),
  'blank-cdata-in-the-request': harmless('<t:SenderProvided', '<![CDATA[ ]]><t:SenderProvided'),
  'empty-cdata-beside-a-name': harmless(GENUINE_NAME, `<![CDATA[]]>${GENUINE_NAME}`),
  'blanks-in-an-empty-value': harmless('<q:Patronymic>', '<q:Patronymic> \n '),
  'blank-cdata-in-an-empty-value': harmless('<q:Patronymic>', '<q:Patronymic><![CDATA[ ]]>'),
  'comment-in-an-empty-value': harmless('<q:Patronymic>', '<q:Patronymic><!-- x -->'),
  'cdata-with-a-forged-element': refused('SIGNATURE_DIGEST', () =>
    spoiled(GENUINE_NAME, `<![CDATA[${GENUINE_NAME}</q:FamilyName><q:FamilyName>${FORGED_NAME}]]>`),
  ),
  'cdata-with-a-blank-in-a-name': refused('SIGNATURE_DIGEST', () =>
    spoiled(GENUINE_NAME, `${GENUINE_NAME}<![CDATA[ ]]>`),
  ),
  'cdata-end-in-a-text': refused('XML_NOT_WELL_FORMED', () => spoiled(GENUINE_NAME, `${GENUINE_NAME}]]>`)),
  'cdata-that-does-not-end': refused('XML_NOT_WELL_FORMED', () => spoiled(GENUINE_NAME, `<![CDATA[${GENUINE_NAME}`)),
  'cdata-before-the-root': refused('XML_NOT_WELL_FORMED', () => spoiled('<S:Envelope', '<![CDATA[x]]><S:Envelope')),

  'instruction-for-a-name': instruction(GENUINE_NAME, `<?x ${FORGED_NAME}?>${GENUINE_NAME}`),
  'instruction-in-place-of-a-name': instruction(GENUINE_NAME, `<?x ${GENUINE_NAME}?>`),
  'instruction-between-signed-elements': instruction('<q:Persons>', `${PI}<q:Persons>`),
  'instruction-in-signed-info': instruction('<ds:SignedInfo>', `<ds:SignedInfo>${PI}`),
  'instruction-in-the-digest-value': instruction('<ds:DigestValue>', `<ds:DigestValue>${PI}`),
  'instruction-in-the-signature-value': instruction('<ds:SignatureValue>', `<ds:SignatureValue>${PI}`),
  'instruction-in-the-envelope': instruction('<S:Body>', `${PI}<S:Body>`),
  'instruction-after-the-root': instruction('</S:Envelope>', `</S:Envelope>${PI}`),
  'instruction-after-a-comment-before-the-root': instruction('<S:Envelope', `<!-- x -->${PI}<S:Envelope`),
  'stylesheet-instruction': instruction('<S:Envelope', '<?xml-stylesheet href="http://127.0.0.1/x.xsl"?><S:Envelope'),
  'instruction-that-looks-like-one-in-a-comment': harmless('<q:Persons>', `<!-- ${PI} --><q:Persons>`),
  'instruction-that-looks-like-one-in-cdata': refused('SIGNATURE_DIGEST', () =>
    spoiled(GENUINE_NAME, `<![CDATA[${PI}]]>${GENUINE_NAME}`),
  ),
  'second-xml-declaration': refused('XML_NOT_WELL_FORMED', () => spoiled('<S:Body>', '<?xml version="1.0"?><S:Body>')),
  'xml-declaration-after-a-blank': refused('XML_PROCESSING_INSTRUCTION', () => ` ${message()}`),
  'xml-declaration-in-upper-case': refused('XML_PROCESSING_INSTRUCTION', () => message().replace('<?xml ', '<?XML ')),
  'instruction-that-does-not-end': refused('XML_NOT_WELL_FORMED', () => spoiled('<q:Persons>', '<?x <q:Persons>')),
}

/** A part of a value of the signature as CDATA: the same octets to every reader that is right. */
function cdataIn(element: string): Defect {
  return read('SAME', () =>
    message().replace(new RegExp(`(?<=<ds:${element}>)[^<]{10}`), (part) => `<![CDATA[${part}]]>`),
  )
}
