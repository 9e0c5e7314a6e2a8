/** A real reading thread beside the main thread's knowledge of revocation, as a message is read in it. */
import { afterEach, expect, test } from 'vitest'
import { createSoftwareKeys } from '../crypto/keys.ts'
import type { Crl } from '../crypto/revocation/crl.ts'
import { openTrustBundle, type OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import { composeReading } from '../gateway/compose-reading.ts'
import type { Alarm } from '../gateway/ports/index.ts'
import type { ReadingPool } from '../gateway/reading/pool.ts'
import { checkTrustBundleShape } from '../gateway/trust-bundle-schema.ts'
import { NOW, officer, signedBy, trustBundle } from './crypto/trust-bundle-parties.ts'
import { COURT, OFFICE, RECEIVED_AT } from './hostile/door.ts'
import { base64, message } from './hostile/messages.ts'
import { holder } from './hostile/signers.ts'

const SYSTEM = holder('system').certificate
const ROOT = holder('root').certificate

/** What a list is proved by: here it counts as proved. */
const UNREAD = {
  issuerDer: ROOT.subjectDer,
  tbs: ROOT.der,
  signature: ROOT.der,
  signatureOid: '',
  number: undefined,
  authorityKeyId: undefined,
}

let pool: ReadingPool
afterEach(() => pool.close())

/** The lists of the root are read, and so far nothing is known. */
async function startReading(deadlineMs = 10_000): Promise<{ bundle: OpenedTrustBundle; alarms: Alarm[] }> {
  const roots = [{ certificate: base64(ROOT.der), revocation: { crlUrls: ['http://lists.example/root.crl'] } }]
  const trust = await signedBy(officer, trustBundle({ roots, requesters: [COURT] }))
  const opening = { at: NOW }
  const signerCertificate = officer.certificate
  const bundle = openTrustBundle(trust, { ...opening, signerCertificate, checkShape: checkTrustBundleShape })
  const alarms: Alarm[] = []
  const provider = createSoftwareKeys(new Map([['DECRYPTION', OFFICE.key]]))
  const certificates = {
    trustSigner: officer.certificate.der,
    decryptionCertificates: { DECRYPTION: OFFICE.certificate.der },
  }
  pool = composeReading(
    { bundle, provider, reading: { trustBundle: trust, ...opening, ...certificates } },
    {
      ports: { raiseAlarm: (alarm) => alarms.push(alarm) },
      reading: { threads: 1, deadlineMs },
      reportBug: (error) => {
        throw error
      },
    },
  )
  await pool.start()
  return { bundle, alarms }
}

const read = () => pool.readCall(Buffer.from(message()), RECEIVED_AT)

test('what the main thread learns of revocation counts for the next message', async () => {
  const { bundle } = await startReading()
  expect((await read()).certificate.revocation).toBe('UNKNOWN')
  const list: Crl = {
    ...UNREAD,
    scope: { holders: 'ALL', names: undefined },
    thisUpdateAt: new Date('2026-11-20T00:00:00Z'),
    nextUpdateAt: new Date('2026-11-21T00:00:00Z'),
    entries: new Map(),
  }
  bundle.revocation.cache.keepList(ROOT, list)
  expect((await read()).certificate.revocation).toBe('GOOD')
  const revoked = [SYSTEM.serial, { revokedAt: new Date('2026-11-20T08:00:00Z'), reason: undefined }] as const
  const later = { ...list, thisUpdateAt: new Date('2026-11-20T08:30:00Z'), entries: new Map([revoked]) }
  bundle.revocation.cache.keepList(ROOT, later)
  await expect(read()).rejects.toMatchObject({
    code: 'CERTIFICATE_REVOKED',
    facts: { certificateSerial: SYSTEM.serial, smevVersion: '1.1' },
  })
})

test('a message that takes longer than it may raises an alarm', async () => {
  const { alarms } = await startReading(0)
  await expect(read()).rejects.toMatchObject({ code: 'READING_OVERRUN' })
  expect(alarms).toEqual([{ code: 'READING_OVERRUN' }])
})
