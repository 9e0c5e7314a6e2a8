/** The parser that xml-crypto stands on: other people's reading of the same bytes. */
import { createRequire } from 'node:module'
import type { DomNode } from '../crypto/xmldsig/dom-transform.ts'

const require = createRequire(import.meta.resolve('xml-crypto'))
const { DOMParser } = require('@xmldom/xmldom') as {
  DOMParser: new (options: object) => { parseFromString(xml: string, type: string): DomNode }
}

/** Line ends of XML 1.1, which that parser makes line feeds in XML 1.0 as well: of a text with one it says nothing true. */
export const OTHER_LINE_ENDS = /[\u0085\u2028]/

/** It warns on the console of what it finds odd, unless it is told not to. */
export function parseDom(xml: string): DomNode {
  return new DOMParser({ errorHandler: { warning: () => undefined } }).parseFromString(xml, 'text/xml')
}
