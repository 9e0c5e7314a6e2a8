/** The ports of trust: the rules of the domain applied to signed records, once these are proved. */
import { openStandingOrders } from '../crypto/standing-orders.ts'
import type { StandingOrderSources } from '../crypto/standing-orders.ts'
import type { OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import { createCalendar } from './domain/calendar.ts'
import { findCoveringOrder } from './domain/standing-order.ts'
import type { StandingOrders, Trust } from './ports/trust.ts'

/** `allowProvisional`, in development only: calendar years that no decree has confirmed may be used. */
export function createTrust(
  { register, calendars, version }: Pick<OpenedTrustBundle, 'register' | 'calendars' | 'version'>,
  allowProvisional: boolean,
): Trust {
  return { ...register, calendar: createCalendar(calendars, { version, allowProvisional }) }
}

/** Proves every order again at each use. */
export function createStandingOrders(sources: StandingOrderSources): StandingOrders {
  return {
    async findCovering(decision, on, at) {
      return findCoveringOrder(openStandingOrders(sources, at), decision, on)
    },
  }
}
