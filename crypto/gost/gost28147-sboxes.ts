/**
 * Substitution sets of GOST 28147-89: RFC 4357 section 11.2 (CryptoPro A to D), RFC 7836 appendix C (TC26 Z).
 * Eight rows of sixteen nibbles; the first row substitutes the least significant nibble (K1 of the standard).
 */
import { GatewayError } from '../../gateway/domain/faults.ts'

const ROWS: Readonly<Record<string, string>> = {
  '1.2.643.2.2.31.1':
    '9632 8b17 a4ef c0d5 37e9 8af0 526c b4d1 e462 b3d8 cf5a 0719 e7ac d139 02b4 f856 b519 8df0 e423 c7a6 3adc 120b 7594 8fe6 1d29 7a60 8c45 f3be baf5 0ce8 6239 17d4',
  '1.2.643.2.2.31.2':
    '84b1 3509 2eac d67f 012a 4d5c 973f b86e ec0a 92db 758f 3614 750d b612 3acf 4e98 27cf 95ab 140d 68e3 8326 4deb c17f a095 52ab 91c3 74d0 6f8e 04be 8371 a296 fd5c',
  '1.2.643.2.2.31.3':
    '1bc2 9d0f 458e a763 017d b452 8efc 9a63 8250 49fa 37cd 6e1b 3601 5da8 b297 efc4 8db0 4512 93ce 6fa7 c9b1 8e24 7365 a0fd a968 de20 f35b 41c7 7405 a2fe c61b d938',
  '1.2.643.2.2.31.4':
    'fc2a 6450 79ed 1b83 b634 cfe2 7d80 5a91 1cb0 fe65 ad48 9372 15ec a70d 62b4 93f8 0c89 d2ab 7365 4ef1 80f3 25eb 1a47 c9d6 306f 1e92 d8c4 ba57 1a68 fb04 c359 7d2e',
  '1.2.643.7.1.2.5.1.1':
    'c462 a5b9 e8d7 03f1 6823 9a5c 1e47 bd0f b358 2fad e174 c960 c821 d4f6 70a5 3e9b 7f5a 816d 093e b42c 5df6 92ca b781 43e0 8e25 691c f4b0 da37 17ed 0583 4fa6 9cb2',
}

/** Object identifier of a substitution set, dotted. */
export type ParamSetOid = string

const built = new Map<ParamSetOid, Int32Array>()

/**
 * The set as four tables of 256 words: one per byte of the input, two rows merged and the rotation by 11 applied. Throws
 * CMS_UNOPENABLE when the identifier, which comes out of a message, names no set of ours.
 */
export function getSubstitution(paramSet: ParamSetOid): Int32Array {
  const known = built.get(paramSet)
  if (known) return known
  const printed = Object.hasOwn(ROWS, paramSet) ? ROWS[paramSet] : undefined
  if (printed === undefined) throw new GatewayError('CMS_UNOPENABLE', 'unknown parameter set of GOST 28147-89')
  const table = buildSubstitution(printed)
  built.set(paramSet, table)
  return table
}

/** The tables of eight rows printed as hexadecimal digits, K1 first. */
export function buildSubstitution(printed: string): Int32Array {
  const nibbles = Array.from(printed.replaceAll(' ', ''), (digit) => Number.parseInt(digit, 16))
  return Int32Array.from({ length: 4 * 256 }, (_, i) => {
    const row = 2 * (i >> 8)
    const low = nibbles[16 * row + (i & 15)]!
    const high = nibbles[16 * (row + 1) + ((i >> 4) & 15)]!
    const word = ((high << 4) | low) << (4 * row)
    return (word << 11) | (word >>> 21)
  })
}
