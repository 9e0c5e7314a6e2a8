/** Trust bundle, sources over HTTP, trust store and the flow's port together, on the lists and answers of openssl. */
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFetchBytes } from '../adapters/revocation/fetch-bytes.ts'
import type { SourceFailure } from '../crypto/revocation/list-refresher.ts'
import { parseOcspResponse } from '../crypto/revocation/ocsp-response.ts'
import type { RevocationPolicy } from '../crypto/revocation/policy.ts'
import { openTrustBundle } from '../crypto/trust-bundle.ts'
import type { Certificate } from '../crypto/x509/certificate.ts'
import { composeRevocation } from '../gateway/compose-revocation.ts'
import { checkTrustBundleShape } from '../gateway/trust-bundle-schema.ts'
import { DURING, certificate, listBytes, ocspBytes } from './crypto/revocation/authorities.ts'
import { NOW, officer, signedBy, trustBundle } from './crypto/trust-bundle-parties.ts'
import { fakeClock } from './support/fakes.ts'

const SOURCES = 'http://sources.example'
const LISTED: RevocationPolicy = { crlUrls: [`${SOURCES}/issuing.crl`] }

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

/** A gateway that trusts openssl's authorities and asks about the certificates of the issuing one. */
async function running(policy: RevocationPolicy, now = DURING) {
  const listed = (name: string, revocation: RevocationPolicy) => ({
    certificate: base64(certificate(name)),
    revocation,
  })
  const record = trustBundle({
    roots: [listed('root', 'NOT_CHECKED')],
    intermediates: [listed('issuing', policy)],
    requesters: [],
  })
  const bundle = openTrustBundle(await signedBy(officer, record), {
    signerCertificate: officer.certificate,
    at: NOW,
    checkShape: checkTrustBundleShape,
  })
  const failures: SourceFailure[] = []
  const revocation = composeRevocation({
    bundle,
    clock: fakeClock(now),
    fetchBytes: createFetchBytes(),
    onFailure: (failure) => failures.push(failure),
  })
  await revocation.start()
  revocation.stop()
  const statusOf = (name: string, at = now) => revocation.port.getStatus(certificate(name).der, at)
  return { bundle, failures, statusOf, port: revocation.port }
}

const base64 = ({ der }: Certificate): string => Buffer.from(der).toString('base64')

describe('lists', () => {
  test('are fetched before the first message comes: a revoked certificate is known, as of its date', async () => {
    nock(SOURCES)
      .get('/issuing.crl')
      .reply(200, Buffer.from(listBytes('issuing')))
    const { statusOf, port, failures } = await running(LISTED)
    expect(failures).toEqual([])
    // The root is not checked, so nothing below it is more than that.
    expect(statusOf('good')).toBe('NOT_CHECKED')
    expect(statusOf('revoked')).toBe('REVOKED')
    expect(statusOf('revoked', new Date('2026-02-15T11:59:59Z'))).toBe('NOT_CHECKED')
    expect(port.revision).toBe(1)
  })

  test('that cannot be had leave certificates UNKNOWN, and the door open for them', async () => {
    nock(SOURCES).get('/issuing.crl').reply(503)
    const { statusOf, bundle, failures } = await running(LISTED)
    expect(failures).toMatchObject([{ url: `${SOURCES}/issuing.crl`, error: { code: 'REVOCATION_UNREACHABLE' } }])
    expect(statusOf('good')).toBe('UNKNOWN')
    expect(bundle.trustStore.verifyCertificate(certificate('good'), DURING).revocation).toBe('UNKNOWN')
  })

  test('of somebody else at the configured address are reported and believed by nobody', async () => {
    nock(SOURCES)
      .get('/issuing.crl')
      .reply(200, Buffer.from(listBytes('impostor')))
    const { statusOf, failures } = await running(LISTED)
    expect(failures).toMatchObject([{ error: { code: 'CRL_ISSUER' } }])
    expect(statusOf('good')).toBe('UNKNOWN')
  })

  test('are never fetched from where a certificate points', async () => {
    nock(SOURCES).get('/issuing.crl').reply(503)
    const named = nock('http://crl.example')
      .get('/part-1.crl')
      .reply(200, Buffer.from(listBytes('part')))
    const { statusOf } = await running(LISTED)
    expect(certificate('part').crlNames).toHaveLength(1)
    expect(statusOf('part')).toBe('UNKNOWN')
    expect(named.isDone()).toBe(false)
  })
})

test('nobody is asked where the bundle says NOT_CHECKED', async () => {
  const { statusOf, failures } = await running('NOT_CHECKED')
  expect(statusOf('revoked')).toBe('NOT_CHECKED')
  expect(failures).toEqual([])
})

test('a certificate of nobody in the bundle is UNKNOWN: trust that was withdrawn sends nothing', async () => {
  const { statusOf } = await running('NOT_CHECKED')
  expect(statusOf('rsa')).toBe('UNKNOWN')
})

test('a responder is asked in the background: nobody waits, and the next look knows', async () => {
  const now = new Date(parseOcspResponse(ocspBytes('good-no-nonce')).producedAt.getTime() + 1000)
  nock(SOURCES).get('/issuing.crl').reply(503)
  nock(SOURCES)
    .post('/ocsp')
    .reply(200, Buffer.from(ocspBytes('good-no-nonce')))
  const { statusOf, port } = await running({ ...LISTED, ocspUrl: `${SOURCES}/ocsp` }, now)
  expect(statusOf('good')).toBe('UNKNOWN')
  await expect.poll(() => port.revision).toBe(1)
  expect(statusOf('good')).toBe('NOT_CHECKED')
})
