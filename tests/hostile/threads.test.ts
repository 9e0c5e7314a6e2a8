/** The corpus once more, through the threads of the gateway: what a thread says is what its reader says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReadingPool, type ReadingPool } from '../../gateway/reading/pool.ts'
import { createSoftwareKeys } from '../../crypto/keys.ts'
import { officer, NOW, signedBy, trustBundle } from '../crypto/trust-bundle-parties.ts'
import { CORPUS } from './corpus/index.ts'
import { messagesOf, type Defect } from './defect.ts'
import { COURT, createDoor, OFFICE, RECEIVED_AT } from './door.ts'
import { base64 } from './messages.ts'
import { holder } from './signers.ts'

const ask = createDoor()
const NEXT = holder('other-system')
const lost: unknown[] = []
let pool: ReadingPool

beforeAll(async () => {
  const roots = [{ certificate: base64(holder('root').certificate.der), revocation: 'NOT_CHECKED' as const }]
  pool = createReadingPool({
    threads: 2,
    deadlineMs: 60_000,
    setup: {
      trustBundle: await signedBy(officer, trustBundle({ roots, requesters: [COURT] })),
      trustSigner: officer.certificate.der,
      at: NOW,
      // Encrypted inquiries of the corpus are to the certificate before the current one.
      decryptionCertificates: { DECRYPTION: NEXT.certificate.der, DECRYPTION_PREVIOUS: OFFICE.certificate.der },
    },
    keys: createSoftwareKeys(
      new Map([
        ['DECRYPTION', NEXT.key],
        ['DECRYPTION_PREVIOUS', OFFICE.key],
      ]),
    ),
    askStatus: () => 'NOT_CHECKED',
    onThreadLost: (error) => lost.push(error),
  })
  await pool.start()
})

afterAll(() => pool.close())

test.each(Object.entries(CORPUS))('%s is read alike', { timeout: 240_000 }, async (_group, defects) => {
  const different: string[] = []
  for (const [name, defect] of Object.entries<Defect>(defects)) {
    if (defect.admitsWindows1251) continue
    for (const bytes of await messagesOf(defect)) {
      const { call, fault, crash } = await ask(bytes, defect.packageType)
      const said = await pool.readCall(bytes, RECEIVED_AT, defect.packageType).catch((error: unknown) => error)
      if (plain(said) !== plain(call ?? { fault, crash })) different.push(name)
    }
  }
  expect(different).toEqual([])
  expect(lost).toEqual([])
})

/** Octets of one kind, document ids without chance, a fault by its code. */
function plain(said: unknown): string {
  return JSON.stringify(said instanceof Error ? { fault: 'code' in said ? said.code : said } : said, (key, value) => {
    if (key === 'documentId') return 'id'
    if (value?.type === 'Buffer') return Buffer.from(value.data).toString('hex')
    return ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString('hex') : value
  })
}
