import { describe, expect, test } from 'vitest'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OID } from '../../../crypto/asn1/oids.ts'
import { certificateIdOf, composeOcspRequest } from '../../../crypto/revocation/ocsp-request.ts'
import { parseOcspResponse } from '../../../crypto/revocation/ocsp-response.ts'
import { verifyOcsp, type OcspQuestion } from '../../../crypto/revocation/verify-ocsp.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import { explainSkip, hasTool } from '../../support/external-tools.ts'
import { certificate, codeOf, ocspBytes, requestBytes } from './authorities.ts'

const issuing = certificate('issuing')
const good = certificate('good')

/** The nonce that openssl put last into its request. */
const nonceOf = (request: string): Uint8Array => requestBytes(request).slice(-16)
/** openssl answers as of now: the fixtures are judged a minute after they were made. */
const judgedAt = (response: string): Date =>
  new Date(parseOcspResponse(ocspBytes(response)).producedAt.getTime() + 60_000)

function ask(response: string, changes: Partial<OcspQuestion> = {}) {
  return verifyOcsp(ocspBytes(response), {
    id: certificateIdOf(good, issuing),
    nonce: nonceOf('good'),
    issuer: issuing,
    at: judgedAt(response),
    checkResponder() {
      throw new GatewayError('OCSP_RESPONDER', 'not known to be unrevoked')
    },
    ...changes,
  })
}

describe('an answer of openssl', () => {
  test.each([
    ['a responder that the issuer certified', 'good'],
    ['the issuer itself', 'good-by-authority'],
    ['a responder named by its key', 'good-by-key'],
    ['a responder that leaves out the nonce', 'good-no-nonce'],
    ['a responder that answers for the moment only', 'good-without-next-update'],
  ])('GOOD by %s is proved', (_responder, response) => {
    expect(ask(response)).toMatchObject({ status: 'GOOD', revokedAt: undefined })
  })

  test('REVOKED tells since when', () => {
    const id = certificateIdOf(certificate('revoked'), issuing)
    const answer = ask('revoked', { id, nonce: nonceOf('revoked') })
    expect(answer).toMatchObject({ status: 'REVOKED', revokedAt: new Date('2026-02-15T12:00:00Z') })
  })

  test('UNKNOWN is an answer, too', () => {
    const id = { ...certificateIdOf(good, issuing), serial: '7777' }
    expect(ask('unknown', { id, nonce: nonceOf('unknown') }).status).toBe('UNKNOWN')
  })

  test('by a responder that may be revoked needs a word for it', () => {
    const asked: string[] = []
    const checkResponder = ({ serial }: { serial: string }): void => void asked.push(serial)
    expect(ask('good-by-checked', { checkResponder }).status).toBe('GOOD')
    expect(asked).toEqual([certificate('responder-checked').serial])
  })
})

describe('an answer is refused', () => {
  test.each([
    ['by a responder that is not known to be unrevoked', 'good-by-checked', 'OCSP_RESPONDER'],
    ['by a person of the authority, not certified to answer', 'good-without-purpose', 'OCSP_RESPONDER'],
    ['by a responder of another authority', 'good-by-root-responder', 'OCSP_RESPONDER'],
    ['whose responder sends no certificate', 'good-without-certificate', 'OCSP_RESPONDER'],
    ['about another certificate', 'revoked', 'OCSP_NONCE'],
    ['that may be of any age', 'good-without-nonce-and-next-update', 'OCSP_TIME'],
  ])('%s', async (_defect, response, code) => {
    expect(await codeOf(() => ask(response))).toBe(code)
  })

  test('about another certificate, also with the right nonce', async () => {
    const id = certificateIdOf(certificate('held'), issuing)
    expect(await codeOf(() => ask('good', { id }))).toBe('OCSP_CERTIFICATE')
  })

  test('about the same number of another issuer', async () => {
    const id = {
      ...certificateIdOf(good, certificate('impostor')),
      issuerNameHash: certificateIdOf(good, issuing).issuerNameHash,
    }
    expect(await codeOf(() => ask('good', { id }))).toBe('OCSP_CERTIFICATE')
  })

  test('to another question: with another nonce', async () => {
    expect(await codeOf(() => ask('good', { nonce: nonceOf('revoked') }))).toBe('OCSP_NONCE')
  })

  test('of another authority of the same name', async () => {
    const impostor = certificate('impostor')
    expect(await codeOf(() => ask('good', { issuer: impostor }))).toBe('OCSP_RESPONDER')
    expect(await codeOf(() => ask('good-by-authority', { issuer: impostor }))).toBe('OCSP_SIGNATURE')
  })

  test('after its next update, and before it was made', async () => {
    const verdictAt = (response: string, shiftMs: number) =>
      codeOf(() => ask(response, { at: new Date(judgedAt(response).getTime() + shiftMs) }))
    const day = 86_400_000
    expect(await verdictAt('good', 6 * day)).toBe('no fault')
    expect(await verdictAt('good', 7 * day)).toBe('OCSP_TIME')
    expect(await verdictAt('good', -3_600_000)).toBe('OCSP_TIME')
  })

  test('by a responder whose own certificate has expired', async () => {
    const at = new Date('2046-01-01T00:00:00Z')
    expect(await codeOf(() => ask('good', { at }))).toBe('OCSP_RESPONDER')
  })

  test('with one bit changed anywhere', async () => {
    const response = ocspBytes('good')
    for (let position = 0; position < response.length; position += 2) {
      const changed = Uint8Array.from(response)
      changed[position]! ^= 1 << (position % 8)
      const question = { id: certificateIdOf(good, issuing), nonce: nonceOf('good'), issuer: issuing }
      const verdict = await codeOf(() =>
        verifyOcsp(changed, { ...question, at: judgedAt('good'), checkResponder: () => undefined }),
      )
      expect(`${position} ${verdict}`).toMatch(/OCSP_|CERTIFICATE_MALFORMED/)
    }
  })

  test('that says only that the responder will not answer', async () => {
    const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03)
    expect(await codeOf(() => parseOcspResponse(tryLater))).toBe('OCSP_REFUSED')
  })
})

describe('a request', () => {
  test('names the certificate as openssl names it, and carries the nonce', () => {
    const request = composeOcspRequest(certificateIdOf(good, issuing), nonceOf('good'))
    expect(Buffer.from(request).equals(requestBytes('good'))).toBe(true)
  })

  test('uses SHA-1 as a name only', () => {
    expect(certificateIdOf(good, issuing)).toMatchObject({ hashOid: OID.sha1, serial: good.serial })
  })

  test('is read by openssl', () => {
    if (!hasTool('openssl')) return explainSkip('reading an OCSP request', 'openssl')
    const file = join(mkdtempSync(join(tmpdir(), 'ocsp-')), 'request')
    writeFileSync(file, composeOcspRequest(certificateIdOf(good, issuing), Buffer.alloc(32, 7)))
    const { stdout } = spawnSync('openssl', ['ocsp', '-reqin', file, '-req_text'], { encoding: 'utf8' })
    expect(stdout).toContain(`Serial Number: ${good.serial.toUpperCase()}`)
    expect(stdout).toContain('OCSP Nonce')
    expect(readFileSync(file).length).toBeGreaterThan(100)
  })
})
