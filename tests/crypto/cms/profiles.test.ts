/** The encryption profiles: against what openssl encrypted (stored), both ways with ourselves, and against tampering. */
import { describe, expect, test } from 'vitest'
import type { EncryptionProfile } from '../../../gateway/domain/requester.ts'
import * as der from '../../../crypto/asn1/der.ts'
import { OID } from '../../../crypto/asn1/oids.ts'
import { DerReader, TAG, contextConstructed, openSequence } from '../../../crypto/asn1/tlv.ts'
import { parseOid, parseSmallInteger } from '../../../crypto/asn1/values.ts'
import { openContentInfo } from '../../../crypto/cms/content-info.ts'
import { decryptCms, encryptCms } from '../../../crypto/cms/enveloped-data.ts'
import { getProfile } from '../../../crypto/cms/profiles.ts'
import { faultCodeOf, faultCodeOfPromise, withOneBitFlipped } from '../x509/fixture-pki.ts'
import { message } from '../gost/openssl-tables.ts'
import { CONTENT, GOST_KINDS, LONG_CONTENT, certificateOf, holderOf, suiteFixture } from '../suites/kinds.ts'

const areEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
const UNOPENABLE = { code: 'CMS_UNOPENABLE', message: 'the encrypted document cannot be opened' }

const WITH_MAC = 'kuznyechik-ctr-acpkm-omac'
const RECEIVERS: readonly (readonly [EncryptionProfile, string])[] = [
  ...GOST_KINDS.flatMap((kind) => [['gost28147-z', kind] as const, [WITH_MAC, kind] as const]),
  ['rsa-oaep-aes256', 'rsa'],
]

describe('a document encrypted by openssl is opened', () => {
  test.each([
    ...GOST_KINDS.flatMap((kind) => [`${kind}.gost28147`, `${kind}.kuznyechik-omac`]),
    'gost256-tca.kuznyechik',
    'gost512-a.kuznyechik',
    'rsa.oaep-aes256',
  ])('%s', async (name) => {
    const opened = await decryptCms(suiteFixture(`${name}.cms`), holderOf(name.split('.')[0]!))
    expect(areEqual(opened, CONTENT)).toBe(true)
  })

  test.each(['gost256-tca', 'gost512-a'].flatMap((kind) => [`${kind}.magma`, `${kind}.magma-omac`]))(
    'over several sections of the key: %s',
    async (name) => {
      const opened = await decryptCms(suiteFixture(`${name}.cms`), holderOf(name.split('.')[0]!))
      expect(areEqual(opened, LONG_CONTENT)).toBe(true)
    },
  )
})

test.each(['oaep-sha1', 'pkcs1', 'oaep-aes128'])('openssl with RSA in another way is not opened: %s', async (name) => {
  await expect(decryptCms(suiteFixture(`rsa.${name}.cms`), holderOf('rsa'))).rejects.toMatchObject(UNOPENABLE)
})

describe('a document that we encrypt is opened by its recipient', () => {
  test.each(RECEIVERS)('%s: %s', async (profile, kind) => {
    const opened = await decryptCms(encryptCms(CONTENT, [certificateOf(kind)], profile), holderOf(kind))
    expect(areEqual(opened, CONTENT)).toBe(true)
  })

  const SIZES = [0, 1, 15, 16, 17, 262_144, 262_145, 600_000]
  test.each(
    SIZES.flatMap((size) => [[WITH_MAC, 'gost256-tca', size] as const, ['rsa-oaep-aes256', 'rsa', size] as const]),
  )('%s: %s, %i bytes', async (profile, kind, size) => {
    const content = message(size)
    const opened = await decryptCms(encryptCms(content, [certificateOf(kind)], profile), holderOf(kind))
    expect(areEqual(opened, content)).toBe(true)
  })

  test('by each of several, whatever their curves', async () => {
    const cms = encryptCms(CONTENT, GOST_KINDS.map(certificateOf), WITH_MAC)
    for (const kind of GOST_KINDS) expect(areEqual(await decryptCms(cms, holderOf(kind)), CONTENT)).toBe(true)
    await expect(decryptCms(cms, holderOf('rsa'))).rejects.toMatchObject(UNOPENABLE)
  })
})

describe('the profile', () => {
  test('without a statement is that of the kind of key', () => {
    expect(getProfile([certificateOf('gost256-tca')]).id).toBe('gost28147-z')
    expect(getProfile([certificateOf('gost512-a')]).id).toBe('gost28147-z')
    expect(getProfile([certificateOf('rsa')]).id).toBe('rsa-oaep-aes256')
  })

  test.each([
    ['RSA', 'rsa-oaep-aes256', ['gost256-tca']],
    ['GOST', WITH_MAC, ['rsa']],
    ['nothing', undefined, ['p256']],
    ['nothing', undefined, []],
  ] as const)('for %s (%s) is not that of %j', (_kind, stated, kinds) => {
    expect(faultCodeOf(() => getProfile(kinds.map(certificateOf), stated))).toBe('RECIPIENT_CERTIFICATE_MISSING')
  })
})

/** Both certificates of an addressee are current for a while; the record says from when on he reads the new kind. */
describe('between two kinds of key', () => {
  const both = ['rsa', 'gost256-tca']
  test.each([
    ['GOST comes first where nothing is stated', undefined, 'gost256-tca', 'rsa'],
    ['a profile of GOST leaves RSA out', WITH_MAC, 'gost256-tca', 'rsa'],
    ['a profile of RSA leaves GOST out', 'rsa-oaep-aes256', 'rsa', 'gost256-tca'],
  ] as const)('%s', async (_what, stated, reader, other) => {
    for (const kinds of [both, both.toReversed()]) {
      const cms = encryptCms(CONTENT, kinds.map(certificateOf), stated)
      expect(areEqual(await decryptCms(cms, holderOf(reader)), CONTENT)).toBe(true)
      await expect(decryptCms(cms, holderOf(other))).rejects.toMatchObject(UNOPENABLE)
    }
  })
})

describe('a document with a MAC', () => {
  const content = Buffer.from('Запись акта о рождении')
  const holder = holderOf('gost256-tca')
  const cms = encryptCms(content, [holder.certificate], WITH_MAC)

  test('says so in its version and in an unprotected attribute', () => {
    const fields = openContentInfo(cms, OID.envelopedData)
    expect(parseSmallInteger(fields.read())).toBe(2)
    fields.read()
    fields.read()
    const [attribute] = new DerReader(fields.read(), contextConstructed(1)).readAll(TAG.sequence, 1)
    expect(parseOid(openSequence(attribute!).read())).toBe(OID.cmsMac)
    fields.end()
  })

  test('with one bit changed anywhere opens to the same or not at all', async () => {
    const outcomes = new Map<string, number>()
    for (const { position, changed } of withOneBitFlipped(cms)) {
      const code = await faultCodeOfPromise(
        decryptCms(changed, holder).then((opened) => expect(areEqual(opened, content), `octet ${position}`).toBe(true)),
      )
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1)
    }
    expect([...outcomes.keys()].toSorted()).toEqual(['CMS_UNOPENABLE', 'no fault'])
    // Only the version, which means the same, and the parameters of the key algorithm, which say what the key says.
    expect(outcomes.get('no fault')).toBeLessThan(20)
  })

  test('is not opened when its MAC goes by another name, nor as if it had none', async () => {
    const rename = (from: string, to: string): Uint8Array => {
      const changed = Buffer.from(cms)
      changed.set(der.oid(to), changed.lastIndexOf(der.oid(from)))
      return changed
    }
    expect(der.oid(OID.kuznyechikCtrAcpkm)).toHaveLength(der.oid(OID.kuznyechikCtrAcpkmOmac).length)
    const withoutMac = rename(OID.cmsMac, '1.2.643.7.1.0.6.1.2')
    await expect(decryptCms(withoutMac, holder)).rejects.toMatchObject(UNOPENABLE)
    const asCounterMode = rename(OID.kuznyechikCtrAcpkmOmac, OID.kuznyechikCtrAcpkm)
    await expect(decryptCms(asCounterMode, holder)).rejects.toMatchObject(UNOPENABLE)
  })
})

describe('a document without a MAC', () => {
  test.each([
    ['gost28147-z', 'gost256-tca'],
    ['rsa-oaep-aes256', 'rsa'],
  ] as const)(
    'with one bit changed opens to anything or not at all, and always in the same words: %s',
    async (id, kind) => {
      const holder = holderOf(kind)
      const cms = encryptCms(Buffer.from('Запись акта'), [holder.certificate], id)
      for (const { changed } of withOneBitFlipped(cms)) {
        const fault: unknown = await decryptCms(changed, holder).catch((error: unknown) => error)
        if (!(fault instanceof Uint8Array)) expect(fault).toMatchObject(UNOPENABLE)
      }
    },
  )
})
