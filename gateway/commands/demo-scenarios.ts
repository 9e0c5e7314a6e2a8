/** The six inquiries of the demo: who sends what, what has to come back, and how that is checked from outside. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Agency, SignedInquiry } from '../../adapters/agency/agency.ts'
import type { AgencyOutcome } from '../../adapters/agency/outcome.ts'
import type { AgencyProgress } from '../../adapters/agency/parts.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { DEVELOPMENT_AGENCIES, type AgencyName } from '../development/bodies.ts'
import { ABSENT_MARRIAGE, EXAMPLE_SUBJECTS, composeInquiry } from '../development/inquiries.ts'
import type { LocalDate } from '../domain/act.ts'
import type { Subject } from '../domain/inquiry.ts'
import type { Verdict } from './demo-table.ts'

export interface DemoContext {
  /** An agency whose progress shows in the row, and is told to `onProgress` too. */
  openAgency(name: AgencyName, id: string, onProgress?: (progress: AgencyProgress) => void): Promise<Agency>
  /** Items of the first page of an API of the gateway. */
  listItems(path: string, role: 'BACK_OFFICE' | 'SECURITY_OFFICER'): Promise<readonly Record<string, unknown>[]>
  readonly today: LocalDate
  move(id: string, stage: string): void
}

/** Rows `id`, or two rows where the second one repeats the first. */
export interface Scenario {
  readonly ids: readonly string[]
  run(context: DemoContext): Promise<readonly Verdict[]>
}

const WAIT_MS = 60_000
const AUDIT_ATTEMPTS = 20

const BIRTH = getExample('BIRTH')
const DEATH = getExample('DEATH')

export const SCENARIOS: readonly Scenario[] = [
  {
    ids: ['a', 'f'],
    async run(context) {
      const sent = await ask('a', { context, agency: 'court', subject: BIRTH })
      const found = judge(sent, ({ document }) => document?.reply.record?.recordNumber === '415')
      return [found, await repeat('f', sent, context)]
    },
  },
  {
    ids: ['b'],
    async run(context) {
      const sent = await ask('b', { context, agency: 'pension-fund', subject: DEATH })
      return [judge(sent, ({ document }) => document?.reply.record?.recordNumber === '1120')]
    },
  },
  {
    ids: ['c'],
    async run(context) {
      const sent = await ask('c', { context, agency: 'prosecutor', subject: ABSENT_MARRIAGE })
      return [judge(sent, ({ final }) => final?.kind === 'ABSENCE_NOTICE')]
    },
  },
  {
    ids: ['d'],
    async run(context) {
      const sent = await ask('d', { context, agency: 'company', subject: BIRTH })
      return [judge(sent, isRefused)]
    },
  },
  { ids: ['e'], run: async (context) => [await alter('e', context)] },
]

interface Asked {
  readonly message: SignedInquiry
  readonly steps: ReadonlySet<string>
  readonly receipt: Uint8Array | undefined
  readonly outcome: AgencyOutcome
}

async function ask(
  id: string,
  { context, agency: name, subject }: { context: DemoContext; agency: AgencyName; subject: Subject },
): Promise<Asked> {
  const steps = new Set<string>()
  const agency = await context.openAgency(name, id, ({ step }) => steps.add(step))
  const message = await agency.write(inquiryOf(name, subject, { id, today: context.today }))
  const delivery = await agency.deliver(message)
  if (!delivery.accepted) throw new Error(`refused at the door: ${delivery.fault.fault} ${delivery.fault.code ?? ''}`)
  const outcome = await agency.collect(message, new Date(systemClock.now().getTime() + WAIT_MS))
  context.move(id, outcome.final ? `${outcome.final.kind}, acknowledged` : 'no final answer in time')
  return { message, steps, receipt: delivery.receipt, outcome }
}

/** (d): the refusal document came encrypted (status 60), then the rejection that ends the case. */
function isRefused({ document, final, statuses }: AgencyOutcome): boolean {
  const rejected = final?.rejections.some(({ code }) => code === 'ACCESS_DENIED') ?? false
  return document?.reply.kind === 'REFUSAL' && rejected && statuses.some(({ code }) => code === 60)
}

function judge({ steps, outcome }: Asked, isExpected: (outcome: AgencyOutcome) => boolean): Verdict {
  const { final, registered } = outcome
  return {
    received: markOf(final !== undefined),
    verified: markOf(steps.has('SIGNATURES_VERIFIED') && steps.has('HEAD_VERIFIED')),
    decrypted: markOf(steps.has('DECRYPTED')),
    expected: markOf(isExpected(outcome)),
    note: `${final?.kind ?? 'no answer'}, ${registered?.number ?? 'no number'}`,
  }
}

/** (f): the same message again gets the same receipt, and the court still has one case. */
async function repeat(id: string, { message, receipt }: Asked, context: DemoContext): Promise<Verdict> {
  const agency = await context.openAgency('court', id)
  const again = await agency.deliver(message)
  const isSame = again.accepted && !!receipt && !!again.receipt && Buffer.from(receipt).equals(again.receipt)
  const cases = await context.listItems(`/api/v1/cases?requester=${message.inquiry.requester.id}`, 'BACK_OFFICE')
  context.move(id, `${isSame ? 'the same receipt, octet for octet' : 'another receipt'}; ${cases.length} case(s)`)
  const received = markOf(again.accepted)
  return {
    received,
    verified: received, // deliver() takes no receipt whose signature does not hold
    decrypted: 'NOT_DUE',
    expected: markOf(isSame && cases.length === 1),
    note: `${isSame ? 'same' : 'other'} receipt, ${cases.length} case(s)`,
  }
}

/** (e): changed after signing: a fault at once, no case, and the attempt stands in the audit. */
async function alter(id: string, context: DemoContext): Promise<Verdict> {
  const name = 'police'
  const requester = DEVELOPMENT_AGENCIES[name].id
  const agency = await context.openAgency(name, id)
  const message = await agency.write(inquiryOf(name, BIRTH, { id, today: context.today }))
  const text = Buffer.from(message.bytes).toString('utf8').replace('<q:GivenName>Анна<', '<q:GivenName>Инна<')
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.equals(message.bytes)) throw new Error('nothing was changed in the message')
  const delivery = await agency.deliver({ messageId: message.messageId, bytes })
  const fault = delivery.accepted ? 'accepted' : delivery.fault.fault
  const cases = await context.listItems(`/api/v1/cases?requester=${requester}`, 'BACK_OFFICE')
  const isAudited = await findInAudit(context)
  context.move(id, `${fault}; ${cases.length} case(s); audit entry ${isAudited ? 'found' : 'missing'}`)
  const isFault = fault.startsWith('SignatureVerificationFault')
  return {
    received: markOf(!delivery.accepted),
    verified: 'NOT_DUE',
    decrypted: 'NOT_DUE',
    expected: markOf(isFault && cases.length === 0 && isAudited),
    note: `${fault}, ${cases.length} cases, ${isAudited ? 'audited' : 'NOT AUDITED'}`,
  }
}

async function findInAudit({ listItems }: DemoContext): Promise<boolean> {
  for (let attempt = 0; attempt < AUDIT_ATTEMPTS; attempt++) {
    const entries = await listItems('/audit/v1/entries?event=MESSAGE_REFUSED&result=REFUSED', 'SECURITY_OFFICER')
    const codes = entries.map(({ details }) => (details as { code?: string } | undefined)?.code)
    if (codes.includes('SIGNATURE_DIGEST')) return true
    await pause(250)
  }
  return false
}

function inquiryOf(name: AgencyName, subject: Subject, { id, today }: { id: string; today: LocalDate }) {
  const outgoingNumber = `${DEVELOPMENT_AGENCIES[name].outgoingPrefix}-${id}/1`
  return composeInquiry(name, subject, { outgoingNumber, outgoingDate: today })
}

function markOf(holds: boolean): 'YES' | 'NO' {
  return holds ? 'YES' : 'NO'
}

function getExample(kind: 'BIRTH' | 'DEATH'): Subject {
  const subject = EXAMPLE_SUBJECTS[kind]
  if (!subject) throw new Error(`no example of ${kind}`)
  return subject
}
