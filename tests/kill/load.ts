/** The load: four agencies that each ask their own kind of question, so that every way through the flow is taken. */
import { readAgencyParts } from '../../gateway/development/open-agency.ts'
import type { AgencyName } from '../../gateway/development/bodies.ts'
import { ABSENT_MARRIAGE, EXAMPLE_SUBJECTS, composeInquiry } from '../../gateway/development/inquiries.ts'
import type { Subject } from '../../gateway/domain/inquiry.ts'
import { localDateOf } from '../../gateway/domain/local-date.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { correspond, type CorrespondentOptions, type NextInquiry } from './correspondent.ts'
import type { FinalKind, SentInquiry } from './ledger.ts'
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
  /** Nothing new is sent from now on. */
  stopSending(): void
  /**
   * Resolves when, after that, every inquiry is answered and every message acknowledged. Rejects when an agency meets
   * something that must not happen.
   */
  readonly finished: Promise<void>
}

export interface LoadOptions extends Pick<CorrespondentOptions, 'ledger' | 'maxOpen' | 'ackWindowSeconds' | 'over'> {
  readonly agencies: Scene['agencies']
  /** Reaches whichever gateway lives at that moment. */
  readonly fetch: typeof fetch
  readonly random: { below(limit: number): number }
}

export async function startLoad(options: LoadOptions): Promise<Load> {
  const stop = new AbortController()
  const correspondents = await Promise.all(QUESTIONS.map((question) => correspondentFor(question, options)))
  const stopSending = AbortSignal.any([stop.signal, options.over])
  const running = correspondents.map((correspondent) => correspond({ ...correspondent, stopSending }))
  return {
    stopSending: () => stop.abort(),
    finished: Promise.all(running).then(() => undefined),
  }
}

async function correspondentFor(
  { agency, subject, expected }: Question,
  { agencies, fetch, random, ...shared }: LoadOptions,
): Promise<Omit<CorrespondentOptions, 'stopSending'>> {
  const { ledger } = shared
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
  return { parts, next, isResent: () => random.below(RESENT_IN) === 0, ...shared }
}
