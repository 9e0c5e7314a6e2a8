import { GatewayError } from '../../gateway/domain/faults.ts'

/**
 * Octets of an xs:base64Binary (XML Schema part 2, section 3.2.16): blanks between its characters say nothing, and nothing
 * else may stand there. The validator behind the schemas looks past any stray character, and some decoders take `-` for `+`,
 * so that one text would be several contents. Throws ENVELOPE_SCHEMA naming the element.
 */
export function parseBase64(text: string, element: string): Uint8Array {
  const joined = text.replace(/[\t\n\r ]+/g, '')
  const bytes = Buffer.from(joined, 'base64')
  // The way back shows what was skipped, a wrong end of padding included.
  if (bytes.toString('base64') !== joined) throw new GatewayError('ENVELOPE_SCHEMA', `${element}: no xs:base64Binary`)
  return bytes
}
