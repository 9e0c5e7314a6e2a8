/** `agency send`: one inquiry of a simulated agency over real HTTP, and what became of it, proved. */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Agency, AgencyFile, SignedInquiry } from '../../adapters/agency/agency.ts'
import { AnswerRejected, ExchangeFailed } from '../../adapters/agency/parts.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { DEVELOPMENT_AGENCIES, DEVELOPMENT_OFFICE } from '../development/bodies.ts'
import { developmentDirectory, developmentFiles } from '../development/files.ts'
import { composeInquiry } from '../development/inquiries.ts'
import { openDevelopmentAgency } from '../development/open-agency.ts'
import { localDateOf } from '../domain/local-date.ts'
import { parseAgencySend, type AgencySendOptions } from './agency-options.ts'
import { describeResult, type AgencySendResult } from './agency-result.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

const HELP = `  --as NAME           court (default), pension-fund, prosecutor, police, company
  --kind KIND         BIRTH (default), DEATH, MARRIAGE, DIVORCE, PATERNITY, ADOPTION, NAME_CHANGE
  --family --given --patronymic --born YYYY-MM-DD            the person asked about
  --second-family --second-given --second-patronymic --second-born   the other spouse, or the father
  --from --to YYYY-MM-DD    period of the event; one of them alone is one day
  --office CODE --record-number N     where the record was made
  --unknown-reason TEXT --alternative-info TEXT    why data are missing
  --result KIND       INFORMATION (default), RECORD_COPY, RECORD_EXTRACT, CERTIFICATE
  --mark URGENT|OPERATIVE  --exact-date YYYY-MM-DD  --outgoing-number N  --outgoing-date YYYY-MM-DD
  --consent FILE      attach the consent of the person (pdBasis CONSENT), signed by the official
  --mtom              send it in a package of several parts (multipart/related)
  --encrypted         encrypt the inquiry to the office (EncryptedInquiry)
  --url URL           default http://127.0.0.1:8080/smev (port of ZAGS_PORT)
  --smev-version V    1.1 (default), 1.2, 1.3
  --data-dir DIR      data folder of the gateway, whose generated keys are used; default ZAGS_DATA_DIR or .data
  --wait SECONDS      for the final answer; default 30, 0 = only send
  --save DIR          keep every message and the document: sealed (.p7m), signed (.p7s), XML
  --print             write the signed message to standard output and send nothing
  --json              machine-readable result

Without data of a person an example of the development registry is asked for (BIRTH, DEATH, MARRIAGE).
Exit code: 0 an answer was received and proved, 1 a refusal, a fault or no final answer in time, 2 wrong use.`

export const agencySend: Command = {
  help: HELP,
  async run(words, environment) {
    const port = environment['ZAGS_PORT'] || '8080'
    const options = parseAgencySend(words, {
      url: `http://127.0.0.1:${port}/smev`,
      dataDir: environment['ZAGS_DATA_DIR'] || '.data',
    })
    const agency = await openAgency(options)
    const message = await agency.write(inquiryOf(options), await filesOf(options))
    if (options.print) {
      process.stdout.write(message.bytes)
      return 0
    }
    const result = await exchange(agency, message, options)
    if (result instanceof ExchangeFailed) {
      console.error(`agency send: ${result.message}`)
      return 1
    }
    console.log(options.json ? JSON.stringify(result, omitBytes, 2) : describeResult(result, options))
    return exitCodeOf(result, options)
  },
}

async function openAgency({
  as,
  url,
  dataDir,
  save,
  smevVersion,
  packaged,
  encrypted,
}: AgencySendOptions): Promise<Agency> {
  const directory = developmentDirectory(dataDir)
  const exists = await stat(directory).catch(() => undefined)
  if (!exists) throw new UsageError(`--data-dir ${dataDir}: no generated keys; npm start makes them there`)
  if (save !== undefined) await mkdir(save, { recursive: true })
  const files = developmentFiles(directory).agencies[as]
  return openDevelopmentAgency(as, files, {
    url,
    // A queue of its own, so that no other run takes or leaves answers in it.
    nodeId: `cli-${randomUUID()}`,
    packaged,
    encrypted,
    ...(smevVersion === undefined ? {} : { smevVersion }),
    ...(save === undefined ? {} : { keep: (name, bytes) => writeFile(join(save, name), bytes) }),
  })
}

function inquiryOf({ as, subject, details, consent }: AgencySendOptions) {
  const now = systemClock.now()
  const stamp = now.toISOString().replaceAll(/[-:TZ.]/g, '')
  return composeInquiry(as, subject, {
    outgoingNumber: `${DEVELOPMENT_AGENCIES[as].outgoingPrefix}-${stamp}`,
    outgoingDate: localDateOf(now, DEVELOPMENT_OFFICE.timeZone),
    ...details,
    ...(consent === undefined ? {} : { pdBasis: 'CONSENT', pdConsent: CONSENT_ID }),
  })
}

const CONSENT_ID = 'consent'

async function filesOf({ consent }: AgencySendOptions): Promise<readonly AgencyFile[]> {
  if (consent === undefined) return []
  try {
    return [{ contentId: CONSENT_ID, mediaType: mediaTypeOf(consent), bytes: await readFile(consent) }]
  } catch (cause) {
    throw new UsageError(`--consent ${consent}: it cannot be read`, { cause })
  }
}

function mediaTypeOf(file: string): string {
  return (
    { '.pdf': 'application/pdf', '.txt': 'text/plain', '.xml': 'text/xml' }[extname(file)] ?? 'application/octet-stream'
  )
}

async function exchange(
  agency: Agency,
  message: SignedInquiry,
  { as, waitSeconds }: AgencySendOptions,
): Promise<AgencySendResult | ExchangeFailed> {
  const { messageId } = message
  let attempts = 0
  try {
    const delivery = await agency.deliver(message)
    attempts = delivery.attempts
    if (!delivery.accepted) return { as, messageId, attempts, fault: delivery.fault }
    if (waitSeconds === 0) return { as, messageId, attempts }
    const until = new Date(systemClock.now().getTime() + waitSeconds * 1000)
    return { as, messageId, attempts, outcome: await agency.collect(message, until) }
  } catch (error) {
    if (error instanceof ExchangeFailed) return error
    if (!(error instanceof AnswerRejected)) throw error
    return { as, messageId, attempts, rejected: { check: error.check, message: error.message } }
  }
}

function exitCodeOf({ outcome, fault, rejected }: AgencySendResult, { waitSeconds }: AgencySendOptions): number {
  if (fault || rejected) return 1
  if (waitSeconds === 0) return 0
  const kind = outcome?.final?.kind
  return kind === 'INFORMATION' || kind === 'ABSENCE_NOTICE' ? 0 : 1
}

/** Documents are kept by `--save`; in JSON their bytes would only be in the way. */
function omitBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? undefined : value
}
