/** Both servers over fakes, as a test calls them. */
import { pino } from 'pino'
import type { InjectOptions } from 'fastify'
import type { AuditEntry } from '../../../gateway/domain/audit-entry.ts'
import { faultOf } from '../../../gateway/domain/faults.ts'
import type { Door } from '../../../gateway/flow/door.ts'
import type { CaseDocument, HistoryEntry } from '../../../gateway/ports/store.ts'
import { hashToken } from '../../../gateway/http/authorisation.ts'
import { createServers, type ServerOptions, type Servers } from '../../../gateway/http/server.ts'
import { DRAFT_ID, FILED, HELD, INQUIRY_ID, OTHERS_ID, PERSONAL, REFUSED, SIGNED_ID } from './cases.ts'
import { fakeReads, type FakeReads } from './fake-reads.ts'

export const CLERK_TOKEN = 'clerk-token-clerk-token-clerk-token-00001'
export const OFFICER_TOKEN = 'officer-token-officer-token-officer-00001'
export const CLERK = { authorization: `Bearer ${CLERK_TOKEN}` }
export const OFFICER = { authorization: `Bearer ${OFFICER_TOKEN}` }

export const DOCUMENTS: readonly CaseDocument[] = [
  documentOf(INQUIRY_ID, 'INQUIRY', `<Envelope>${PERSONAL}</Envelope>`),
  documentOf(DRAFT_ID, 'DRAFT', '<Reply/>'),
  {
    ...documentOf(SIGNED_ID, 'SIGNED', ''),
    mediaType: 'application/pkcs7-mime',
    bytes: Uint8Array.of(0x30, 0x80, 0),
  },
  { ...documentOf(OTHERS_ID, 'INQUIRY', '<Other/>'), caseId: HELD.id },
]

export const HISTORY: readonly HistoryEntry[] = [
  {
    caseId: FILED.id,
    version: 1,
    at: FILED.receivedAt,
    actor: 'system',
    paragraph: '¶43',
    from: '-',
    event: 'RECEIVE',
    to: 'RECEIVED',
  },
]

export const ENTRIES: readonly (AuditEntry & { readonly id: string })[] = [1, 2, 3].map((n) => ({
  id: String(n),
  at: `2026-03-03T07:15:0${n}.000Z`,
  event: 'MESSAGE_REFUSED',
  result: 'REFUSED',
  certificate: '0a',
  details: { code: 'CERTIFICATE_EXPIRED', attempts: n, isFirst: n === 1, rules: ['a', 'b'] },
}))

export interface Harness extends Servers {
  readonly audited: AuditEntry[]
  readonly reads: FakeReads
  /** Lines of the log, as text. */
  readonly log: string[]
  readonly calls: { bytes: Uint8Array; source: string }[]
  /** Moves the clock, which otherwise stands at noon of 6 March 2026 in Kaliningrad. */
  wait(seconds: number): void
}

export type HarnessOptions = Partial<ServerOptions & Door>

export function startHarness({ answerCall, refuseCall, ...overrides }: HarnessOptions = {}): Harness {
  const audited: AuditEntry[] = []
  const log: string[] = []
  const calls: Harness['calls'] = []
  const reads = fakeReads({ cases: [FILED, HELD, REFUSED], documents: DOCUMENTS, history: HISTORY, entries: ENTRIES })
  let now = Date.parse('2026-03-06T10:00:00Z')
  const servers = createServers({
    door: {
      answerCall:
        answerCall ??
        (async (bytes, source) => {
          calls.push({ bytes, source })
          return { status: 200, body: Buffer.from('<answer/>') }
        }),
      refuseCall:
        refuseCall ??
        (async (error) => {
          const fault = faultOf(error)
          return { status: fault?.http ?? 500, body: Buffer.from(`<fault>${fault?.code ?? 'BUG'}</fault>`) }
        }),
    },
    describeService: () => ({
      wsdl: (baseUrl, version = '1.1') =>
        version.startsWith('1.') ? `<definitions location="${baseUrl}/smev" version="${version}"/>` : undefined,
      schema: (name) => (name === 'types-1.1.xsd' ? '<schema/>' : undefined),
    }),
    reads,
    audit: async (entry) => void audited.push(entry),
    clock: { now: () => new Date(now) },
    timeZone: 'Europe/Kaliningrad',
    tokens: [
      { role: 'BACK_OFFICE', name: 'clerk-1', tokenHash: hashToken(CLERK_TOKEN) },
      { role: 'SECURITY_OFFICER', name: 'officer-1', tokenHash: hashToken(OFFICER_TOKEN) },
    ],
    health: {
      last: () => ({
        status: 'READY',
        checkedAt: '2026-03-06T09:59:55.000Z',
        checks: { sign: 'UP', verify: 'UP', write: 'UP', read: 'UP' },
        store: { backend: 'postgresql' },
      }),
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    ...overrides,
  })
  const wait = (seconds: number): void => void (now += seconds * 1000)
  return { ...servers, audited, reads, log, calls, wait }
}

/** GET with a token. */
export function get(url: string, headers: Record<string, string> = {}): InjectOptions {
  return { method: 'GET', url, headers }
}

/** POST /smev as an agency's system sends it. */
export function soap(payload: string | Buffer, headers: Record<string, string> = {}): InjectOptions {
  return { method: 'POST', url: '/smev', payload, headers: { 'content-type': 'text/xml; charset=utf-8', ...headers } }
}

function documentOf(id: string, kind: CaseDocument['kind'], text: string): CaseDocument {
  const bytes = new TextEncoder().encode(text)
  return { id, caseId: FILED.id, kind, mediaType: 'text/xml', bytes, createdAt: '2026-03-05T08:00:00.000Z' }
}
