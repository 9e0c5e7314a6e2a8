/**
 * Step 4: review. The Head's resolution, taken by a standing order that covers it: visa to search (¶53) for a body that
 * may have the answer, refusal (¶28, 51) for one that may not. Without an order the case waits for the Head.
 */
import type { CaseIn } from '../domain/case.ts'
import { checkEligibility } from '../domain/eligibility.ts'
import { localDateOf } from '../domain/local-date.ts'
import type { HeadDecision } from '../domain/standing-order.ts'
import type { Ports } from '../ports/index.ts'
import { hold, move } from './move.ts'
import { checkRevocation } from './revocation-guard.ts'
import { checkSearchLimits, noteSearch } from './search-limits.ts'

type ReviewPorts = Pick<
  Ports,
  'store' | 'clock' | 'trust' | 'orders' | 'office' | 'settings' | 'revocation' | 'raiseAlarm'
>

export async function review(reviewed: CaseIn<'HEAD_REVIEW'>, ports: ReviewPorts): Promise<void> {
  const { sender, reading, registeredOn } = reviewed
  if (!reading.readable || (await checkRevocation(reviewed, ports)) === 'HELD') return
  const requester = sender.kind === 'REGISTERED' ? ports.trust.findRequester(sender.requesterId) : undefined
  const eligibility = checkEligibility(requester, reading.inquiry, registeredOn)
  if (eligibility.eligible) await noteSearch(reviewed, ports)
  if ((await checkSearchLimits(reviewed, ports)) === 'HELD') return
  const { rule, paragraph } = eligibility
  const decision: HeadDecision = eligibility.eligible
    ? { event: 'VISA', category: eligibility.category }
    : { event: 'REFUSE_28' }
  const order = await findOrder(decision, ports)
  if (!order) return hold(reviewed, ports, { reason: 'NO_STANDING_ORDER', paragraph })
  const { waitsFor: _settled, ...settled } = reviewed
  await move(reviewed, ports, () => ({
    event: eligibility.eligible ? 'VISA' : 'REFUSE',
    actor: `system by order ${order.id}`,
    next: { ...settled, state: eligibility.eligible ? 'QUEUED' : 'REFUSAL_DRAFT', eligibility },
    audit: [
      {
        event: 'ELIGIBILITY_DECIDED',
        result: eligibility.eligible ? 'OK' : 'REFUSED',
        details: {
          rule,
          paragraph,
          ...(eligibility.eligible ? { category: eligibility.category } : { reason: eligibility.reason }),
        },
      },
    ],
  }))
}

/** The order in force today that covers the decision; its signature is verified again at each use. */
export function findOrder(
  decision: HeadDecision,
  { orders, clock, office }: Pick<Ports, 'orders' | 'clock' | 'office'>,
) {
  const now = clock.now()
  return orders.findCovering(decision, localDateOf(now, office.timeZone), now)
}
