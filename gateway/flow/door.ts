/**
 * The door for agencies: bytes in, bytes out. Reads and proves the call, hands it to its operation, and turns every
 * fault into a SOAP fault; a refused message leaves an audit entry and nothing else.
 */
import type { AuditEntry } from '../domain/audit-entry.ts'
import { faultOf, GatewayError } from '../domain/faults.ts'
import type { SendRequestCall } from '../ports/exchange.ts'
import type { Ports } from '../ports/index.ts'
import { receive } from './1-receive.ts'
import { acknowledge, getResponse, getStatus } from './deliver.ts'
import { createBudget } from './budget.ts'

export type DoorPorts = Pick<Ports, 'store' | 'clock' | 'readCall' | 'exchange' | 'settings' | 'raiseAlarm'> & {
  readonly reportBug: (error: unknown) => void
}

export interface DoorAnswer {
  readonly status: number
  readonly body: Uint8Array
  /** Media type of a multipart/related package; absent for XML alone. */
  readonly packageType?: string
}

/**
 * `source` is the peer's address, used only to bound the audit of unidentified messages; `packageType` as for `ReadCall`.
 */
export interface Door {
  answerCall(bytes: Uint8Array, source: string, packageType?: string): Promise<DoorAnswer>
  /** For what is refused, or fails, before its bytes are here: audited and answered like any other refusal. */
  refuseCall(error: unknown, source: string): Promise<DoorAnswer>
}

/** Faults raised before the system signature was proved: anybody can cause them, as many as he likes. */
const UNIDENTIFIED = /^(XML|ENVELOPE|SIGNATURE|CERTIFICATE|SENDER)_/
const isUnidentified = ({ code, facts }: GatewayError): boolean =>
  facts.certificateSerial === undefined || UNIDENTIFIED.test(code)
const REFUSALS_IN_FULL = { count: 10, seconds: 60 }

export function createDoor(ports: DoorPorts): Door {
  const strangers = createBudget(ports.clock, { count: ports.settings.strangerRequestsPerHour, seconds: 3600 })
  const refusals = createBudget(ports.clock, REFUSALS_IN_FULL)

  async function perform(bytes: Uint8Array, packageType: string | undefined): Promise<Uint8Array> {
    const receivedAt = ports.clock.now()
    const call = await ports.readCall(bytes, receivedAt, packageType)
    switch (call.operation) {
      case 'SendRequest':
        return receive(call, { bytes, receivedAt }, { ...ports, admitNew })
      case 'GetResponse':
        return getResponse(call, ports)
      case 'Ack':
        return acknowledge(call, ports)
      case 'GetStatus':
        return getStatus(call, ports)
    }
  }

  function admitNew({ sender, signature }: SendRequestCall): void {
    if (sender.kind !== 'STRANGER' || strangers.spend(sender.queue).within) return
    throw new GatewayError('STRANGER_RATE_LIMITED', 'too many requests of an unregistered body', { facts: signature })
  }

  /** Unidentified messages: the first ones of a source are audited in full, the rest in one counted entry. */
  async function auditRefusal(error: GatewayError, source: string): Promise<void> {
    const { certificateSerial, algorithm, digest } = error.facts
    const { within, overrun } = isUnidentified(error) ? refusals.spend(source) : { within: true, overrun: 0 }
    if (!within) return
    const skipped = overrun > 0 ? { skippedBefore: overrun } : {}
    const entry: AuditEntry = {
      at: ports.clock.now().toISOString(),
      event: 'MESSAGE_REFUSED',
      result: 'REFUSED',
      ...(certificateSerial ? { certificate: certificateSerial } : {}),
      details: { code: error.code, ...(algorithm ? { algorithm } : {}), ...(digest ? { digest } : {}), ...skipped },
    }
    await ports.store.transaction((work) => work.appendAudit(entry))
  }

  async function refuseCall(error: unknown, source: string): Promise<DoorAnswer> {
    const fault = faultOf(error)
    if (!(error instanceof GatewayError) || fault?.blame !== 'sender') {
      ports.reportBug(error)
      return { status: fault?.http ?? 500, body: ports.exchange.writeFault(fault?.code ?? 'BUG') }
    }
    try {
      await auditRefusal(error, source)
    } catch (unaudited) {
      // What could not be audited is not answered: the sender tries again.
      ports.reportBug(unaudited)
      return { status: 500, body: ports.exchange.writeFault('STORE_UNREACHABLE') }
    }
    const { smevVersion, type } = error.facts
    const context = { ...(smevVersion ? { smevVersion } : {}), ...(type ? { type } : {}) }
    return { status: fault.http, body: ports.exchange.writeFault(error.code, context) }
  }

  return {
    async answerCall(bytes, source, packageType) {
      try {
        const body = await perform(bytes, packageType)
        // Who sends packages can read them; attachments stay in the envelope for everybody else.
        const packed = packageType === undefined ? undefined : ports.exchange.packAttachments(body)
        return { status: 200, ...(packed ?? { body }) }
      } catch (error) {
        return refuseCall(error, source)
      }
    },
    refuseCall,
  }
}
