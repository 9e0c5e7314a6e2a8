import { describe, expect, test } from 'vitest'
import { openTrustBundle } from '../crypto/trust-bundle.ts'
import { createTrustStore } from '../crypto/trust-store.ts'
import type { StandingOrder } from '../gateway/domain/standing-order.ts'
import { checkStandingOrderShape, checkTrustBundleShape } from '../gateway/trust-bundle-schema.ts'
import { createStandingOrders, createTrust } from '../gateway/trust-ports.ts'
import { head, NOW, officer, root, signedBy, trustBundle } from './crypto/trust-bundle-parties.ts'

describe('standing orders', () => {
  const order: StandingOrder = {
    id: 'order-1',
    validFrom: '2026-02-01',
    validTo: '2028-12-31',
    covers: [
      { event: 'VISA', categories: ['COURT'] },
      { event: 'SIGN', result: 'REFUSAL', categories: ['STRANGER'] },
    ],
  }
  const VISA_COURT = { event: 'VISA', category: 'COURT' } as const

  async function finder() {
    const rejected: string[] = []
    const orders = createStandingOrders({
      files: [await signedBy(head, order)],
      headCertificate: head.certificate,
      trustStore: createTrustStore([root.certificate]),
      checkShape: checkStandingOrderShape,
      onRejected: ({ reason }) => rejected.push(reason.code),
    })
    return { find: orders.findCovering, rejected }
  }

  test('cover what they name, in the days they name', async () => {
    const { find, rejected } = await finder()
    expect(await find(VISA_COURT, '2026-03-10', NOW)).toMatchObject({ id: 'order-1' })
    expect(await find({ event: 'SIGN', result: 'REFUSAL', category: 'STRANGER' }, '2026-03-10', NOW)).toBeDefined()
    expect(await find({ event: 'VISA', category: 'PROSECUTOR' }, '2026-03-10', NOW)).toBeUndefined()
    expect(await find({ event: 'REFUSE_28' }, '2026-03-10', NOW)).toBeUndefined()
    expect(await find(VISA_COURT, '2026-01-31', NOW)).toBeUndefined()
    expect(await find(VISA_COURT, '2029-01-01', NOW)).toBeUndefined()
    expect(rejected).toEqual([])
  })

  test('are proved again at every use: they end with the certificate of the Head', async () => {
    const { find, rejected } = await finder()
    expect(await find(VISA_COURT, '2026-12-30', new Date('2026-12-30T12:00:00Z'))).toBeDefined()
    expect(await find(VISA_COURT, '2027-01-02', new Date('2027-01-02T12:00:00Z'))).toBeUndefined()
    expect(rejected).toEqual(['STANDING_ORDER_INVALID'])
  })
})

describe('trust', () => {
  async function opened(changes: Parameters<typeof trustBundle>[0] = {}) {
    const options = { signerCertificate: officer.certificate, at: NOW, checkShape: checkTrustBundleShape }
    return openTrustBundle(await signedBy(officer, trustBundle(changes)), options)
  }

  test('counts days by the calendars of the bundle, under its version', async () => {
    const { calendar, findRequester } = createTrust(await opened(), false)
    expect(calendar.isWorkingDay('2026-01-09')).toBe(false)
    expect(calendar.version).toBe('7')
    expect(findRequester('court')?.category).toBe('COURT')
  })

  test('needs permission for a calendar year that no decree confirms', async () => {
    const bundle = await opened({
      calendars: [{ year: 2026, off: [], work: [], provisional: true, source: 'art. 112' }],
    })
    const refused = expect.objectContaining({ code: 'CALENDAR_YEAR_MISSING' })
    expect(() => createTrust(bundle, false).calendar.isWorkingDay('2026-03-10')).toThrow(refused)
    expect(createTrust(bundle, true).calendar.isWorkingDay('2026-03-10')).toBe(true)
  })
})
