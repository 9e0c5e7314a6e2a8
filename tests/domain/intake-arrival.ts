/** An arrival that is proper in everything but what a test states. */
import type { Attachment, OfficialSignature } from '../../gateway/domain/reading.ts'
import { checkIntake, type IntakeFacts } from '../../gateway/domain/intake.ts'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import { COURT, COURT_SENDER, inquiry, SIGNED_BY_OFFICIAL, STRANGER, TODAY } from '../support/builders.ts'

interface Arrival extends Partial<Omit<IntakeFacts, 'reading'>> {
  readonly content?: Inquiry
  readonly official?: OfficialSignature
  readonly attachments?: readonly Attachment[]
}

export function groundsOf({
  content = inquiry(),
  official = SIGNED_BY_OFFICIAL,
  attachments = [],
  ...facts
}: Arrival = {}) {
  return checkIntake({
    reading: { readable: true, inquiry: content, official, attachments },
    sender: COURT_SENDER,
    requester: COURT,
    isRegisteredId: (id) => id === COURT.id,
    signedOn: TODAY,
    revoked: [],
    ...facts,
  })
}
export const codesOf = (arrival: Arrival = {}) => groundsOf(arrival).map(({ code }) => code)

export const stranger = { sender: STRANGER, requester: undefined }
