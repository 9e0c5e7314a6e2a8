/** What `inspect` finds in a document, and the fixtures it is asked about. */
import { readFileSync } from 'node:fs'
import type { Finding } from '../../../crypto/inspection/finding.ts'
import { inspectXml } from '../../../crypto/inspection/inspect-xml.ts'
import { openInspection } from '../../../crypto/inspection/tree.ts'
import { parseXmlForInspection } from '../../../xsd/inspection-document.ts'

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/inspection/${name}`, import.meta.url))
}

export function findingsOf(document: string | Uint8Array): readonly Finding[] {
  using parsed = parseXmlForInspection(Buffer.from(document))
  return inspectXml(openInspection(parsed, parseXmlForInspection))
}

/** The only finding. */
export function findingOf(document: string | Uint8Array): Finding {
  const [finding, another] = findingsOf(document)
  if (finding === undefined || another !== undefined) throw new Error('not exactly one signature')
  return finding
}

/** Verdicts on digest and signature value of every finding. */
export function verdictsOf(document: string | Uint8Array): readonly (readonly [string, string])[] {
  return findingsOf(document).map(({ digest, signature }) => [digest, signature])
}

/** As editors do it: every tag on a line of its own, but for an element that holds nothing. */
export function prettyPrinted(xml: string | Uint8Array): string {
  return Buffer.from(xml)
    .toString()
    .replaceAll(/(<[^<>]*>)(?=<([^<>]*)>)/g, (tag: string, _: string, next: string) =>
      next.startsWith('/') && !tag.startsWith('</') ? tag : `${tag}\n  `,
    )
}

/** A change that changes nothing throws. */
export function changed(xml: string | Uint8Array, from: string | RegExp, to: string): string {
  const text = Buffer.from(xml).toString()
  const result = text.replace(from, () => to)
  if (result === text) throw new Error('nothing was changed')
  return result
}
