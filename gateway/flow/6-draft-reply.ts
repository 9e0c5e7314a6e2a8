/** Step 6: draft the answer (¶65-68). The document must pass its own schema before anybody is asked to sign it. */
import { randomUUID } from 'node:crypto'
import type { CaseIn } from '../domain/case.ts'
import { localDateOf } from '../domain/local-date.ts'
import { composeAbsence, composeInformation, type ReplyContent, type ReplyFrame } from '../domain/reply.ts'
import { absenceProofOf } from '../domain/search.ts'
import type { Ports } from '../ports/index.ts'
import { move } from './move.ts'

type DraftPorts = Pick<Ports, 'store' | 'clock' | 'documents' | 'office' | 'settings'>

export async function draftReply(drafting: CaseIn<'DRAFTING'>, ports: DraftPorts): Promise<void> {
  const { clock, documents } = ports
  const bytes = documents.writeReply(compose(drafting, frameOf(ports)))
  const documentId = randomUUID()
  const { draftKind: kind, ...drafted } = drafting
  await move(drafting, ports, async (work) => {
    await work.addDocument({
      id: documentId,
      caseId: drafting.id,
      kind: 'DRAFT',
      mediaType: 'text/xml',
      bytes,
      createdAt: clock.now().toISOString(),
    })
    return { event: 'DRAFT', next: { ...drafted, state: 'AWAITING_SIGNATURE', draft: { kind, documentId } } }
  })
}

export function frameOf({ clock, office, settings }: Pick<DraftPorts, 'clock' | 'office' | 'settings'>): ReplyFrame {
  return { office, composedOn: localDateOf(clock.now(), office.timeZone), sample: settings.sample }
}

/** No absence notice by a department (¶18, 19) or without proof (N2, H5), no information without a record. */
function compose(drafting: CaseIn<'DRAFTING'>, frame: ReplyFrame): ReplyContent {
  const { search, draftKind, reading, registeredOn } = drafting
  if (draftKind === 'INFORMATION' && search.mark === 'FOUND' && search.record)
    return composeInformation({ ...drafting, search: { ...search, record: search.record } }, frame)
  const subject = reading.readable ? reading.inquiry.subjects[0] : undefined
  const proof = subject && absenceProofOf(search, subject, registeredOn)
  if (draftKind === 'ABSENCE_NOTICE' && frame.office.level === 'AUTHORITY' && proof && search.coverage)
    return composeAbsence({ ...drafting, search: { ...search, coverage: search.coverage } }, frame)
  throw new Error(`no ${draftKind} can be drafted from the mark ${search.mark}`)
}
