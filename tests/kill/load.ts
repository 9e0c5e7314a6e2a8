/** The load: four agencies that each ask their own kind of question, so that every way through the flow is taken. */
import { readAgencyParts } from '../../gateway/development/open-agency.ts'
import type { AgencyName } from '../../gateway/development/bodies.ts'
import { ABSENT_MARRIAGE, EXAMPLE_SUBJECTS, composeInquiry } from '../../gateway/development/inquiries.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import { localDateOf } from '../../gateway/domain/local-date.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import {
  createCorrespondent,
  type Correspondent,
  type CorrespondentOptions,
  type NextInquiry,
} from './correspondent.ts'
import type { FinalKind, Ledger, SentInquiry } from './ledger.ts'
import type { Scene } from './scene.ts'

interface Question {
  readonly agency: AgencyName
  readonly subject: Subject | undefined
  readonly expected: FinalKind
}

const QUESTIONS: readonly Question[] = [
  { agency: 'court', subject: EXAMPLE_SUBJECTS.BIRTH, expected: 'INFORMATION' },
  { agency: 'pension-fund', subject: EXAMPLE_SUBJECTS.DEATH, expected: 'INFORMATION' },
  { agency: 'prosecutor', subject: ABSENT_MARRIAGE, expected: 'ABSENCE_NOTICE' },
  { agency: 'company', subject: EXAMPLE_SUBJECTS.BIRTH, expected: 'REFUSAL' },
]
/** Each run brings these; duplicates come by chance. */
export const EXPECTED_KINDS: readonly FinalKind[] = [...new Set(QUESTIONS.map(({ expected }) => expected))]

/** One in so many inquiries repeats an answered one under a new MessageID; one in so many goes out twice. */
const DUPLICATE_IN = 4
const RESENT_IN = 8

export interface Load {
  /** Resolves when every inquiry under way is accepted. */
  stopSending(): Promise<void>
  stop(): Promise<void>
  /** Rejects as soon as an agency meets something that must not happen. */
  readonly broken: Promise<never>
}

export interface LoadOptions {
  readonly agencies: Scene['agencies']
  readonly ledger: Ledger
  /** Reaches whichever gateway lives at that moment. */
  readonly fetch: typeof fetch
  readonly random: { below(limit: number): number }
  /** So many inquiries of one agency may wait for their answers at once. */
  readonly maxOpen: number
}

export async function startLoad(options: LoadOptions): Promise<Load> {
  const [stopSending, stopReading] = [new AbortController(), new AbortController()]
  const signals = { stopSending: stopSending.signal, stopReading: stopReading.signal }
  const correspondents = await Promise.all(QUESTIONS.map((question) => correspondentFor(question, options, signals)))
  const sending = Promise.all(correspondents.map((each) => each.send()))
  const reading = Promise.all(correspondents.map((each) => each.read()))
  return {
    async stopSending() {
      stopSending.abort()
      await sending
    },
    async stop() {
      stopSending.abort()
      stopReading.abort()
      await Promise.all([sending, reading])
    },
    broken: new Promise((_, reject) => {
      sending.catch(reject)
      reading.catch(reject)
    }),
  }
}

async function correspondentFor(
  { agency, subject, expected }: Question,
  { agencies, ledger, fetch, random, maxOpen }: LoadOptions,
  signals: Pick<CorrespondentOptions, 'stopSending' | 'stopReading'>,
): Promise<Correspondent> {
  if (!subject) throw new Error(`no example subject for the ${agency}`)
  // The address is a name only: the gateway has another one in each of its lives.
  const parts = await readAgencyParts(agency, agencies[agency], {
    url: 'http://gateway/smev',
    fetch,
    onProgress: ({ step }) => (ledger.sendings += step === 'SENT' ? 1 : 0),
  })
  let count = 0
  const next = (answered: readonly SentInquiry[]): NextInquiry => {
    const first = answered.find(({ outcome }) => outcome.final?.kind === expected)
    if (first && random.below(DUPLICATE_IN) === 0) return { inquiry: first.signed.inquiry, expected: 'DUPLICATE' }
    const outgoingDate = localDateOf(systemClock.now(), 'Europe/Kaliningrad')
    const details = { outgoingNumber: `${agency}-${++count}`, outgoingDate }
    return { inquiry: composeInquiry(agency, subject, details), expected }
  }
  return createCorrespondent({
    parts,
    ledger,
    next,
    isResent: () => random.below(RESENT_IN) === 0,
    maxOpen,
    ...signals,
  })
}
