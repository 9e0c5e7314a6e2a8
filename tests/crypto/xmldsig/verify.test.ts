import { describe, expect, test } from 'vitest'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { verifySignature } from '../../../crypto/xmldsig/verify.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { FaultCode } from '../../../gateway/domain/faults.ts'
import type { XmlVisitor } from '../../../gateway/ports/xml.ts'
import { parseXml } from '../../../xsd/document.ts'
import { DEFECTS } from '../../fixtures/signature/defects.ts'
import { BY_CRYPTOGRAPHY, BY_STRUCTURE, BY_THE_GATE } from '../../fixtures/signature/expected-faults.ts'
import { readHolder, RECEIVED_AT } from '../../fixtures/signature/pki.ts'
import { fixture, NotFound, partsOf, receive } from './receive.ts'

const system = readHolder('system').certificate

const fault = (code: FaultCode) => expect.objectContaining({ name: 'GatewayError', code })
const rows = (table: Readonly<Record<string, FaultCode>>) =>
  Object.entries(table).map(([name, code]) => [name.replaceAll('-', ' '), name, code] as const)

describe('accepts', () => {
  test.each([
    ['a message as clients write it', 'send-request', '1500'],
    ['a message signed by OpenSSL', 'signed-by-openssl', '1500'],
    ['comments between elements', 'comments-between-elements', '1500'],
    ['base64 wrapped in lines', 'line-wrapped-base64', '1500'],
    ['prefixes renamed on the way', 'prefixes-renamed-on-the-way', '1500'],
    ['white space added between signed elements', 'white-space-added-between-signed-elements', '1500'],
    ['CDATA for text', 'amount-in-cdata', '1500'],
    ['an Id of WS-Security', 'id-of-ws-security', '1500'],
    ['`>` written as SMEV does', 'greater-than-by-woodstox', 'a > b, ]]> >'],
    ['`>` always escaped', 'greater-than-always-escaped', 'a > b'],
    ['`>` never escaped', 'greater-than-never-escaped', 'x ]> b'],
  ])('%s', (_what, name, amount) => {
    const { certificate, algorithm, judgedAt, text } = receive(fixture(`valid/${name}`))
    expect(certificate.fingerprint).toBe(system.fingerprint)
    expect({ algorithm, judgedAt }).toEqual({ algorithm: 'gost2012-256', judgedAt: RECEIVED_AT })
    expect(text.trim().endsWith(amount)).toBe(true)
  })

  test('the same content, however it is written, under the same digest', () => {
    const names = ['send-request', 'signed-by-openssl', 'comments-between-elements', 'amount-in-cdata']
    const digests = new Set(names.map((name) => receive(fixture(`valid/${name}`)).digest))
    expect(Array.from(digests, (digest) => digest.length)).toEqual([64])
  })

  test('a signer by the chain that was judged', () => {
    const { chain } = receive(fixture('valid/send-request'))
    expect(chain.map(({ fingerprint }) => fingerprint)).toEqual([
      system.fingerprint,
      readHolder('root').certificate.fingerprint,
    ])
  })
})

describe('the document gate refuses, before any signature is looked at', () => {
  test.each(rows(BY_THE_GATE))('%s', (_title, name, code) => {
    expect(() => parseXml(fixture(`invalid/${name}`))).toThrow(fault(code))
  })
})

describe('the shape of the signature is refused before the certificate is judged', () => {
  const untouched = {
    verifyCertificate: (): never => {
      throw new Error('the certificate was judged')
    },
  }

  test.each(rows(BY_STRUCTURE))('%s', (_title, name, code) => {
    expect(() => receive(fixture(`invalid/${name}`), untouched)).toThrow(fault(code))
  })
})

describe('cryptography refuses', () => {
  test.each(rows(BY_CRYPTOGRAPHY))('%s', (_title, name, code) => {
    expect(() => receive(fixture(`invalid/${name}`))).toThrow(fault(code))
  })

  test('any certificate, when nobody is trusted', () => {
    expect(() => receive(fixture('valid/send-request'), createTrustStore([]))).toThrow(fault('CERTIFICATE_UNTRUSTED'))
  })
})

test('every fixture of a defect has its expected fault', () => {
  const expected = Object.keys({ ...BY_THE_GATE, ...BY_STRUCTURE, ...BY_CRYPTOGRAPHY })
  expect(expected.toSorted()).toEqual(Object.keys(DEFECTS).toSorted())
})

test('a signature that is not there is missing', () => {
  using document = parseXml(fixture('valid/send-request'))
  const { target } = partsOf(document)
  const store = createTrustStore([])
  expect(() => verifySignature({ document, signature: undefined, target, at: RECEIVED_AT, trust: store })).toThrow(
    fault('SIGNATURE_MISSING'),
  )
})

test('an element that is no ds:Signature is malformed', () => {
  using document = parseXml(fixture('invalid/signature-in-another-namespace'))
  const { target, wrapper } = partsOf(document)
  const [signature] = wrapper.children
  const store = createTrustStore([])
  expect(() => verifySignature({ document, signature, target, at: RECEIVED_AT, trust: store })).toThrow(
    fault('SIGNATURE_STRUCTURE'),
  )
})

test('content is not digested for a signature that nobody trusted made', () => {
  const digested: string[] = []
  const refused = ['foreign-certificate', 'certificate-of-another-system', 'digest-value-changed']
  for (const name of refused) {
    using document = parseXml(fixture(`invalid/${name}`))
    const { target, wrapper } = partsOf(document)
    const watched = {
      root: document.root,
      validate: () => [],
      canonicalize: (element: typeof target) => {
        digested.push(element.name)
        return document.canonicalize(element)
      },
      walk: (element: typeof target, visitor: XmlVisitor) => {
        digested.push(element.name)
        document.walk(element, visitor)
      },
      [Symbol.dispose]: () => undefined,
    }
    const [signature] = wrapper.children
    const trust = createTrustStore([readHolder('root').certificate])
    expect(() => verifySignature({ document: watched, signature, target, at: RECEIVED_AT, trust })).toThrow()
  }
  expect(new Set(digested)).toEqual(new Set(['SignedInfo']))
})

/** What the message proves, or the fault: an error of another kind, a bug, fails the test that meets it. */
function outcomeOf(bytes: Uint8Array): Pick<ReturnType<typeof receive>, 'digest' | 'text'> | 'refused' {
  try {
    return receive(bytes)
  } catch (error) {
    if (error instanceof GatewayError || error instanceof NotFound) return 'refused'
    throw error
  }
}

const wordsOf = (content: string): string[] => content.split(/\s+/)

test('a change of any one bit is refused, or changes nothing that is signed', { timeout: 60_000 }, () => {
  const bytes = fixture('valid/send-request')
  const { digest, text } = receive(bytes)
  let refused = 0
  // The SOAP envelope before it is not signed.
  for (let at = bytes.indexOf('<t:SenderProvidedRequestData'); at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
    const outcome = outcomeOf(changed)
    if (outcome === 'refused') refused += 1
    else expect([outcome.digest, wordsOf(outcome.text)], `byte ${at}`).toEqual([digest, wordsOf(text)])
  }
  expect(refused).toBeGreaterThan(1_500)
})
