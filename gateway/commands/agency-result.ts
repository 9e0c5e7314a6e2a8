/** The result of `agency send` for people. */
import type { AgencyOutcome } from '../../adapters/agency/outcome.ts'
import type { AnswerRejected } from '../../adapters/agency/parts.ts'
import type { AgencyFaultRead } from '../../adapters/smev/agency-answers.ts'
import type { AgencySendOptions } from './agency-options.ts'

/** What `--json` prints. */
export interface AgencySendResult {
  readonly as: AgencySendOptions['as']
  readonly messageId: string
  readonly attempts: number
  readonly fault?: AgencyFaultRead
  readonly outcome?: AgencyOutcome
  readonly rejected?: { readonly check: AnswerRejected['check']; readonly message: string }
}

export function describeResult(
  { messageId, attempts, fault, rejected, outcome }: AgencySendResult,
  { url, save, waitSeconds }: AgencySendOptions,
): string {
  const lines = [row('sent', `${messageId} to ${url}${attempts > 1 ? `, ${attempts} attempts` : ''}`)]
  if (fault) lines.push(row('fault', [fault.fault, fault.code, fault.text].filter(Boolean).join(' · ')))
  if (rejected) lines.push(row('not taken', `${rejected.check}: ${rejected.message}`))
  if (outcome) lines.push(...describeOutcome(outcome, waitSeconds))
  else if (!fault && !rejected) lines.push(row('receipt', 'signature of SMEV verified; not waiting for the answer'))
  if (save !== undefined) lines.push(row('saved in', save))
  return lines.join('\n')
}

function describeOutcome({ registered, document, final }: AgencyOutcome, waitSeconds: number): string[] {
  const lines = []
  if (registered) {
    const due = registered.dueOn === undefined ? '' : `, due on ${registered.dueOn}`
    lines.push(row(registered.duplicate ? 'duplicate of' : 'registered', `${registered.number}${due}`))
  }
  if (!final) return [...lines, row('no answer', `within ${waitSeconds} s; a person may have to look at the case`)]
  lines.push(row('answer', final.kind))
  for (const { code, description } of final.rejections) lines.push(row('rejected', `${code}: ${description}`))
  if (!document) return lines
  const { office } = document.reply
  lines.push(row('proved', `both message signatures, decrypted, signed for ${office.head.name}, names this inquiry`))
  return [...lines, '', ...(document.reply.sample ? [document.reply.sample] : []), ...document.reply.text]
}

function row(name: string, text: string): string {
  return `${name.padEnd(13)}${text}`
}
