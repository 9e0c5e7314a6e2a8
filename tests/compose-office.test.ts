/** An office on the files of the development PKI, whose keys, certificates, trust bundle and orders are exchanged. */
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encryptCms } from '../crypto/cms/enveloped-data.ts'
import { createCmsDocuments } from '../crypto/cms-documents.ts'
import { loadPrivateKey } from '../crypto/keys.ts'
import type { PrivateKey } from '../crypto/gost/gost3410.ts'
import { parseCertificatesPem, type Certificate } from '../crypto/x509/certificate.ts'
import { composeOffice, succeed, type ComposedOffice, type SharedParts } from '../gateway/compose-office.ts'
import type { DevelopmentFiles, KeyPairFiles } from '../gateway/development/files.ts'
import { issueKeyPair } from '../gateway/development/key-pair.ts'
import { createDevelopmentPki } from '../gateway/development/pki.ts'
import { developmentSettings } from '../gateway/development/settings.ts'
import { faultOf } from '../gateway/domain/faults.ts'
import { loadOfficeAssets } from '../gateway/office-assets.ts'
import { createReloadable, type Reloadable } from '../gateway/reload.ts'
import { TODAY } from './support/builders.ts'
import { fakePorts } from './support/fakes.ts'

const NOW = new Date('2026-03-10T09:00:00Z')
const clock = { now: () => NOW }
const DECISION = { event: 'SIGN', result: 'ABSENCE_NOTICE', category: 'COURT' } as const

let folder: string
let files: DevelopmentFiles
let office: Reloadable<ComposedOffice>
let refusals: unknown[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zags-office-'))
  files = (await createDevelopmentPki(join(folder, 'pki'), clock)).files
  const { store, registry, settings, raiseAlarm, reportBug } = fakePorts()
  const shared: SharedParts = {
    ports: { clock, store, registry, settings, raiseAlarm },
    reading: { threads: 1, deadlineMs: 10_000 },
    fetchBytes: () => Promise.reject(new Error('nobody is asked')),
    onSourceFailure: () => {},
    wrapPorts: undefined,
    reportBug,
  }
  const load = (refuseBrokenOrders: boolean) =>
    loadOfficeAssets(developmentSettings(files), {
      clock,
      allowProvisional: true,
      refuseBrokenOrders,
      onRejectedOrder: () => {},
    })
  refusals = []
  office = createReloadable({
    first: composeOffice(await load(false), shared),
    load: async (old) => succeed(old, await load(true), shared),
    retire: (old) => old.retire(),
    onReloaded: () => {},
    onRefused: (error) => refusals.push(error),
    onRetireFailed: (error) => {
      throw error
    },
  })
})
afterEach(async () => {
  await office.close()
  await rm(folder, { recursive: true })
})

const certificateIn = async (file: string): Promise<Certificate> =>
  parseCertificatesPem(await readFile(file, 'latin1'))[0]!

/** A new key and certificate for a role, beside the files in use. */
async function rollOver({ certificate }: KeyPairFiles, name: string): Promise<KeyPairFiles> {
  const at = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.pem`) }
  const root = {
    key: (await loadPrivateKey(files.root.key)) as PrivateKey,
    certificate: await certificateIn(files.root.certificate),
  }
  const { commonName = name } = await certificateIn(certificate)
  await issueKeyPair(at, { subject: { commonName }, kind: 'signing', issuer: root, now: NOW })
  return at
}

async function signingSerial({ ports }: ComposedOffice): Promise<string> {
  return (await ports.documents.sign(Buffer.from('document'), NOW)).certificateSerial
}

describe('a reload', () => {
  test('takes a new key and certificate, and a step that has begun ends with the old ones', async () => {
    const begun = office.current()
    const oldSerial = await signingSerial(begun)
    const next = await rollOver(files.keys.AUTOMATIC_SIGNING, 'next')
    await rename(next.key, files.keys.AUTOMATIC_SIGNING.key)
    await rename(next.certificate, files.keys.AUTOMATIC_SIGNING.certificate)
    expect(await office.reload()).toBe('RELOADED')
    const newSerial = (await certificateIn(files.keys.AUTOMATIC_SIGNING.certificate)).serial
    expect(newSerial).not.toBe(oldSerial)
    expect(await signingSerial(office.current())).toBe(newSerial)
    expect(await signingSerial(begun)).toBe(oldSerial)
    await office.current().signAndVerify()
  })

  test('takes orders that were given since', async () => {
    const order = await readFile(files.standingOrder)
    await writeFile(files.standingOrder, 'withdrawn')
    expect(await office.reload()).toBe('REFUSED')
    const { orders } = office.current().ports
    expect(await orders.findCovering(DECISION, TODAY, NOW)).toBeDefined()
    await writeFile(files.standingOrder, order)
    expect(await office.reload()).toBe('RELOADED')
    expect(office.current().ports.orders).not.toBe(orders)
    expect(await office.current().ports.orders.findCovering(DECISION, TODAY, NOW)).toBeDefined()
  })

  test('forgets nothing of what is known about revocation', async () => {
    const { knowledge } = office.current().assets.bundle.revocation.cache
    await office.reload()
    expect(office.current().assets.bundle.revocation.cache.knowledge).toBe(knowledge)
  })
})

describe('two decryption keys, while senders change to the new certificate', () => {
  const loadWith = ({ key, certificate }: KeyPairFiles) => {
    const settings = developmentSettings(files)
    const previous = { key: { kind: 'FILE', path: key }, certificate } as const
    return loadOfficeAssets(
      { ...settings, keys: { ...settings.keys, DECRYPTION_PREVIOUS: previous } },
      { clock, allowProvisional: true, refuseBrokenOrders: true, onRejectedOrder: () => {} },
    )
  }

  test('open what is encrypted to either', async () => {
    const before = await rollOver(files.keys.DECRYPTION, 'before')
    const { bundle, provider, keys, reading } = await loadWith(before)
    const documents = createCmsDocuments({ trustStore: bundle.trustStore, provider, keys })
    for (const { certificate } of [files.keys.DECRYPTION, before]) {
      const sealed = encryptCms(Buffer.from('inquiry'), [await certificateIn(certificate)])
      expect(Buffer.from(await documents.decrypt(sealed)).toString()).toBe('inquiry')
    }
    expect(Object.keys(reading.decryptionCertificates)).toEqual(['DECRYPTION', 'DECRYPTION_PREVIOUS'])
  })

  test('may be one until the first change', async () => {
    const { keys } = await loadWith(files.keys.DECRYPTION)
    expect(keys.DECRYPTION_PREVIOUS?.certificate).toEqual(keys.DECRYPTION.certificate)
  })

  test('serve no other role', async () => {
    await expect(loadWith(files.keys.OFFICE)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('both prove that they open', async () => {
    const { key } = await rollOver(files.keys.DECRYPTION, 'before')
    await expect(loadWith({ key, certificate: files.keys.DECRYPTION.certificate })).rejects.toMatchObject({
      code: 'KEY_UNUSABLE',
      message: expect.stringContaining('DECRYPTION_PREVIOUS'),
    })
  })
})

describe('nothing is reloaded, and everything old stays, when', () => {
  const damages: readonly [string, string, () => Promise<void>][] = [
    ['a key is cut short', 'KEY_UNUSABLE', () => writeFile(files.keys.SMEV.key, '-----BEGIN PRIVATE KEY-----')],
    ['a key is gone', 'KEY_UNUSABLE', () => rm(files.keys.OFFICE.key)],
    [
      'a key does not belong to its certificate',
      'KEY_UNUSABLE',
      async () => rename((await rollOver(files.keys.OFFICE, 'next')).key, files.keys.OFFICE.key),
    ],
    [
      'the decryption key opens nothing that is encrypted to its certificate',
      'KEY_UNUSABLE',
      async () => rename((await rollOver(files.keys.OFFICE, 'next')).key, files.keys.DECRYPTION.key),
    ],
    [
      'one key serves two roles',
      'CONFIG_INVALID',
      async () => {
        await copyFile(files.keys.OFFICE.key, files.keys.SMEV.key)
        await copyFile(files.keys.OFFICE.certificate, files.keys.SMEV.certificate)
      },
    ],
    ['a certificate is none', 'CONFIG_INVALID', () => writeFile(files.keys.SMEV.certificate, 'text')],
    ['the trust bundle was changed', 'TRUST_BUNDLE_INVALID', () => flip(files.trustBundle)],
    ['an order was changed', 'STANDING_ORDER_INVALID', () => flip(files.standingOrder)],
    ['the tokens are none', 'CONFIG_INVALID', () => writeFile(files.tokens, '[{}]')],
  ]
  test.each(damages)('%s', async (_damage, code, doDamage) => {
    const before = office.current()
    await doDamage()
    expect(await office.reload()).toBe('REFUSED')
    expect(office.current()).toBe(before)
    expect(refusals.map((error) => faultOf(error)?.code)).toEqual([code])
    await before.signAndVerify()
  })
})

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file)
  bytes[bytes.length - 5]! ^= 1
  await writeFile(file, bytes)
}
