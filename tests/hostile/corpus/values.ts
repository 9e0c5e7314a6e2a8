/** SignatureValue and DigestValue that are not what they should be: lengths, ranges, base64 with something in it. */
import { holder } from '../signers.ts'
import { big, read, refused } from '../defect.ts'
import type { Defect, Defects } from '../defect.ts'
import { base64, changed, data, digestValueOf, message, spoiled } from '../messages.ts'

const VALUE = Buffer.from(/(?<=<ds:SignatureValue>)[^<]*/.exec(message())![0], 'base64')
const [S, R] = [VALUE.subarray(0, 32), VALUE.subarray(32)]

const wrong = (value: Uint8Array): Defect => refused('SIGNATURE_VALUE', () => message({ value: base64(value) }))
const malformed = (value: string): Defect => refused('SIGNATURE_STRUCTURE', () => message({ value }))
const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)
const ZERO = new Uint8Array(32)

function order(): bigint {
  const { publicKey } = holder('system').certificate
  if (publicKey === undefined || !('curve' in publicKey)) throw new Error('no GOST key')
  return publicKey.curve.order
}

const bytesOf = (number: bigint): Uint8Array => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** A DigestValue of another length, signed as it stands. */
const digestOf = (length: number): Defect =>
  refused('SIGNATURE_DIGEST', () => {
    const own = Buffer.from(digestValueOf(data()), 'base64')
    return message({ info: { digestValue: base64(Buffer.concat([own, Buffer.alloc(64)]).subarray(0, length)) } })
  })
const digestText = (text: string): Defect =>
  refused('SIGNATURE_STRUCTURE', () => message({ info: { digestValue: text } }))

const genuineValue = base64(VALUE)
const middle = (inserted: string): string => genuineValue.slice(0, 20) + inserted + genuineValue.slice(20)

export const values: Defects = {
  'signature-value-empty': malformed(''),
  'signature-value-of-1-byte': wrong(VALUE.subarray(0, 1)),
  'signature-value-of-63-bytes': wrong(VALUE.subarray(0, 63)),
  'signature-value-of-65-bytes': wrong(join(VALUE, Buffer.alloc(1))),
  'signature-value-of-65-bytes-with-a-zero-before': wrong(join(Buffer.alloc(1), VALUE)),
  'signature-value-of-128-bytes': wrong(join(VALUE, VALUE)),
  'signature-value-of-16-kilobytes': wrong(Buffer.alloc(1 << 14, 7)),
  'signature-value-of-a-megabyte': big(malformed(base64(Buffer.alloc(1 << 20, 7)))),
  'signature-value-zero': wrong(new Uint8Array(64)),
  'signature-value-all-ones': wrong(new Uint8Array(64).fill(0xff)),
  'signature-value-with-r-zero': wrong(join(S, ZERO)),
  'signature-value-with-s-zero': wrong(join(ZERO, R)),
  'signature-value-with-r-equal-to-the-order': wrong(join(S, bytesOf(order()))),
  'signature-value-with-s-equal-to-the-order': wrong(join(bytesOf(order()), R)),
  'signature-value-with-s-plus-the-order': wrong(join(plusOrder(S), R)),
  'signature-value-with-r-plus-the-order': wrong(join(S, plusOrder(R))),
  'signature-value-with-s-negated': wrong(join(bytesOf(order() - numberOf(S)), R)),
  'signature-value-with-r-negated': wrong(join(S, bytesOf(order() - numberOf(R)))),
  'signature-value-with-r-first': wrong(join(R, S)),
  'signature-value-with-its-bytes-reversed': wrong(Uint8Array.from(VALUE).toReversed()),
  'signature-value-in-der': wrong(join(Buffer.from('30440220', 'hex'), R, Buffer.from('0220', 'hex'), S)),
  'signature-value-with-one-bit-changed': wrong(join(Buffer.of(VALUE[0]! ^ 1), VALUE.subarray(1))),

  'signature-value-wrapped-in-lines': read('SAME', () => message({ value: middle('\r\n') })),
  'signature-value-with-a-blank-inside': read('SAME', () => message({ value: middle(' ') })),
  'signature-value-with-a-no-break-space': malformed(middle('\u00a0')),
  'signature-value-with-a-zero-width-space': malformed(middle('\u200b')),
  'signature-value-with-junk-inside': malformed(middle('*')),
  'signature-value-with-a-minus-sign': malformed(middle('-')),
  'signature-value-with-padding-inside': malformed(middle('==')),
  'signature-value-without-padding': malformed(genuineValue.replace(/=+$/, '')),
  'signature-value-with-too-much-padding': malformed(`${genuineValue}=`),
  'signature-value-with-spare-bits': malformed(genuineValue.replace(/.==$/, (end) => `${nextLetter(end[0]!)}==`)),
  'signature-value-twice-in-a-row': malformed(genuineValue + genuineValue),
  'signature-value-element-twice': refused('SIGNATURE_STRUCTURE', () =>
    spoiled(
      /<ds:SignatureValue>[^]*<\/ds:SignatureValue>/,
      `<ds:SignatureValue>${genuineValue}</ds:SignatureValue>`.repeat(2),
    ),
  ),
  'signature-value-in-an-element-inside': refused('SIGNATURE_STRUCTURE', () =>
    spoiled(genuineValue, `<ds:Value>${genuineValue}</ds:Value>`),
  ),
  'signature-value-of-an-unknown-attribute': refused('SIGNATURE_STRUCTURE', () =>
    spoiled('<ds:SignatureValue>', '<ds:SignatureValue Encoding="hex">'),
  ),
  'signature-value-by-character-references': read('SAME', () =>
    changed(
      message(),
      genuineValue,
      genuineValue.replace(/^./, (first) => `&#${first.charCodeAt(0)};`),
    ),
  ),

  'digest-value-of-31-bytes': digestOf(31),
  'digest-value-of-33-bytes': digestOf(33),
  'digest-value-of-1-byte': digestOf(1),
  'digest-value-of-64-bytes': digestOf(64),
  'digest-value-empty': digestText(' '),
  'digest-value-in-hex': refused('SIGNATURE_DIGEST', () =>
    message({ info: { digestValue: Buffer.from(digestValueOf(data()), 'base64').toString('hex') } }),
  ),
  'digest-value-with-spare-bits': digestText(digestValueOf(data()).replace(/.=$/, (end) => `${nextLetter(end[0]!)}=`)),
  'digest-value-reversed': refused('SIGNATURE_DIGEST', () =>
    message({
      info: { digestValue: base64(Uint8Array.from(Buffer.from(digestValueOf(data()), 'base64')).toReversed()) },
    }),
  ),
  'digest-value-wrapped-in-lines': read('SAME', () =>
    message({ info: { digestValue: digestValueOf(data()).replace(/^.{10}/, '$&\n') } }),
  ),
}

function plusOrder(bytes: Uint8Array): Uint8Array {
  const sum = numberOf(bytes) + order()
  return sum < 1n << 256n ? bytesOf(sum) : bytesOf((1n << 256n) - 1n)
}

/** The letter after one of base64: in the last place it differs in bits that decode to nothing. */
function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return alphabet.charAt(alphabet.indexOf(letter) + 1)
}
