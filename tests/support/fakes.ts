/** The ports of the flow without network, clock or cryptography: what they were asked for can be read from their output. */
import type { Case } from '../../gateway/domain/case.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { Requester } from '../../gateway/domain/requester.ts'
import type { RevocationStatus } from '../../gateway/domain/revocation.ts'
import type { ActRecord, CoverageFinding, SearchMethod, Window } from '../../gateway/domain/search.ts'
import type { SearchLimits } from '../../gateway/domain/search-limits.ts'
import { findCoveringOrder, type StandingOrder } from '../../gateway/domain/standing-order.ts'
import type { DoorPorts } from '../../gateway/flow/door.ts'
import type { Clock } from '../../gateway/ports/clock.ts'
import type { Documents } from '../../gateway/ports/documents.ts'
import type { ExchangeWriter, IncomingCall } from '../../gateway/ports/exchange.ts'
import type { Alarm, Ports } from '../../gateway/ports/index.ts'
import type { Registry } from '../../gateway/ports/registry.ts'
import type { Revocation } from '../../gateway/ports/revocation.ts'
import type { StandingOrders, Trust } from '../../gateway/ports/trust.ts'
import { COURT, FULL_ORDER, NOW, OFFICE } from './builders.ts'
import { calendarOf } from './calendars.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'

export interface FakeClock extends Clock {
  /** Moves on by so many seconds. */
  pass(seconds: number): void
}

export function fakeClock(at = NOW): FakeClock {
  let now = at
  return {
    now: () => now,
    pass(seconds) {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Documents as text: a signature and a seal are prefixes that name the key and the number of recipients. */
export const fakeDocuments: Documents = {
  writeReply: (content) => octets(JSON.stringify(content)),
  sign: async (document) => ({ signed: octets(`signed:${textOf(document)}`), certificateSerial: 'ad' }),
  seal(signed, recipients) {
    if (recipients.length === 0) throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', 'nobody to encrypt for')
    return octets(`sealed(${recipients.length}):${textOf(signed)}`)
  },
}

/** No two outputs are alike, as with real signatures: equal bytes can only come from the store. */
export function fakeExchange(): ExchangeWriter {
  let signatures = 0
  return {
    writeReceipt: async ({ messageId }) => octets(`receipt of ${messageId}, signature ${++signatures}`),
    writeResponseMessage: async (content, { messageId, to, queue }, document) =>
      octets(
        JSON.stringify({
          messageId,
          to,
          queue,
          content,
          document: document && textOf(document),
          signature: ++signatures,
        }),
      ),
    wrapResponse: (version, message) => octets(`${version} response ${message ? textOf(message) : 'none'}`),
    packAttachments: (answer) =>
      textOf(answer).includes('attached')
        ? { body: octets(`packed ${textOf(answer)}`), packageType: 'multipart/related' }
        : undefined,
    writeAckResponse: (version) => octets(`${version} ack`),
    writeStatusResponse: (version) => octets(`${version} status`),
    writeFault: (code, context) => octets(JSON.stringify({ fault: code, ...context })),
  }
}

export function fakeTrust(requesters: readonly Requester[] = [COURT], recipients = 1): Trust {
  return {
    findRequester: (id) => requesters.find((requester) => requester.id === id),
    findEncryptionProfile: () => undefined,
    recipientCertificates: () => Array.from({ length: recipients }, () => octets('certificate')),
    calendar: calendarOf(),
  }
}

export function fakeOrders(...orders: readonly StandingOrder[]): StandingOrders {
  return { findCovering: async (decision, on) => findCoveringOrder(orders, decision, on) }
}

/** Says this of the certificate with these bytes, and knows everything else to be good. */
export function fakeRevocation(said: Readonly<Record<string, RevocationStatus>> = {}): Revocation {
  return { getStatus: (certificate) => said[textOf(certificate)] ?? 'GOOD', revision: 1 }
}

/** A fake registry cuts lists that are longer than any a test means to be whole. */
export const CUT_AT = 50

export interface FakeRegistry extends Registry {
  readonly asked: readonly { readonly window: Window; readonly method: SearchMethod }[]
}

/** Answers each pass with the next list of records; `undefined` in place of a list is no answer at all. */
export function fakeRegistry(
  answers: readonly (readonly ActRecord[] | undefined)[],
  coverage: Partial<CoverageFinding> = {},
): FakeRegistry {
  const asked: { window: Window; method: SearchMethod }[] = []
  return {
    asked,
    async search(_subject, window, method) {
      const answer = answers[asked.push({ window, method }) - 1]
      if (!answer) throw new GatewayError('REGISTRY_UNREACHABLE', 'the registry does not answer')
      return { records: answer, isCut: answer.length >= CUT_AT, asOf: NOW.toISOString() }
    },
    async getCoverage(_kind, years) {
      return { full: true, ...years, offices: [{ code: '39000001', name: 'Отдел ЗАГС' }], gaps: [], ...coverage }
    },
  }
}

export interface FakePorts extends Ports, DoorPorts {
  readonly store: MemoryStore
  readonly clock: FakeClock
  readonly alarms: readonly Alarm[]
  readonly bugs: readonly unknown[]
}

export const SEARCH_LIMITS: SearchLimits = {
  perHour: 20,
  perDay: 50,
  unidentifiedPerDay: 5,
  alikePerDay: 4,
  absentPercent: 60,
}

/** Ports of an office that is served well: every order is given, the registry finds nothing, coverage is full. */
export function fakePorts({
  cases = [],
  ...changes
}: Partial<FakePorts> & { cases?: readonly Case[] } = {}): FakePorts {
  const alarms: Alarm[] = []
  const bugs: unknown[] = []
  return {
    store: createMemoryStore(...cases),
    clock: fakeClock(),
    readCall: reading(),
    exchange: fakeExchange(),
    registry: fakeRegistry([[], [], [], []]),
    documents: fakeDocuments,
    trust: fakeTrust(),
    revocation: fakeRevocation(),
    orders: fakeOrders(FULL_ORDER),
    office: OFFICE,
    settings: {
      sample: false,
      ackWindowSeconds: 900,
      messageIdMaxAgeHours: 24,
      timestampToleranceMinutes: 30,
      strangerRequestsPerHour: 5,
      searchLimits: SEARCH_LIMITS,
    },
    raiseAlarm: (alarm) => alarms.push(alarm),
    alarms,
    reportBug: (error) => bugs.push(error),
    bugs,
    ...changes,
  }
}

/** A parser that has read these calls, one after the other; a thrown value is what it made of the bytes. */
export function reading(...calls: (IncomingCall | Error)[]): Ports['readCall'] {
  const waiting = [...calls]
  return async () => {
    const next = waiting.shift()
    if (!next) throw new Error('no call is left')
    if (next instanceof Error) throw next
    return next
  }
}
