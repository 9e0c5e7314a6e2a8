/**
 * Step 8: issue. An absence notice gets its number in the journal, gapless (¶71, D3); the messages that carry the
 * document are laid down, exactly one of them final (D6). A refusal has no journal entry (¶78).
 */
import type { CaseIn, Signed } from '../domain/case.ts'
import { localDateOf, yearOf } from '../domain/local-date.ts'
import { rejectionDescription } from '../domain/wording.ts'
import type { OutgoingContent } from '../ports/exchange.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'
import { move } from './move.ts'
import { newOutgoing } from './seal-messages.ts'

type IssuePorts = Pick<Ports, 'store' | 'clock' | 'office'>

export async function issue(signed: CaseIn<'SIGNED'>, ports: IssuePorts): Promise<void> {
  await move(signed, ports, async (work) => {
    const journalNumber = await nextJournalNumber(signed, work, ports)
    const messages = messagesOf(signed, journalNumber)
    for (const [index, content] of messages.entries())
      await work.addOutgoing(newOutgoing(signed, content, ports.clock, index === messages.length - 1))
    return { event: 'ISSUE', next: { ...signed, state: 'ISSUED', ...(journalNumber ? { journalNumber } : {}) } }
  })
}

async function nextJournalNumber({ draft }: Signed, work: Work, { clock, office }: IssuePorts) {
  if (draft.kind !== 'ABSENCE_NOTICE') return undefined
  const year = yearOf(localDateOf(clock.now(), office.timeZone))
  return `${year}-${await work.nextNumber({ journal: 'ABSENCE', office: office.code, year })}`
}

/** Wire mapping of design section 4. The last message is the final one. */
function messagesOf(signed: CaseIn<'SIGNED'>, journalNumber: string | undefined): readonly OutgoingContent[] {
  const { documentId } = signed.signature
  if (signed.draft.kind === 'REFUSAL') {
    const description = rejectionDescription(signed)
    const parameters = [{ key: 'number', value: signed.number }]
    return [
      { form: 'STATUS', code: 60, parameters, description: 'Отказ в предоставлении услуги', documentId },
      { form: 'REJECTED', entries: [{ code: 'ACCESS_DENIED', description }] },
    ]
  }
  if (!signed.reading.readable) throw new Error('an unreadable inquiry has no reply of this kind')
  const { outgoingNumber, outgoingDate } = signed.reading.inquiry
  const routing = {
    kind: signed.draft.kind,
    number: signed.number,
    registeredOn: signed.registeredOn,
    outgoingNumber,
    outgoingDate,
    ...(journalNumber ? { journalNumber } : {}),
    part: 1,
    last: true,
  }
  return [{ form: 'REPLY', routing, documentId }]
}
