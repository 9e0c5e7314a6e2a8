import { expect, test } from 'vitest'
import { openStandingOrders, type RejectedOrder } from '../../crypto/standing-orders.ts'
import { createTrustStore } from '../../crypto/trust-store.ts'
import { checkStandingOrderShape } from '../../gateway/trust-bundle-schema.ts'
import type { StandingOrder } from '../../gateway/domain/standing-order.ts'
import { NOW, altered, head, issue, root, signedBy } from './trust-bundle-parties.ts'

const order: StandingOrder = {
  id: 'order-1',
  validFrom: '2026-02-01',
  validTo: '2026-11-30',
  covers: [{ event: 'VISA', categories: ['COURT'] }],
}

function open(files: readonly Uint8Array[], at = NOW) {
  const rejected: RejectedOrder[] = []
  const sources = {
    files,
    headCertificate: head.certificate,
    trustStore: createTrustStore([root.certificate]),
    checkShape: checkStandingOrderShape,
    onRejected: (found: RejectedOrder) => rejected.push(found),
  }
  return { opened: openStandingOrders(sources, at), rejected }
}

test('an order of the Head is what he signed', async () => {
  expect(open([await signedBy(head, order)])).toEqual({ opened: [order], rejected: [] })
})

test.each<[string, () => Promise<Uint8Array>, string]>([
  [
    'altered after signing',
    async () => altered(await signedBy(head, order), '2026-11-30', '2036-11-30'),
    'the content was changed',
  ],
  [
    'signed with the automatic-signing key of the same person',
    () => signedBy(issue({ commonName: 'Head' }, { issuer: root }), order),
    'another certificate than the pinned one',
  ],
  [
    'signed by somebody outside our roots',
    () => signedBy(issue({ commonName: 'Head' }), order),
    'no chain to a trusted root',
  ],
  ['with a misspelt field', () => signedBy(head, { ...order, validTill: '2026-11-30' }), '/ must NOT have additional'],
  [
    'that covers an event no order may cover',
    () => signedBy(head, { ...order, covers: [{ event: 'CONFIRM_GROUNDS' }] }),
    '/covers/0',
  ],
  ['that is no signed document', () => Promise.resolve(Buffer.from('{}')), 'standing order: '],
])('an order %s does not exist, and is reported', async (_defect, make, message) => {
  const { opened, rejected } = open([await make(), await signedBy(head, { ...order, id: 'order-2' })])
  expect(opened).toEqual([{ ...order, id: 'order-2' }])
  expect(rejected).toHaveLength(1)
  expect(rejected[0]?.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(rejected[0]?.reason).toMatchObject({ code: 'STANDING_ORDER_INVALID' })
  expect(rejected[0]?.reason.message).toContain(message)
})

test('an order ends with the certificate of the Head, whatever it says', async () => {
  const files = [await signedBy(head, { ...order, validTo: '2028-12-31' })]
  expect(open(files, new Date('2026-12-30T12:00:00Z')).opened).toHaveLength(1)
  const { opened, rejected } = open(files, new Date('2027-01-02T12:00:00Z'))
  expect(opened).toEqual([])
  expect(rejected[0]?.reason).toMatchObject({ cause: { code: 'CERTIFICATE_EXPIRED' } })
})
