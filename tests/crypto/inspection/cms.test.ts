/** Signatures in CMS: enclosed and detached, one and several, in the shapes that other makers give them. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findCmsBytes } from '../../../crypto/inspection/cms-bytes.ts'
import type { Finding } from '../../../crypto/inspection/finding.ts'
import { judgeSignedData } from '../../../crypto/inspection/judge-cms.ts'
import { parseStatedSignedData } from '../../../crypto/inspection/read-cms.ts'
import { fixture } from './findings.ts'

const read = (path: string): Buffer => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url))
const suites = (name: string): Buffer => read(`suites/${name}.signed.cms`)
const MISSING = 'it is not here'

function findingsIn(file: Uint8Array, content?: Uint8Array): readonly Finding[] {
  const signedData = parseStatedSignedData(findCmsBytes(file) ?? new Uint8Array())
  const detached = content ? { content } : { missing: MISSING }
  return signedData ? judgeSignedData(signedData, { role: 'SignedData', target: 'detached content', detached }) : []
}

const verdictsIn = (file: Uint8Array, content?: Uint8Array) =>
  findingsIn(file, content).map(({ digest, signature }) => [digest, signature])

/** One octet changed, so many behind the beginning of the first occurrence. */
function spoiled(file: Uint8Array, near: Uint8Array, offset = 0): Buffer {
  const copy = Buffer.from(file)
  const at = copy.indexOf(near) + offset
  if (at < offset) throw new Error('nothing to spoil')
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

describe('openssl, content enclosed', () => {
  test.each([
    ['gost256-a', 'gost2012-256'],
    ['gost256-xa', 'gost2012-256'],
    ['gost256-tca', 'gost2012-256'],
    ['gost512-c', 'gost2012-512'],
    ['rsa', 'rsa-sha256'],
    ['p256', 'ecdsa-p256-sha256'],
    ['p384', 'ecdsa-p384-sha384'],
    ['gost2001-a', 'gost2001'],
    ['gost2001-b', 'gost2001'],
    ['gost2001-xb', 'gost2001'],
  ])('%s is %s', (name, algorithm) => {
    const [finding] = findingsIn(suites(name))
    const good = { digest: 'matches', signature: 'verifies', algorithm, target: 'enclosed content' }
    expect(finding).toMatchObject({ role: 'SignedData', ...good, covers: '1000 bytes', reasons: [] })
  })

  test('with indefinite lengths, armoured, in base64 over many lines: all are the same to the reader', () => {
    for (const name of ['indefinite-lengths.cms', 'armoured.cms', 'base64.b64'])
      expect(verdictsIn(fixture(name))).toEqual([['matches', 'verifies']])
  })

  test('a changed content differs, a changed statement fails, independently', () => {
    const root = fixture('gost512.root.pem')
    const cms = findCmsBytes(fixture('armoured.cms')) ?? Buffer.alloc(0)
    const content = spoiled(cms, root.subarray(100, 120))
    expect(verdictsIn(content)).toEqual([['differs', 'verifies']])
    // signingTime (1.2.840.113549.1.9.5): SET and UTCTime have two octets each before the first digit.
    const signingTime = Buffer.from('2a864886f70d010905', 'hex')
    expect(verdictsIn(spoiled(cms, signingTime, signingTime.length + 4))).toEqual([['matches', 'fails']])
  })
})

describe('detached', () => {
  const cms = fixture('gost2001-detached.cms')
  const content = fixture('gost2001.root.pem')

  test('beside its content', () => {
    expect(verdictsIn(cms, content)).toEqual([['matches', 'verifies']])
    expect(verdictsIn(cms, Buffer.from('other'))).toEqual([['differs', 'verifies']])
  })

  test('without it only the statement can be judged', () => {
    const [finding] = findingsIn(cms)
    expect(finding).toMatchObject({ digest: 'unsupported', signature: 'verifies', target: 'detached content' })
    expect(finding?.reasons).toEqual([MISSING])
  })
})

describe('rarer shapes', () => {
  test.each([
    ['two-signers', ['matches', 'verifies'], 2],
    ['without-attributes', ['matches', 'verifies'], 1],
    ['without-signing-certificate', ['matches', 'verifies'], 1],
    ['signed-by-key-id', ['matches', 'verifies'], 1],
    ['other-content-type', ['matches', 'verifies'], 1],
  ])('%s', (name, verdict, count) => {
    expect(verdictsIn(read(`cms/${name}.cms`))).toEqual(Array.from({ length: count }, () => verdict))
  })

  test('a signature over the content itself states no digest that could be told apart', () => {
    const cms = read('cms/without-attributes.cms')
    const enclosed = parseStatedSignedData(cms)?.enclosed ?? new Uint8Array()
    const [finding] = findingsIn(spoiled(cms, enclosed.subarray(0, 16)))
    expect(finding).toMatchObject({ digest: 'unsupported', signature: 'fails' })
    expect(finding?.reasons).toEqual(['no digest is stated: the signature is over the content itself'])
  })

  test('a certificate that is not enclosed leaves the digest to be judged', () => {
    const [finding] = findingsIn(read('cms/without-certificate.cms'))
    expect(finding).toMatchObject({ digest: 'matches', signature: 'unsupported', signer: undefined })
  })

  test('another certificate with the same issuer and serial is not the one the signer named', () => {
    const cms = read('cms/signed-tc26-a.cms')
    const signedData = parseStatedSignedData(cms)
    const [stated] = signedData?.signers ?? []
    const [impostor] = parseStatedSignedData(read('cms/signed-cryptopro-a.cms'))?.certificates ?? []
    if (!signedData || !stated || !impostor) throw new Error('fixtures are incomplete')
    const swapped = { ...signedData, certificates: [impostor], signers: [{ ...stated, isSignerOf: () => true }] }
    const context = { role: 'SignedData', target: '', detached: { missing: MISSING } } as const
    const [finding] = judgeSignedData(swapped, context)
    expect(finding).toMatchObject({ digest: 'matches', signature: 'fails' })
    expect(finding?.reasons).toEqual(['the signer named another certificate than the one enclosed'])
  })
})

describe('the certificate that the signer named', () => {
  const cades = fixture('gost2001-cades.cms')
  // ESSCertIDv2: the digest of GOST R 34.11-94 with NULL for parameters.
  const statement = Buffer.from('300a06062a850302020905000420', 'hex')

  test('by a digest of archives is found', () => {
    const [finding] = findingsIn(cades)
    expect(finding).toMatchObject({ digest: 'matches', signature: 'verifies', algorithm: 'gost2001', reasons: [] })
  })

  test('may be none of those that are enclosed', () => {
    const [finding] = findingsIn(spoiled(cades, statement, statement.length))
    expect(finding).toMatchObject({ digest: 'matches', signature: 'fails' })
    expect(finding?.reasons).toEqual(['the signer named another certificate than the one enclosed'])
  })

  test('cannot be told by another digest', () => {
    const [finding] = findingsIn(spoiled(cades, statement, 9))
    expect(finding).toMatchObject({ digest: 'matches', signature: 'unsupported' })
    expect(finding?.reasons).toEqual(['the signer named his certificate by digest 1.2.643.2.2.8'])
  })
})

describe('what is not supported says so', () => {
  test('SHA-1', () => {
    const [finding] = findingsIn(suites('rsa-sha1'))
    expect(finding).toMatchObject({ digest: 'unsupported', signature: 'unsupported' })
    expect(finding?.algorithm).toContain('1.3.14.3.2.26')
    expect(finding?.reasons).toContain('digest 1.3.14.3.2.26 is not supported')
  })

  test('EnvelopedData holds no signature that can be seen', () => {
    expect(parseStatedSignedData(read('cms/enveloped-tc26-a-1k.cms'))).toBeUndefined()
  })

  test.each([
    ['a certificate', fixture('gost512.root.pem')],
    ['text', Buffer.from('Здравствуйте')],
    ['base64 of something else', Buffer.from('AAAA')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is no CMS', (_what, file) => {
    expect(findCmsBytes(file)).toBeUndefined()
  })

  test.each([
    ['cut short', suites('rsa').subarray(0, 500)],
    ['bytes behind it', Buffer.concat([suites('rsa'), Buffer.alloc(1)])],
    ['no ContentInfo', Buffer.from('3003020101', 'hex')],
  ])('%s is malformed', (_what, file) => {
    expect(() => parseStatedSignedData(file)).toThrow(expect.objectContaining({ code: 'CMS_MALFORMED' }))
  })
})
