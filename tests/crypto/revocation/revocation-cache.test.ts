import { describe, expect, test } from 'vitest'
import { createRevocationPolicies, type RevocationPolicy } from '../../../crypto/revocation/policy.ts'
import { createRevocationCache, type Link } from '../../../crypto/revocation/revocation-cache.ts'
import type { OcspAnswer } from '../../../crypto/revocation/ocsp-response.ts'
import { verifyCrl } from '../../../crypto/revocation/verify-crl.ts'
import { certificateIdOf } from '../../../crypto/revocation/ocsp-request.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { DURING, certificate, codeOf, listBytes } from './authorities.ts'

const issuing = certificate('issuing')
const root = certificate('root')
const good: Link = { certificate: certificate('good'), issuer: issuing }
const revoked: Link = { certificate: certificate('revoked'), issuer: issuing }
const held: Link = { certificate: certificate('held'), issuer: issuing }
const partly: Link = { certificate: certificate('part'), issuer: issuing }

const LISTED: RevocationPolicy = { crlUrls: ['http://crl.example/issuing.crl'] }
const ASKED: RevocationPolicy = { ...LISTED, ocspUrl: 'http://ocsp.example' }

const cacheBy = (policy: RevocationPolicy) =>
  createRevocationCache(createRevocationPolicies([{ authority: issuing, policy }]))

async function cacheWith(...lists: readonly string[]) {
  const cache = cacheBy(LISTED)
  for (const name of lists) {
    const at = name === 'issuing-next' ? new Date('2026-03-06T00:00:00Z') : DURING
    cache.keepList(issuing, await verifyCrl(listBytes(name), issuing, at))
  }
  return cache
}

const at = (instant: string): Date => new Date(instant)

describe('by the policy of the issuer', () => {
  test('NOT_CHECKED where the bundle says so, and for what is no authority of it', () => {
    expect(cacheBy('NOT_CHECKED').statusOf(good, DURING)).toBe('NOT_CHECKED')
    expect(cacheBy(LISTED).statusOf({ certificate: issuing, issuer: root }, DURING)).toBe('NOT_CHECKED')
  })

  test('UNKNOWN before a list has come', () => {
    expect(cacheBy(LISTED).statusOf(good, DURING)).toBe('UNKNOWN')
  })
})

describe('by a list', () => {
  test('a certificate that is not on it is GOOD, until the next list is due', async () => {
    const cache = await cacheWith('issuing')
    expect(cache.statusOf(good, DURING)).toBe('GOOD')
    expect(cache.statusOf(good, at('2026-03-07T23:59:59Z'))).toBe('GOOD')
    expect(cache.statusOf(good, at('2026-03-08T00:00:00Z'))).toBe('UNKNOWN')
  })

  test('a later list speaks for earlier instants: who was held up learns of it', async () => {
    const cache = await cacheWith('issuing-next')
    expect(cache.statusOf(good, at('2026-02-01T00:00:00Z'))).toBe('GOOD')
  })

  test('a certificate is REVOKED from the second of its revocation on, and GOOD before', async () => {
    const cache = await cacheWith('issuing')
    expect(cache.statusOf(revoked, at('2026-02-15T12:00:00Z'))).toBe('REVOKED')
    expect(cache.statusOf(revoked, at('2026-02-15T11:59:59Z'))).toBe('GOOD')
    expect(cache.statusOf(held, DURING)).toBe('REVOKED')
  })

  test('an outdated list still tells who is revoked', async () => {
    const cache = await cacheWith('issuing')
    expect(cache.statusOf(revoked, at('2026-06-01T00:00:00Z'))).toBe('REVOKED')
  })

  test('an older list changes nothing that a newer one has told', async () => {
    const cache = await cacheWith('issuing-next', 'empty')
    expect(cache.statusOf(revoked, DURING)).toBe('REVOKED')
    expect(cache.revision).toBe(1)
  })

  test('a newer one replaces it, and is news', async () => {
    const cache = await cacheWith('issuing', 'issuing-next')
    expect(cache.statusOf(good, at('2026-03-10T00:00:00Z'))).toBe('GOOD')
    expect(cache.revision).toBe(2)
  })

  test('of users says nothing of authorities, one of authorities nothing of users', async () => {
    expect((await cacheWith('users')).statusOf(good, DURING)).toBe('GOOD')
    const cache = await cacheWith('authorities')
    expect(cache.statusOf(good, DURING)).toBe('UNKNOWN')
    expect(cache.statusOf({ certificate: { ...good.certificate, isCa: true }, issuer: issuing }, DURING)).toBe('GOOD')
  })

  test('a part of a divided list speaks for the certificates of that part only', async () => {
    const cache = await cacheWith('part')
    expect(cache.statusOf(partly, DURING)).toBe('GOOD')
    expect(cache.statusOf(good, DURING)).toBe('UNKNOWN')
  })

  test('that was made after a certificate expired may have left it out', async () => {
    const cache = await cacheWith('issuing')
    const lapsed = { ...good.certificate, notAfter: at('2026-02-28T00:00:00Z') }
    expect(cache.statusOf({ certificate: lapsed, issuer: issuing }, at('2026-02-27T00:00:00Z'))).toBe('UNKNOWN')
  })

  test('goes with the key of the authority, whichever of its certificates is in the chain', async () => {
    const cache = await cacheWith('issuing')
    const renewed = { ...issuing, fingerprint: 'another certificate of the same key' }
    expect(cache.statusOf({ ...revoked, issuer: renewed }, DURING)).toBe('REVOKED')
    expect(cache.statusOf({ ...revoked, issuer: certificate('impostor') }, DURING)).toBe('NOT_CHECKED')
  })
})

describe('by OCSP answers', () => {
  const answer = (changes: Partial<OcspAnswer> = {}): OcspAnswer => ({
    certificate: certificateIdOf(good.certificate, issuing),
    status: 'GOOD',
    revokedAt: undefined,
    thisUpdateAt: at('2026-03-02T11:30:00Z'),
    nextUpdateAt: at('2026-03-02T18:00:00Z'),
    ...changes,
  })

  function asking() {
    const cache = cacheBy(ASKED)
    const wanted: Link[] = []
    cache.onWanted((link) => wanted.push(link))
    return { cache, wanted }
  }

  test('what nobody has answered is UNKNOWN, and wanted', () => {
    const { cache, wanted } = asking()
    expect(cache.statusOf(good, DURING)).toBe('UNKNOWN')
    expect(wanted).toEqual([good])
  })

  test('nothing is wanted where the policy names no responder', () => {
    const cache = cacheBy(LISTED)
    cache.onWanted(() => expect.unreachable('there is nobody to ask'))
    expect(cache.statusOf(good, DURING)).toBe('UNKNOWN')
  })

  test('an answer speaks until its next update, and is asked for again after an hour', () => {
    const { cache, wanted } = asking()
    cache.keepAnswer(good.certificate, answer())
    expect(cache.statusOf(good, DURING)).toBe('GOOD')
    expect(wanted).toEqual([])
    expect(cache.statusOf(good, at('2026-03-02T12:30:00Z'))).toBe('GOOD')
    expect(wanted).toHaveLength(1)
    expect(cache.statusOf(good, at('2026-03-02T18:00:00Z'))).toBe('UNKNOWN')
    expect(cache.revision).toBe(1)
  })

  test('an answer for the moment speaks for what was before it', () => {
    const { cache } = asking()
    cache.keepAnswer(good.certificate, answer({ nextUpdateAt: undefined }))
    expect(cache.statusOf(good, at('2026-03-02T11:29:59Z'))).toBe('GOOD')
    expect(cache.statusOf(good, at('2026-03-02T11:30:00Z'))).toBe('UNKNOWN')
  })

  test('a revocation counts from its instant', () => {
    const { cache } = asking()
    cache.keepAnswer(good.certificate, answer({ status: 'REVOKED', revokedAt: at('2026-03-02T10:00:00Z') }))
    expect(cache.statusOf(good, DURING)).toBe('REVOKED')
    expect(cache.statusOf(good, at('2026-03-02T09:00:00Z'))).toBe('GOOD')
  })

  test('«unknown» is no testimony', () => {
    const { cache } = asking()
    cache.keepAnswer(good.certificate, answer({ status: 'UNKNOWN' }))
    expect(cache.statusOf(good, DURING)).toBe('UNKNOWN')
  })

  test('an older answer changes nothing', () => {
    const { cache } = asking()
    cache.keepAnswer(good.certificate, answer({ status: 'REVOKED', revokedAt: at('2026-03-02T10:00:00Z') }))
    cache.keepAnswer(good.certificate, answer({ thisUpdateAt: at('2026-03-02T09:30:00Z') }))
    expect(cache.statusOf(good, DURING)).toBe('REVOKED')
  })

  test('list and responder together: one that knows is enough, and one that says REVOKED is believed', async () => {
    const { cache } = asking()
    cache.keepList(issuing, await verifyCrl(listBytes('issuing'), issuing, DURING))
    expect(cache.statusOf(good, DURING)).toBe('GOOD')
    cache.keepAnswer(good.certificate, answer({ status: 'REVOKED', revokedAt: at('2026-03-02T10:00:00Z') }))
    expect(cache.statusOf(good, DURING)).toBe('REVOKED')
    expect(cache.listStatusOf(good, DURING)).toBe('GOOD')
  })
})

describe('after a reload', () => {
  test('everything that was known is known, to both caches, until the sources say more', async () => {
    const earlier = await cacheWith('issuing')
    const later = cacheBy(LISTED)
    later.inherit(earlier)
    expect(later.statusOf(revoked, DURING)).toBe('REVOKED')
    expect(later.statusOf(good, DURING)).toBe('GOOD')
    later.keepList(issuing, await verifyCrl(listBytes('issuing-next'), issuing, at('2026-03-06T00:00:00Z')))
    expect(earlier.statusOf(good, at('2026-03-08T00:00:00Z'))).toBe('GOOD')
  })

  test('the new policies rule over old knowledge', async () => {
    const later = cacheBy('NOT_CHECKED')
    later.inherit(await cacheWith('issuing'))
    expect(later.statusOf(good, DURING)).toBe('NOT_CHECKED')
  })
})

describe('the trust store', () => {
  async function storeWith(rootList: string) {
    const policies = createRevocationPolicies([
      { authority: root, policy: LISTED },
      { authority: issuing, policy: LISTED },
    ])
    const cache = createRevocationCache(policies)
    cache.keepList(root, await verifyCrl(listBytes(rootList), root, DURING))
    cache.keepList(issuing, await verifyCrl(listBytes('issuing'), issuing, DURING))
    return createTrustStore([root], [issuing], cache.statusOf)
  }

  test('refuses a certificate once it is revoked, and not before', async () => {
    const trust = await storeWith('root')
    expect(trust.verifyCertificate(good.certificate, DURING).revocation).toBe('GOOD')
    expect(await codeOf(() => trust.verifyCertificate(revoked.certificate, DURING))).toBe('CERTIFICATE_REVOKED')
    expect(trust.verifyCertificate(revoked.certificate, at('2026-02-15T11:00:00Z')).revocation).toBe('GOOD')
  })

  test('refuses every certificate of an authority that is itself revoked', async () => {
    const trust = await storeWith('root-revokes-issuing')
    expect(await codeOf(() => trust.verifyCertificate(good.certificate, DURING))).toBe('CERTIFICATE_ISSUER_REVOKED')
  })
})
