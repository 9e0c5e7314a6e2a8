/** What became of an inquiry, as the agency can prove it: notices on the way, and the final answer with its document. */
import type { AgencyContent } from '../smev/agency-answers.ts'
import type { ReplyDocument } from '../smev/reply-document.ts'
import { AnswerRejected, type AgencyParts } from './parts.ts'
import { openReply, type ExpectedReply, type OpenedReply } from './reply-document.ts'

export interface AgencyOutcome {
  /** REGISTRATION_NOTICE (10) or duplicate notice (11). */
  readonly registered?: { readonly number: string; readonly dueOn?: string; readonly duplicate: boolean }
  readonly statuses: readonly StatusNotice[]
  /** Opened document of a status (refusal) or of the final Reply. */
  readonly document?: OpenedReply
  /** undefined as long as the final message has not come. */
  readonly final?: FinalAnswer
  /** Messages of the queue that answer other inquiries: left there unacknowledged. */
  readonly passedOver: number
}

export interface StatusNotice {
  readonly code: number
  readonly parameters: Readonly<Record<string, string>>
  readonly description: string
}

export type FinalAnswer =
  | { readonly kind: ReplyDocument['kind']; readonly rejections: readonly Rejection[] }
  | { readonly kind: 'DUPLICATE'; readonly rejections: readonly Rejection[] }

export interface Rejection {
  readonly code: string
  readonly description: string
}

const REGISTERED = 10
const DUPLICATE = 11

export const NO_ANSWER_YET: AgencyOutcome = { statuses: [], passedOver: 0 }

/** The outcome with one more proved message of the exchange in it. Throws AnswerRejected for its document. */
export async function foldAnswer(
  outcome: AgencyOutcome,
  content: AgencyContent,
  { expected, parts }: { expected: Omit<ExpectedReply, 'number'>; parts: AgencyParts },
): Promise<AgencyOutcome> {
  const awaited = { ...expected, number: outcome.registered?.number }
  if (content.form === 'STATUS') return foldStatus(outcome, content, { awaited, parts })
  if (content.form === 'REJECTED') {
    const { document } = outcome
    if (!document) throw new AnswerRejected('REFERENCE', 'a rejection came without the document that gives its grounds')
    return { ...outcome, final: { kind: document.reply.kind, rejections: content.entries } }
  }
  const document = await openReply(content.document, awaited, parts)
  const { kind, number } = document.reply
  if (kind !== content.routing.kind || number !== content.routing.number)
    throw new AnswerRejected('REFERENCE', 'the routing facts are not those of the document')
  return { ...outcome, document, ...(content.routing.last ? { final: { kind, rejections: [] } } : {}) }
}

async function foldStatus(
  outcome: AgencyOutcome,
  { code, parameters, description, document: sealed }: Extract<AgencyContent, { form: 'STATUS' }>,
  { awaited, parts }: { awaited: ExpectedReply; parts: AgencyParts },
): Promise<AgencyOutcome> {
  const { number, dueOn } = parameters
  parts.onProgress?.({
    step: 'STATUS',
    code,
    ...(number === undefined ? {} : { number }),
    ...(dueOn === undefined ? {} : { dueOn }),
  })
  const noted = { ...outcome, statuses: [...outcome.statuses, { code, parameters, description }] }
  if ((code === REGISTERED || code === DUPLICATE) && number !== undefined) {
    const registered = { number, ...(dueOn === undefined ? {} : { dueOn }), duplicate: code === DUPLICATE }
    return { ...noted, registered, ...(code === DUPLICATE ? { final: { kind: 'DUPLICATE', rejections: [] } } : {}) }
  }
  return sealed === undefined ? noted : { ...noted, document: await openReply(sealed, awaited, parts) }
}
