/**
 * The gateway's store in memory. Transactional: what a transaction wrote is gone when it throws, and transactions run one
 * after the other. It keeps the promises of `gateway/ports/store.ts`; the databases have tests of their own.
 */
import type { Case } from '../../gateway/domain/case.ts'
import type { AuditEntry } from '../../gateway/domain/audit-entry.ts'
import { requesterOf } from '../../gateway/domain/requester.ts'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { FINAL_STATES } from '../../gateway/domain/life-cycle.ts'
import { restsOf, searchLimitWork } from './memory-search-limits.ts'
import type { OrdersRest, SearchTrace } from '../../gateway/ports/search-limits.ts'
import type {
  CaseDocument,
  DuplicateKey,
  HistoryEntry,
  IncomingRecord,
  Job,
  OutgoingMessage,
  Reads,
  Store,
  Work,
} from '../../gateway/ports/store.ts'

export interface QueuedMessage extends OutgoingMessage {
  sealed?: Uint8Array
  leasedUntil?: Date
  deliveries: number
  accepted?: boolean
}

/** Everything the store holds; a transaction works on a copy. */
export interface Tables {
  cases: Map<string, Case>
  history: HistoryEntry[]
  audit: AuditEntry[]
  documents: Map<string, CaseDocument>
  series: Map<string, number>
  incoming: Map<string, IncomingRecord>
  digests: Set<string>
  outgoing: QueuedMessage[]
  jobs: Job[]
  traces: SearchTrace[]
  rests: OrdersRest[]
}

export interface MemoryStore extends Store {
  /** What is committed. */
  readonly tables: Tables
  /** Stands in for a connection that is lost: the next transaction throws before it commits. */
  failNextCommit(): void
}

export function createMemoryStore(...cases: readonly Case[]): MemoryStore {
  let tables: Tables = {
    cases: new Map(cases.map((added) => [added.id, added])),
    history: [],
    audit: [],
    documents: new Map(),
    series: new Map(),
    incoming: new Map(),
    digests: new Set(),
    outgoing: [],
    jobs: [],
    traces: [],
    rests: [],
  }
  let before: Promise<unknown> = Promise.resolve()
  let failing = false

  async function run<T>(work: (work: Work) => Promise<T>): Promise<T> {
    const draft = structuredClone(tables)
    const result = await work(workOn(draft))
    if (failing) {
      failing = false
      throw new GatewayError('STORE_UNREACHABLE', 'the connection was lost before the commit')
    }
    tables = draft
    return result
  }

  return {
    get tables() {
      return tables
    },
    failNextCommit() {
      failing = true
    },
    transaction(work) {
      const mine = before.then(() => run(work))
      before = mine.catch(() => undefined)
      return mine
    },
    reads: readsOf(() => tables),
  }
}

function workOn(tables: Tables): Work {
  const locked = new Map<string, Case>()
  return {
    async lockCase(id) {
      const found = tables.cases.get(id)
      if (found) locked.set(id, found)
      return found
    },
    async insertCase(added) {
      if (tables.cases.has(added.id)) throw new Error('a case is inserted once')
      tables.cases.set(added.id, added)
      locked.set(added.id, added)
    },
    async saveCase(changed) {
      const held = locked.get(changed.id)
      if (!held) throw new Error('a case is saved only after it was locked in the same transaction')
      const isSuccessor = changed.version === held.version + 1
      if (!isSuccessor && (changed.version !== held.version || changed.state !== held.state))
        throw new GatewayError('LIFE_CYCLE_VIOLATED', 'a case was changed from an outdated version')
      tables.cases.set(changed.id, changed)
      locked.set(changed.id, changed)
    },
    async appendHistory(entry) {
      tables.history.push(entry)
    },
    async appendAudit(entry) {
      tables.audit.push(entry)
    },
    async addDocument(document) {
      tables.documents.set(document.id, document)
    },
    async nextNumber({ journal, office, year }) {
      const key = `${journal} ${office} ${year}`
      const next = (tables.series.get(key) ?? 0) + 1
      tables.series.set(key, next)
      return next
    },
    async findFirstCase(key) {
      return [...tables.cases.values()].flatMap((found) => firstNumberOf(found, key))[0]
    },
    async recordIncoming(message) {
      const key = `${message.queue} ${message.messageId}`
      if (tables.incoming.has(key)) return false
      tables.incoming.set(key, message)
      return true
    },
    async useDigest(queue, digest) {
      const key = `${queue} ${digest}`
      if (tables.digests.has(key)) return false
      tables.digests.add(key)
      return true
    },
    ...queueWork(tables),
    ...searchLimitWork(tables),
    async sendJob(job) {
      tables.jobs.push(job)
    },
  }
}

function queueWork(tables: Tables): Pick<Work, 'addOutgoing' | 'sealOutgoing' | 'leaseNext' | 'acknowledge'> {
  return {
    async addOutgoing(message) {
      if (message.final && tables.outgoing.some(({ caseId, final }) => final && caseId === message.caseId))
        throw new Error('a case has exactly one final message (D6)')
      tables.outgoing.push({ ...message, deliveries: 0 })
    },
    async sealOutgoing(messageId, sealed) {
      const found = tables.outgoing.find((message) => message.messageId === messageId && !message.sealed)
      if (found) found.sealed = sealed
      return found !== undefined
    },
    async leaseNext(queue, { type, nodeId }, { now, until }) {
      const found = tables.outgoing.find(
        (message) =>
          message.queue === queue &&
          message.accepted === undefined &&
          message.sealed &&
          message.nodeId === nodeId &&
          (!type || (type.namespace === message.type.namespace && type.name === message.type.name)) &&
          (!message.leasedUntil || message.leasedUntil <= now),
      )
      if (!found?.sealed) return undefined
      found.leasedUntil = until
      found.deliveries++
      const { messageId, caseId, sealed, deliveries } = found
      return { messageId, caseId, sealed, deliveries }
    },
    async acknowledge(queue, messageId, { accepted }) {
      const found = tables.outgoing.find(
        (message) => message.queue === queue && message.messageId === messageId && message.deliveries > 0,
      )
      if (!found || found.accepted !== undefined) return undefined
      found.accepted = accepted
      return { caseId: found.caseId, final: found.final }
    },
  }
}

function readsOf(tables: () => Tables): Reads {
  return {
    async findCase(id) {
      return tables().cases.get(id)
    },
    async findCaseByNumber(number) {
      return [...tables().cases.values()].find((found) => 'number' in found && found.number === number)
    },
    async findIncoming(queue, messageId) {
      return tables().incoming.get(`${queue} ${messageId}`)
    },
    async listUnsealed(caseId) {
      return tables().outgoing.filter((message) => message.caseId === caseId && !message.sealed)
    },
    async getDocument(id) {
      const found = tables().documents.get(id)
      if (!found) throw new Error('a case names a document that was never stored')
      return found
    },
    async listDocuments(caseId) {
      return [...tables().documents.values()].filter((document) => document.caseId === caseId)
    },
    async listHistory(caseId) {
      return tables().history.filter((entry) => entry.caseId === caseId)
    },
    findRests: async (requester, at) => restsOf(tables(), requester, at),
    listCases: notInTheFlow,
    listAudit: notInTheFlow,
    async listUnfinishedWork(passing) {
      const open = [...tables().cases.values()].filter(
        ({ state, waitsFor }) => (!waitsFor || passing.includes(waitsFor.reason)) && !FINAL_STATES.includes(state),
      )
      const unsealed = new Set(tables().outgoing.flatMap(({ caseId, sealed }) => (sealed ? [] : [caseId])))
      return [
        ...open.map(({ id, version }): Job => ({ name: 'advance', caseId: id, version })),
        ...[...unsealed].map((caseId): Job => ({ name: 'seal', caseId })),
      ]
    },
  }
}

async function notInTheFlow(): Promise<never> {
  throw new Error('lists are for the APIs, the flow reads none')
}

function firstNumberOf(found: Case, key: DuplicateKey): readonly string[] {
  const { sender, reading, message } = found
  if (!('number' in found) || !reading.readable) return []
  const { outgoingNumber, outgoingDate } = reading.inquiry
  const same =
    requesterOf(sender) === key.requester &&
    outgoingNumber === key.outgoingNumber &&
    outgoingDate === key.outgoingDate &&
    (message.duplicateDigest ?? message.contentDigest) === key.contentDigest
  return same ? [found.number] : []
}
