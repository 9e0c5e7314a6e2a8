/** Certificates that we issue with every kind of key. */
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { parseCertificate } from '../../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../../crypto/x509/issue.ts'
import { JUDGED_AT, KINDS, certificateOf, privateKeyOf } from './kinds.ts'
import type { Kind } from './kinds.ts'

function issueChain(kind: Kind) {
  const common = {
    publicKey: certificateOf(kind).publicKey!,
    issuerKey: privateKeyOf(kind),
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2046-01-01T00:00:00Z'),
    subject: { commonName: 'Суд (образец)', ogrn: '1027700000012' },
  }
  const root = parseCertificate(issueCertificate({ ...common, issuer: 'self', usage: 'ca', serial: '01' }))
  const leaf = parseCertificate(issueCertificate({ ...common, issuer: root, usage: 'signing', serial: '02' }))
  return { root, leaf }
}

describe.each(KINDS)('%s', (kind) => {
  const { suite } = certificateOf(kind)
  const { root, leaf } = issueChain(kind)

  test('issues a chain that holds, in the suite of its key', () => {
    const { chain } = createTrustStore([root]).verifyCertificate(leaf, JUDGED_AT)
    expect(chain).toEqual([leaf, root])
    expect(leaf).toMatchObject({ suite, signatureOid: suite!.signatureOid, authorityKeyId: root.subjectKeyId })
    expect(leaf.spkiDer).toEqual(root.spkiDer)
  })

  test('carries the very key it was given', () => {
    const given = certificateOf(kind)
    // Algorithm parameters of GOST keys may be written otherwise; the key itself may not.
    expect(Buffer.compare(leaf.spkiDer.subarray(-64), given.spkiDer.subarray(-64))).toBe(0)
  })
})

test.each(KINDS.filter((kind) => !kind.startsWith('gost')))('what %s issues is verified by node', (kind) => {
  const { leaf, root } = issueChain(kind)
  const own = new X509Certificate(leaf.der)
  expect(own.checkIssued(new X509Certificate(root.der))).toBe(true)
  expect(own.verify(own.publicKey)).toBe(true)
})
