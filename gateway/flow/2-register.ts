/**
 * Step 2: register, on the calendar day of receipt, also when it is no working day (¶31, 49; T1, A15). Gives the case its
 * number, gapless per office and year, and its due date; a duplicate is answered with the first number instead.
 */
import type { CaseIn } from '../domain/case.ts'
import { computeDeadline, type Deadline } from '../domain/deadline.ts'
import { localDateOf, yearOf } from '../domain/local-date.ts'
import type { OutgoingContent } from '../ports/exchange.ts'
import type { Ports } from '../ports/index.ts'
import type { DuplicateKey, Work } from '../ports/store.ts'
import { auditFrame, move } from './move.ts'
import { newOutgoing } from './seal-messages.ts'

type RegisterPorts = Pick<Ports, 'store' | 'clock' | 'trust' | 'office' | 'raiseAlarm'>

export async function register(received: CaseIn<'RECEIVED'>, ports: RegisterPorts): Promise<void> {
  const { office, trust, clock, raiseAlarm } = ports
  const registeredOn = localDateOf(new Date(received.receivedAt), office.timeZone)
  const inquiry = received.reading.readable ? received.reading.inquiry : undefined
  const { mark, exactDate } = inquiry ?? { mark: 'NONE', exactDate: undefined }
  const deadline = computeDeadline({ registeredOn, mark, exactDate, channel: 'ELECTRONIC' }, trust.calendar)
  if (!deadline.dueOn) raiseAlarm({ code: 'CALENDAR_YEAR_MISSING', caseId: received.id })
  await move(received, ports, async (work) => {
    await work.sendJob({ name: 'seal', caseId: received.id })
    const firstNumber = await findFirst(received, work)
    if (firstNumber) {
      await work.addOutgoing(newOutgoing(received, duplicateNotice(firstNumber), clock, true))
      return { event: 'REGISTER_DUPLICATE', next: { ...received, state: 'DUPLICATE', firstNumber } }
    }
    const year = yearOf(registeredOn)
    const count = await work.nextNumber({ journal: 'REGISTRATION', office: office.code, year })
    const number = `${office.code}-${year}-${String(count).padStart(6, '0')}`
    const next = { ...received, state: 'REGISTERED' as const, number, registeredOn, deadline }
    await work.addOutgoing(newOutgoing(received, registrationNotice(number, registeredOn, deadline), clock, false))
    return { event: 'REGISTER', next }
  })
}

/** Section 18: same requester, outgoing number and date, and equal digest of the canonical inquiry. */
async function findFirst(received: CaseIn<'RECEIVED'>, work: Work): Promise<string | undefined> {
  if (!received.reading.readable) return undefined
  const { outgoingNumber, outgoingDate } = received.reading.inquiry
  const key: DuplicateKey = {
    requester: auditFrame(received, received.receivedAt).requester ?? received.sender.queue,
    outgoingNumber,
    outgoingDate,
    contentDigest: received.message.duplicateDigest ?? received.message.contentDigest,
  }
  return work.findFirstCase(key)
}

/** REGISTRATION_NOTICE: number, dates, the terms applied, warnings. */
function registrationNotice(
  number: string,
  registeredOn: string,
  { dueOn, terms, warnings }: Deadline,
): OutgoingContent {
  return {
    form: 'STATUS',
    code: 10,
    parameters: [
      { key: 'number', value: number },
      { key: 'registeredOn', value: registeredOn },
      ...(dueOn ? [{ key: 'dueOn', value: dueOn }] : []),
      ...terms.map((term) => ({
        key: `term.${term.term}`,
        value: term.status === 'COMPUTED' ? term.dueOn : term.status,
      })),
      ...warnings.map((value) => ({ key: 'warning', value })),
    ],
    description: `Запрос зарегистрирован под номером ${number}`,
  }
}

function duplicateNotice(firstNumber: string): OutgoingContent {
  return {
    form: 'STATUS',
    code: 11,
    parameters: [{ key: 'number', value: firstNumber }],
    description: `Такой же запрос зарегистрирован ранее под номером ${firstNumber}`,
  }
}
