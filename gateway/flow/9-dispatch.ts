/**
 * Step 9: dispatch. Encrypt to the addressee, sign the message, store its sealed bytes in the addressee's answer queue
 * (¶72, 73(3), D4); then file the case (¶73). Without a valid certificate of the addressee the case stays ISSUED.
 */
import type { CaseIn } from '../domain/case.ts'
import type { Ports } from '../ports/index.ts'
import { move } from './move.ts'
import { keepSealed, sealMessages } from './seal-messages.ts'

type DispatchPorts = Pick<Ports, 'store' | 'clock' | 'exchange' | 'documents' | 'trust' | 'raiseAlarm'>

export async function dispatch(issued: CaseIn<'ISSUED'>, ports: DispatchPorts): Promise<void> {
  const waiting = await ports.store.reads.listUnsealed(issued.id)
  const sealed = await sealMessages(issued, waiting, ports)
  await move(issued, ports, async (work) => {
    const audit = await keepSealed(sealed, work)
    const next = { ...issued, state: 'DISPATCHED' as const, dispatchedAt: ports.clock.now().toISOString() }
    return { event: 'DISPATCH', next, audit }
  })
}

/** The case file holds the inquiry, the marks, the signed document and the sent message (D5). */
export async function file(dispatched: CaseIn<'DISPATCHED'>, ports: Pick<Ports, 'store' | 'clock'>): Promise<void> {
  await move(dispatched, ports, (_work, current) => ({ event: 'FILE', next: { ...current, state: 'FILED' } }))
}
