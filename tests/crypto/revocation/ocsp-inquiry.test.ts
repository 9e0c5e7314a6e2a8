import { describe, expect, test } from 'vitest'
import type { SourceFailure } from '../../../crypto/revocation/list-refresher.ts'
import { createOcspInquiry } from '../../../crypto/revocation/ocsp-inquiry.ts'
import { parseOcspResponse } from '../../../crypto/revocation/ocsp-response.ts'
import { createRevocationPolicies, type RevocationPolicy } from '../../../crypto/revocation/policy.ts'
import { createRevocationCache } from '../../../crypto/revocation/revocation-cache.ts'
import { GatewayError } from '../../../gateway/domain/faults.ts'
import type { SourceRequest } from '../../../gateway/ports/revocation.ts'
import { fakeClock } from '../../support/fakes.ts'
import { certificate, ocspBytes, requestBytes } from './authorities.ts'

const issuing = certificate('issuing')
const good = { certificate: certificate('good'), issuer: issuing }
const URL = 'http://ocsp.example/'
const ASKED: RevocationPolicy = { crlUrls: ['http://crl.example/a.crl'], ocspUrl: URL }
const answeredAt = new Date(parseOcspResponse(ocspBytes('good')).producedAt.getTime() + 1000)

function inquiring(answers: readonly (string | undefined)[], policy: RevocationPolicy = ASKED) {
  const policies = createRevocationPolicies([{ authority: issuing, policy }])
  const cache = createRevocationCache(policies)
  const clock = fakeClock(answeredAt)
  const asked: SourceRequest[] = []
  const failures: SourceFailure[] = []
  const inquiry = createOcspInquiry({
    policies,
    cache,
    clock,
    onFailure: (failure) => failures.push(failure),
    newNonce: () => requestBytes('good').slice(-16),
    async fetchBytes(request) {
      const answer = answers[asked.push(request) - 1]
      if (answer === undefined) throw new GatewayError('REVOCATION_UNREACHABLE', 'no answer')
      return ocspBytes(answer)
    },
  })
  return { inquiry, cache, clock, asked, failures }
}

describe('an inquiry', () => {
  test('goes to the address of the policy, and its answer is kept', async () => {
    const { inquiry, cache, clock, asked, failures } = inquiring(['good'])
    await inquiry.ask(good)
    expect(asked.map(({ url }) => url)).toEqual([URL])
    expect(asked[0]?.body?.mediaType).toBe('application/ocsp-request')
    expect(Buffer.from(asked[0]?.body?.bytes ?? []).equals(requestBytes('good'))).toBe(true)
    expect(failures).toEqual([])
    expect(cache.statusOf(good, clock.now())).toBe('GOOD')
  })

  test.each([
    ['NOT_CHECKED', 'NOT_CHECKED' as const],
    ['without a responder', { crlUrls: ['http://crl.example/a.crl'] }],
  ])('is not made where the policy is %s', async (_policy, policy) => {
    const { inquiry, asked } = inquiring(['good'], policy)
    await inquiry.ask(good)
    expect(asked).toEqual([])
  })

  test('about one certificate is made at most once a minute, answered or not', async () => {
    const { inquiry, asked, clock, failures } = inquiring([undefined, 'good'])
    await inquiry.ask(good)
    await inquiry.ask(good)
    clock.pass(59)
    await inquiry.ask(good)
    expect(asked).toHaveLength(1)
    expect(failures).toMatchObject([
      { url: URL, authority: issuing.subject, error: { code: 'REVOCATION_UNREACHABLE' } },
    ])
    clock.pass(1)
    await inquiry.ask(good)
    expect(asked).toHaveLength(2)
  })

  test('whose answer cannot be believed is reported, and nothing is kept', async () => {
    const { inquiry, cache, clock, failures } = inquiring(['good-without-purpose'])
    await inquiry.ask(good)
    expect(failures).toMatchObject([{ error: { code: 'OCSP_RESPONDER' } }])
    expect(cache.statusOf(good, clock.now())).toBe('UNKNOWN')
  })
})

describe('a responder without a promise of the authority not to need checking', () => {
  test('is believed when a list of the authority knows it to be good', async () => {
    const { inquiry, cache, clock, failures } = inquiring(['good-by-checked'])
    const thisUpdateAt = new Date(clock.now().getTime() - 1000)
    const nextUpdateAt = new Date(clock.now().getTime() + 86_400_000)
    const scope = { holders: 'ALL', names: undefined } as const
    const list = { ...emptyList, thisUpdateAt, nextUpdateAt, scope }
    cache.keepList(issuing, list)
    await inquiry.ask(good)
    expect(failures).toEqual([])
    expect(cache.statusOf(good, clock.now())).toBe('GOOD')
  })

  test('is not believed as long as no list has come', async () => {
    const { inquiry, failures } = inquiring(['good-by-checked'])
    await inquiry.ask(good)
    expect(failures).toMatchObject([{ error: { code: 'OCSP_RESPONDER' } }])
  })
})

const emptyList = {
  issuerDer: issuing.subjectDer,
  entries: new Map(),
  number: undefined,
  authorityKeyId: undefined,
  tbs: new Uint8Array(),
  signature: new Uint8Array(),
  signatureOid: '',
}
