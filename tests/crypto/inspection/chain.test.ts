import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judgeChain } from '../../../crypto/inspection/chain.ts'
import { parseCertificateOfAnyVersion, parseCertificatesPem } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { parsePemBlocks } from '../../../crypto/x509/pem.ts'

const AT = new Date('2026-11-20T09:00:00Z')

function certificate(name: string): Certificate {
  const [found] = parseCertificatesPem(
    readFileSync(new URL(`../../fixtures/certs/${name}.pem`, import.meta.url), 'utf8'),
  )
  if (found === undefined) throw new Error(`no certificate ${name}`)
  return found
}

const root = certificate('root')
const issuing = certificate('issuing')
const official = certificate('official')

test('through an authority that the signature brought along, to a root of the reader', () => {
  expect(judgeChain(official, { anchors: [root], links: [issuing], at: AT })).toBe('trusted')
  expect(judgeChain(official, { anchors: [root], links: [], at: AT })).toBe('untrusted')
})

test('a root that the signature brought along is no root of the reader', () => {
  expect(judgeChain(official, { anchors: [certificate('other-root')], links: [issuing, root], at: AT })).toBe(
    'untrusted',
  )
})

test('nobody is trusted unless the reader says whom', () => {
  expect(judgeChain(official, { anchors: undefined, links: [issuing, root], at: AT })).toBe('not-checked')
})

test.each([
  [official.notBefore, 0, 'trusted'],
  [official.notBefore, -1000, 'not-yet-valid'],
  [official.notAfter, 0, 'trusted'],
  [official.notAfter, 1000, 'expired'],
] as const)('judged at the instant asked about (%s %d)', (instant, offset, verdict) => {
  const at = new Date(instant.getTime() + offset)
  expect(judgeChain(official, { anchors: [root], links: [issuing], at })).toBe(verdict)
})

test('a certificate that is for something else', () => {
  expect(judgeChain(certificate('encryption'), { anchors: [root], links: [issuing], at: AT })).toBe('wrong-usage')
})

test('an authority that was not in force any more', () => {
  const lapsed = { ...issuing, notAfter: new Date('2026-11-20T08:59:59Z') }
  expect(judgeChain(official, { anchors: [root], links: [lapsed], at: AT })).toBe('authority-not-in-force')
})

describe('a root of version 1, which cannot say what it is for', () => {
  const [old, below] = ['version-1.root', 'below-version-1'].map((name) => {
    const text = readFileSync(new URL(`../../fixtures/inspection/${name}.pem`, import.meta.url), 'latin1')
    return parsePemBlocks(text, 'CERTIFICATE').map(parseCertificateOfAnyVersion)[0]!
  }) as [Certificate, Certificate]

  test('has not signed by right, though the reader trusts it', () => {
    expect(judgeChain(old, { anchors: [old], links: [], at: AT })).toBe('wrong-usage')
    expect(judgeChain(old, { anchors: [root], links: [old], at: AT })).toBe('untrusted')
  })

  test('is the authority of nobody', () => {
    expect(below.issuerDer).toEqual(old.subjectDer)
    expect(judgeChain(below, { anchors: [old], links: [], at: AT })).toBe('untrusted')
  })
})
