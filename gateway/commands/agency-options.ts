/** Options of `agency send`: words of the command line -> an inquiry and where it goes. Each mistake is one line. */
import { parseArgs } from 'node:util'
import { AGENCY_NAMES, type AgencyName } from '../development/bodies.ts'
import { EXAMPLE_SUBJECTS, type InquiryDetails } from '../development/inquiries.ts'
import { ACT_KINDS, type ActKind } from '../domain/act.ts'
import { RESULT_KINDS, type Subject, type SubjectPerson } from '../domain/inquiry.ts'
import { isLocalDate } from '../domain/local-date.ts'
import { EXCHANGE_VERSIONS, type ExchangeVersion } from '../ports/xml.ts'
import { UsageError } from './usage-error.ts'

export interface AgencySendOptions {
  readonly as: AgencyName
  readonly subject: Subject
  readonly details: Partial<InquiryDetails>
  readonly url: string
  readonly smevVersion?: ExchangeVersion
  readonly dataDir: string
  /** Write the signed message to standard output and send nothing. */
  readonly print: boolean
  readonly json: boolean
  readonly save?: string
  /** File of the consent that is attached. */
  readonly consent?: string
  readonly packaged: boolean
  readonly encrypted: boolean
  readonly waitSeconds: number
}

const TEXTS = ['family', 'given', 'patronymic', 'second-family', 'second-given', 'second-patronymic'] as const
const DATES = ['born', 'second-born', 'from', 'to'] as const
const PLACES = ['office', 'record-number', 'unknown-reason', 'alternative-info'] as const
const DETAILS = ['outgoing-number', 'outgoing-date', 'result', 'mark', 'exact-date'] as const
const DELIVERY = ['as', 'kind', 'url', 'smev-version', 'data-dir', 'save', 'wait', 'consent'] as const
const VALUED = [...TEXTS, ...DATES, ...PLACES, ...DETAILS, ...DELIVERY]
const FLAGS = ['print', 'json', 'mtom', 'encrypted'] as const

type Values = { readonly [K in (typeof VALUED)[number]]?: string } & {
  readonly [K in (typeof FLAGS)[number]]?: boolean
}

/** Roles of the first and the second person asked about. */
const ROLES: { readonly [K in ActKind]: readonly [SubjectPerson['role'], SubjectPerson['role']?] } = {
  BIRTH: ['CHILD'],
  DEATH: ['DECEASED'],
  MARRIAGE: ['SPOUSE', 'SPOUSE'],
  DIVORCE: ['SPOUSE', 'SPOUSE'],
  PATERNITY: ['CHILD', 'FATHER'],
  ADOPTION: ['CHILD'],
  NAME_CHANGE: ['SUBJECT'],
}

const MAX_WAIT_SECONDS = 86_400

/** `defaults` come from the environment of the command. Throws UsageError. */
export function parseAgencySend(
  words: readonly string[],
  defaults: { readonly url: string; readonly dataDir: string },
): AgencySendOptions {
  const values = parseValues(words)
  const kind = oneOf('kind', values.kind ?? 'BIRTH', ACT_KINDS)
  return {
    as: oneOf('as', values.as ?? 'court', AGENCY_NAMES),
    subject: subjectOf(kind, values),
    details: detailsOf(values),
    url: httpUrl(values.url ?? defaults.url),
    dataDir: values['data-dir'] ?? defaults.dataDir,
    print: values.print ?? false,
    json: values.json ?? false,
    packaged: values.mtom ?? false,
    encrypted: values.encrypted ?? false,
    waitSeconds: seconds(values.wait ?? '30'),
    ...present({ save: values.save, consent: values.consent, smevVersion: smevVersionOf(values) }),
  }
}

function parseValues(words: readonly string[]): Values {
  const options = {
    ...Object.fromEntries(VALUED.map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries(FLAGS.map((name) => [name, { type: 'boolean' as const }])),
  }
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values as Values
  } catch (cause) {
    // Node's message goes on with advice about positional arguments, which are of no use here.
    if (cause instanceof TypeError) throw new UsageError(cause.message.split('. ')[0] ?? cause.message, { cause })
    throw cause
  }
}

function subjectOf(kind: ActKind, values: Values): Subject {
  if ([...TEXTS, ...DATES, ...PLACES].every((name) => values[name] === undefined)) {
    const example = EXAMPLE_SUBJECTS[kind]
    if (example) return example
    throw new UsageError(`--kind ${kind}: there is no example, so --family and --given are needed`)
  }
  const { office, 'record-number': recordNumber } = values
  const { 'unknown-reason': unknownReason, 'alternative-info': alternativeInfo } = values
  return {
    actKind: kind,
    persons: personsOf(kind, values),
    ...periodOf(values),
    ...present({ office, recordNumber, unknownReason, alternativeInfo }),
  }
}

function personsOf(kind: ActKind, values: Values): readonly SubjectPerson[] {
  const [role, secondRole] = ROLES[kind]
  const first = present({
    familyName: values.family,
    givenName: values.given,
    patronymic: values.patronymic,
    birthDate: date('born', values.born),
  })
  const second = present({
    familyName: values['second-family'],
    givenName: values['second-given'],
    patronymic: values['second-patronymic'],
    birthDate: date('second-born', values['second-born']),
  })
  const persons: SubjectPerson[] = []
  if (Object.keys(first).length > 0) persons.push({ role, ...first })
  if (Object.keys(second).length === 0) return persons
  if (!secondRole) throw new UsageError(`--kind ${kind} has one person; --second-* options do not fit it`)
  return [...persons, { role: secondRole, ...second }]
}

/** One date stands for a period of one day (¶25). */
function periodOf(values: Values): Pick<Subject, 'period'> {
  const from = date('from', values.from) ?? date('to', values.to)
  const to = date('to', values.to) ?? from
  if (from === undefined || to === undefined) return {}
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}`)
  return { period: { from, to } }
}

function detailsOf(values: Values): Partial<InquiryDetails> {
  const { result, mark } = values
  return present({
    outgoingNumber: values['outgoing-number'],
    outgoingDate: date('outgoing-date', values['outgoing-date']),
    requestedResult: result === undefined ? undefined : oneOf('result', result, RESULT_KINDS),
    mark: mark === undefined ? undefined : oneOf('mark', mark, ['NONE', 'URGENT', 'OPERATIVE']),
    exactDate: date('exact-date', values['exact-date']),
  })
}

function smevVersionOf({ 'smev-version': version }: Values): ExchangeVersion | undefined {
  return version === undefined ? undefined : oneOf('smev-version', version, EXCHANGE_VERSIONS)
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined) throw new UsageError(`--${option} ${value}: expected one of ${allowed.join(', ')}`)
  return found
}

function date(option: string, value: string | undefined): string | undefined {
  if (value === undefined || isLocalDate(value)) return value
  throw new UsageError(`--${option} ${value}: expected a date as YYYY-MM-DD`)
}

function seconds(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= MAX_WAIT_SECONDS) return Number(value)
  throw new UsageError(`--wait ${value}: expected seconds, 0 to ${MAX_WAIT_SECONDS}`)
}

function httpUrl(value: string): string {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value
  throw new UsageError(`--url ${value}: expected an http or https address`)
}

/** The fields that are there: an absent option must not become an empty element. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof present<T>
  >
}
