import { expect, test } from 'vitest'
import { FAULTS, faultOf, GatewayError, withFacts } from '../../gateway/domain/faults.ts'

test('a fault has the row of its code, a bug has none', () => {
  const fault = new GatewayError('REGISTRY_UNREACHABLE', 'no answer')
  expect(faultOf(fault)).toEqual({ code: 'REGISTRY_UNREACHABLE', blame: 'peer', retry: true, http: 503 })
  expect(faultOf(new TypeError('bug'))).toBeUndefined()
  expect(faultOf('bug')).toBeUndefined()
})

test('cause and facts are kept, and facts are never missing', () => {
  const cause = new Error('below')
  const fault = new GatewayError('SIGNATURE_VALUE', 'forged', { cause, facts: { certificateSerial: '0a' } })
  expect(fault).toMatchObject({ cause, facts: { certificateSerial: '0a' }, name: 'GatewayError' })
  expect(new GatewayError('SIGNATURE_VALUE', 'forged').facts).toEqual({})
})

test('facts established earlier stand in a later fault; its own win, and a bug stays a bug', () => {
  const failing = (error: Error) => () =>
    withFacts({ certificateSerial: '0a', algorithm: 'gost2012-256' }, () => {
      throw error
    })
  const fault = new GatewayError('SIGNATURE_VALUE', 'forged', { facts: { algorithm: 'rsa' } })
  expect(failing(fault)).toThrow(
    expect.objectContaining({
      code: 'SIGNATURE_VALUE',
      facts: { certificateSerial: '0a', algorithm: 'rsa' },
      cause: fault,
    }),
  )
  const bug = new TypeError('bug')
  expect(failing(bug)).toThrow(bug)
  expect(withFacts({}, () => 7)).toBe(7)
})

test('facts stand in the fault of work that goes on', async () => {
  const refused = withFacts({ smevVersion: '1.3' }, async () => {
    throw new GatewayError('SIGNATURE_VALUE', 'wrong')
  })
  await expect(refused).rejects.toMatchObject({ code: 'SIGNATURE_VALUE', facts: { smevVersion: '1.3' } })
  await expect(withFacts({}, async () => Promise.reject(new TypeError('a bug')))).rejects.toThrow(TypeError)
  await expect(withFacts({}, async () => 7)).resolves.toBe(7)
})

test('a fault of the sender is never retried by the queue', () => {
  const queued = Object.entries(FAULTS).filter(([code]) => code !== 'RATE_LIMITED')
  expect(queued.filter(([, { blame, retry }]) => blame === 'sender' && retry)).toEqual([])
})

test('what an agency sees of a fault of ours is at most SMEVFailure', () => {
  const shown = Object.values(FAULTS).flatMap((kind) => (kind.blame !== 'sender' && 'smev' in kind ? [kind.smev] : []))
  expect(new Set(shown)).toEqual(new Set(['SMEVFailure']))
})

test('each fault of a certificate has a code of its own and the wire fault of design section 4', () => {
  const wire = Object.entries(FAULTS).flatMap(([code, kind]) =>
    code.startsWith('CERTIFICATE_') && 'smev' in kind ? [[code, kind.smev.split('/')[1]]] : [],
  )
  expect(Object.fromEntries(wire)).toEqual({
    CERTIFICATE_MALFORMED: 'CertificateIsNotFound',
    CERTIFICATE_UNTRUSTED: 'CertificateIsNotFound',
    CERTIFICATE_CHAIN: 'CertificateIsNotFound',
    CERTIFICATE_REVOKED: 'CertificateIsNotFound',
    CERTIFICATE_ISSUER_REVOKED: 'CertificateIsNotFound',
    CERTIFICATE_SUBJECT: 'CertificateIsNotFound',
    CERTIFICATE_EXPIRED: 'CertificateIsExpired',
    CERTIFICATE_NOT_YET_VALID: 'CertificateIsExpired',
    CERTIFICATE_USAGE: 'SignatureIsInvalid',
  })
})

test('what a revocation source does wrong is its own affair: no agency sees it, and it is tried again', () => {
  const ours = Object.entries(FAULTS).filter(([code]) => /^(CRL|OCSP|REVOCATION)_/.test(code))
  expect(ours.length).toBeGreaterThan(10)
  expect(ours.filter(([, kind]) => kind.blame !== 'peer' || !kind.retry || 'smev' in kind)).toEqual([])
})
