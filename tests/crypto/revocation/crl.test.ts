import { expect, describe, test } from 'vitest'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { parseCrl } from '../../../crypto/revocation/crl.ts'
import { verifyCrl } from '../../../crypto/revocation/verify-crl.ts'
import { issue } from '../trust-bundle-parties.ts'
import { DURING, certificate, codeOf, entry, extension, listBytes, writeList } from './authorities.ts'

const issuing = certificate('issuing')
const revokedAt = new Date('2026-02-15T12:00:00Z')

describe('a list of openssl', () => {
  test('is read: dates, number, entries with date and reason', async () => {
    const crl = await verifyCrl(listBytes('issuing'), issuing, DURING)
    expect(crl.thisUpdateAt.toISOString()).toBe('2026-03-01T00:00:00.000Z')
    expect(crl.nextUpdateAt.toISOString()).toBe('2026-03-08T00:00:00.000Z')
    expect(crl.number).toBe('1002')
    expect([...crl.entries]).toEqual([
      [certificate('revoked').serial, { revokedAt, reason: 1 }],
      [certificate('held').serial, { revokedAt: new Date('2026-02-20T12:00:00Z'), reason: 6 }],
    ])
    expect(crl.scope).toEqual({ holders: 'ALL', names: undefined })
  })

  test('without entries is a list all the same', async () => {
    expect((await verifyCrl(listBytes('empty'), issuing, DURING)).entries.size).toBe(0)
  })

  test('without the identifier of a key is matched by name and signature', async () => {
    expect((await verifyCrl(listBytes('without-key-id'), issuing, DURING)).entries.size).toBe(2)
  })

  test.each(['gost-512', 'rsa', 'ecdsa'])('of an authority with a key of %s verifies', async (name) => {
    const authority = certificate(name)
    expect((await verifyCrl(listBytes(name), authority, DURING)).signatureOid).toBe(authority.signatureOid)
  })

  test.each([
    ['users', { holders: 'USERS', names: undefined }],
    ['authorities', { holders: 'AUTHORITIES', names: undefined }],
    ['part', { holders: 'ALL', names: certificate('part').crlNames }],
  ])('for %s only says so', async (name, scope) => {
    expect((await verifyCrl(listBytes(name), issuing, DURING)).scope).toEqual(scope)
  })
})

describe('a list is refused', () => {
  test.each([
    ['that is a delta list', 'delta', 'CRL_UNSUPPORTED'],
    ['that is an indirect list', 'indirect', 'CRL_UNSUPPORTED'],
    ['that holds some reasons only', 'reasons', 'CRL_UNSUPPORTED'],
    ['that demands an unknown extension', 'unknown-critical', 'CRL_UNSUPPORTED'],
    ['of another authority', 'root', 'CRL_ISSUER'],
    ['of another key of the same name', 'impostor', 'CRL_ISSUER'],
  ])('%s', async (_defect, name, code) => {
    expect(await codeOf(() => verifyCrl(listBytes(name), issuing, DURING))).toBe(code)
  })

  test('on the instant of its next update and later, and before it was made', async () => {
    const verdictAt = (instant: string) => codeOf(() => verifyCrl(listBytes('issuing'), issuing, new Date(instant)))
    expect(await verdictAt('2026-03-07T23:59:59Z')).toBe('no fault')
    expect(await verdictAt('2026-03-08T00:00:00Z')).toBe('CRL_TIME')
    expect(await verdictAt('2026-02-28T23:00:00Z')).toBe('CRL_TIME')
    expect(await verdictAt('2026-02-28T23:56:00Z')).toBe('no fault') // clocks differ by minutes
    expect(await verdictAt('no instant')).toBe('CRL_TIME')
  })

  test('with one bit changed anywhere', async () => {
    const list = listBytes('issuing')
    for (let position = 0; position < list.length; position += 3) {
      const changed = Uint8Array.from(list)
      changed[position]! ^= 1 << (position % 8)
      const verdict = await codeOf(() => verifyCrl(changed, issuing, DURING))
      expect(`${position} ${verdict}`).toMatch(/CRL_/)
    }
  })

  test('cut short, or with a byte too many', async () => {
    const list = listBytes('issuing')
    for (const bytes of [list.subarray(0, -1), list.subarray(0, 40), Buffer.concat([list, Buffer.of(0)]), Buffer.of()])
      expect(await codeOf(() => parseCrl(bytes))).toBe('CRL_MALFORMED')
  })
})

describe('lists that openssl does not write', () => {
  const authority = issue({ commonName: 'Authority' }, { kind: 'ca' })
  const signer = issue({ commonName: 'Signer' }, { issuer: authority })
  const verify = (content: Parameters<typeof writeList>[1], by = authority) =>
    verifyCrl(writeList(by, content), authority.certificate, DURING)

  test.each([
    ['of version 1, which cannot say that it is partial', { version: 0 }, 'CRL_MALFORMED'],
    ['of an unknown version', { version: 2 }, 'CRL_MALFORMED'],
    ['that never grows old', { nextUpdateAt: undefined }, 'CRL_MALFORMED'],
    ['that claims another algorithm outside', { outerAlgorithm: OID.rsaSha256 }, 'CRL_MALFORMED'],
    [
      'with an entry of another issuer',
      { entries: [entry('05', revokedAt, [extension('2.5.29.29', der.sequence(), { isCritical: true })])] },
      'CRL_UNSUPPORTED',
    ],
    [
      'with an entry of a delta list',
      { entries: [entry('05', revokedAt, [extension(OID.reasonCode, der.element(0x0a, Uint8Array.of(8)))])] },
      'CRL_UNSUPPORTED',
    ],
    [
      'with an extension twice',
      { extensions: [extension(OID.crlNumber, der.integer(1)), extension(OID.crlNumber, der.integer(2))] },
      'CRL_MALFORMED',
    ],
  ])('are refused: %s', async (_defect, content, code) => {
    expect(await codeOf(() => verify(content))).toBe(code)
  })

  test('are refused when somebody else of that name signed them', async () => {
    const namesake = { ...signer, certificate: { ...signer.certificate, subjectDer: authority.certificate.subjectDer } }
    expect(await codeOf(() => verify({}, namesake))).toBe('CRL_SIGNATURE')
  })

  test('are refused when the authority may not sign lists', async () => {
    const silent = { ...authority.certificate, keyUsage: ['keyCertSign'] as const }
    expect(await codeOf(() => verifyCrl(writeList(authority), silent, DURING))).toBe('CRL_ISSUER')
  })

  test('name a certificate twice: the earlier date counts', async () => {
    const later = new Date('2026-02-20T00:00:00Z')
    const { entries } = await verify({ entries: [entry('05', later), entry('05', revokedAt), entry('05', later)] })
    expect(entries.get('05')?.revokedAt).toEqual(revokedAt)
  })

  test('hold a negative number, which is nobody and hides nobody', async () => {
    const negative = der.sequence(der.element(0x02, Uint8Array.of(0xff)), der.time(revokedAt))
    const { entries } = await verify({ entries: [negative, entry('ff', revokedAt)] })
    expect([...entries.keys()]).toEqual(['-ff', 'ff'])
  })

  test('of 100,000 entries are indexed without holding up the event loop', async () => {
    const serials = Array.from({ length: 100_000 }, (_, n) => (0x4d00000000 + n).toString(16))
    const list = writeList(authority, { entries: serials.map((serial) => entry(serial, revokedAt)) })
    let turns = 0
    const count = (): void => {
      turns++
      waiting = setImmediate(count)
    }
    let waiting = setImmediate(count)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const startedAt = performance.now()
    const { entries } = await verifyCrl(list, authority.certificate, DURING)
    const tookMs = Math.round(performance.now() - startedAt)
    clearImmediate(waiting)
    delay.disable()
    console.log(
      `a list of ${list.length} bytes: ${tookMs} ms, ${turns} turns, longest pause ${Math.round(delay.max / 1e6)} ms`,
    )
    expect(entries.size).toBe(100_000)
    expect(entries.get('4d00000000')?.revokedAt).toEqual(revokedAt)
    expect(turns).toBeGreaterThan(100)
  })
})
