import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPrivateKey } from '../../crypto/keys.ts'
import { publicKeyOf, type PrivateKey } from '../../crypto/gost/gost3410.ts'
import { openTrustBundle, type OpenedTrustBundle } from '../../crypto/trust-bundle.ts'
import { parseCertificatesPem, type Certificate } from '../../crypto/x509/certificate.ts'
import { REGISTERED_AGENCIES } from '../../gateway/development/bodies.ts'
import { listFiles, listKeyPairs } from '../../gateway/development/files.ts'
import { createDevelopmentPki, type DevelopmentPki } from '../../gateway/development/pki.ts'
import { checkStandingOrderShape, checkTrustBundleShape } from '../../gateway/trust-bundle-schema.ts'
import { createStandingOrders, createTrust } from '../../gateway/trust-ports.ts'
import { explainSkip, gostEngine } from '../support/external-tools.ts'

const NOW = new Date('2026-03-10T09:00:00Z')
const clockAt = (at: Date) => ({ now: () => at })

const openssl = (...words: string[]) => execFileSync('openssl', words, { encoding: 'utf8', stdio: 'pipe' })

let folder: string
let pki: DevelopmentPki
let bundle: OpenedTrustBundle

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zags-pki-'))
  pki = await createDevelopmentPki(join(folder, 'pki'), clockAt(NOW))
  bundle = openTrustBundle(await readFile(pki.files.trustBundle), {
    signerCertificate: await readCertificate(pki.files.officer.certificate),
    at: NOW,
    checkShape: checkTrustBundleShape,
  })
})
afterAll(() => rm(folder, { recursive: true }))

async function readCertificate(file: string): Promise<Certificate> {
  return parseCertificatesPem(await readFile(file, 'latin1'))[0]!
}

describe('the development PKI', () => {
  test('gives every role its own key, readable by its owner only, and a certificate for it', async () => {
    const points = new Set<string>()
    for (const { key, certificate } of listKeyPairs(pki.files)) {
      const { point } = publicKeyOf((await loadPrivateKey(key)) as PrivateKey)
      expect((await readCertificate(certificate)).publicKey).toMatchObject({ point })
      expect((await stat(key)).mode & 0o777).toBe(0o600)
      points.add(Buffer.from(point).toString('hex'))
    }
    expect(points.size).toBe(listKeyPairs(pki.files).length)
  })

  test('registers each agency by its system certificate, seals to its encryption certificate', async () => {
    for (const name of REGISTERED_AGENCIES) {
      const { system, encryption } = pki.files.agencies[name]
      const sender = bundle.identifySender(await readCertificate(system.certificate))
      expect(sender.kind).toBe('REGISTERED')
      expect(bundle.register.recipientCertificates(sender, NOW)).toEqual([
        (await readCertificate(encryption.certificate)).der,
      ])
    }
  })

  test('knows the company as a stranger whose certificate is good', async () => {
    const certificate = await readCertificate(pki.files.agencies.company.system.certificate)
    expect(bundle.trustStore.verifyCertificate(certificate, NOW).chain).toHaveLength(2)
    expect(bundle.identifySender(certificate).kind).toBe('STRANGER')
  })

  test('certifies the SNILS of each official that the bundle authorises', async () => {
    for (const name of REGISTERED_AGENCIES) {
      const { system, official } = pki.files.agencies[name]
      const sender = bundle.identifySender(await readCertificate(system.certificate))
      const requester = sender.kind === 'REGISTERED' ? bundle.register.findRequester(sender.requesterId) : undefined
      const { snils } = await readCertificate(official.certificate)
      expect(requester?.officials.map((listed) => listed.snils)).toEqual([snils])
    }
  })

  test('holds a standing order of the Head that lets refusals to strangers out, and no inquiry of theirs in', async () => {
    const orders = createStandingOrders({
      files: [await readFile(pki.files.standingOrder)],
      headCertificate: await readCertificate(pki.files.head.certificate),
      trustStore: bundle.trustStore,
      checkShape: checkStandingOrderShape,
      onRejected: ({ reason }) => expect.unreachable(reason.message),
    })
    const find = (result: 'REFUSAL' | 'INFORMATION') =>
      orders.findCovering({ event: 'SIGN', result, category: 'STRANGER' }, '2026-03-10', NOW)
    expect(await find('REFUSAL')).toMatchObject({ id: 'development-1' })
    expect(await find('INFORMATION')).toBeUndefined()
  })

  test('counts working days in the current year and the two after it', () => {
    const { calendar } = createTrust(bundle, true)
    expect(calendar.isWorkingDay('2026-12-31')).toBe(false)
    expect(calendar.isWorkingDay('2027-01-11')).toBe(true)
    expect(calendar.isWorkingDay('2028-01-10')).toBe(true)
  })
})

describe('a folder that exists', () => {
  test('is used again as it is', async () => {
    const before = await readFile(pki.files.keys.OFFICE.key, 'latin1')
    expect(await createDevelopmentPki(join(folder, 'pki'), clockAt(NOW))).toMatchObject({ outcome: 'REUSED' })
    expect(await readFile(pki.files.keys.OFFICE.key, 'latin1')).toBe(before)
  })

  test('is kept beside and replaced when a certificate has expired', async () => {
    const directory = join(folder, 'old')
    const old = await createDevelopmentPki(directory, clockAt(new Date('2024-05-01T09:00:00Z')))
    const oldRoot = await readFile(old.files.root.certificate, 'latin1')
    const renewed = await createDevelopmentPki(directory, clockAt(NOW))
    expect(renewed).toMatchObject({ outcome: 'REPLACED', replaced: `${directory}-expired-2025-05-01` })
    expect(await readFile(join(renewed.replaced!, 'root', 'root.pem'), 'latin1')).toBe(oldRoot)
    expect(await readFile(renewed.files.root.certificate, 'latin1')).not.toBe(oldRoot)
  })

  test('is refused when a file is missing, naming it', async () => {
    const directory = join(folder, 'incomplete')
    const { files } = await createDevelopmentPki(directory, clockAt(NOW))
    await unlink(files.agencies.court.encryption.key)
    await expect(createDevelopmentPki(directory, clockAt(NOW))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(files.agencies.court.encryption.key),
    })
  })
})

describe('openssl', () => {
  const at = String(NOW.getTime() / 1000)
  if (!gostEngine) explainSkip('openssl verifies the development certificates and signed records', 'the gost engine')

  test.runIf(gostEngine)('verifies every certificate against the root', () => {
    const certificates = listFiles(pki.files).filter((file) => file.endsWith('.pem'))
    const trusted = ['verify', '-engine', 'gost', '-x509_strict', '-attime', at, '-CAfile', pki.files.root.certificate]
    const verdicts = openssl(...trusted, ...certificates)
      .trim()
      .split('\n')
    expect(verdicts).toEqual(certificates.map((file) => `${file}: OK`))
  })

  test.runIf(gostEngine)('verifies trust bundle and standing order', () => {
    for (const file of [pki.files.trustBundle, pki.files.standingOrder]) {
      const words = ['-engine', 'gost', '-attime', at, '-CAfile', pki.files.root.certificate, '-inform', 'DER']
      const content = openssl('cms', '-verify', '-cades', ...words, '-in', file)
      expect(JSON.parse(content)).toBeTypeOf('object')
    }
  })
})
