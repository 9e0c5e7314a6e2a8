/**
 * Step 5: search the registry store (¶54-57, 66). The stated period first, then three years wider; what is found is
 * judged by rule, and whatever a machine must not decide stops in a state that waits for a person.
 *
 * «Nothing found» is an answer; «no answer» never is: the case goes back to QUEUED.
 */
import type { CaseIn, WaitsFor } from '../domain/case.ts'
import { completenessOf } from '../domain/completeness.ts'
import { GatewayError } from '../domain/faults.ts'
import type { Subject } from '../domain/inquiry.ts'
import { isSettled, judgeRecords } from '../domain/judgement.ts'
import { yearOf } from '../domain/local-date.ts'
import {
  absenceProofOf,
  checkSearchable,
  coverageYears,
  SEARCH_METHODS,
  statedWindow,
  widenedWindow,
  type SearchPass,
  type SearchReport,
  type Window,
} from '../domain/search.ts'
import type { Ports } from '../ports/index.ts'
import { move, type Evidence, type Moved } from './move.ts'
import { logReads } from './registry-reads.ts'

/** So many stand in an audit entry; the case has them all. */
const AUDITED_CANDIDATES = 10

type SearchPorts = Pick<Ports, 'store' | 'clock' | 'registry' | 'office' | 'raiseAlarm'>

export async function take(queued: CaseIn<'QUEUED'>, ports: SearchPorts): Promise<void> {
  await move(queued, ports, () => ({ event: 'TAKE', next: { ...queued, state: 'SEARCHING' } }))
}

export async function search(searching: CaseIn<'SEARCHING'>, ports: SearchPorts): Promise<void> {
  const reads = logReads(ports.registry)
  const report = await tryRunPasses(subjectOf(searching), searching.registeredOn, reads.registry)
  if (!report) {
    ports.raiseAlarm({ code: 'REGISTRY_UNREACHABLE', caseId: searching.id, caseNumber: searching.number })
    const next = { ...searching, state: 'QUEUED' as const }
    return move(searching, ports, () => ({ event: 'GIVE_BACK', next, pause: true, audit: reads.entries() }))
  }
  await move(searching, ports, () => ({
    ...outcomeOf(searching, report, ports.office),
    audit: [...reads.entries(), evidence(report)],
  }))
}

function subjectOf({ reading }: CaseIn<'SEARCHING'>): Subject {
  const subject = reading.readable ? reading.inquiry.subjects[0] : undefined
  if (!subject) throw new Error('only a readable inquiry with a subject comes to the search')
  return subject
}

async function tryRunPasses(
  subject: Subject,
  registeredOn: string,
  registry: Ports['registry'],
): Promise<SearchReport | undefined> {
  try {
    return await runPasses(subject, registeredOn, registry)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'REGISTRY_UNREACHABLE') return undefined
    throw error
  }
}

async function runPasses(subject: Subject, registeredOn: string, registry: Ports['registry']): Promise<SearchReport> {
  const unsearchable = checkSearchable(subject)
  const nothing = judgeRecords(subject, [])
  // Q4b: whatever reason is given, nothing can be looked for.
  if (unsearchable.length > 0) return { ...nothing, completeness: 'BARE', passes: unsearchable }
  const completeness = completenessOf(subject)
  const stated = statedWindow(subject, registeredOn)
  // Before any pass: what is covered only afterwards may hold records that the passes did not see.
  const coverage = await registry.getCoverage(subject.actKind, coverageYears(stated, registeredOn))
  const first = await searchWindow(subject, { window: stated, widened: false }, registry)
  if (first.mark === 'NOT_FOUND') {
    const years = { fromYear: yearOf(stated.from), toYear: yearOf(stated.to) }
    const ofPeriod = await registry.getCoverage(subject.actKind, years)
    // H4: it is not established that the record is absent from the period, so the search is not widened.
    if (ofPeriod.transferred?.entirely) return { ...first, mark: 'ARCHIVED', completeness, coverage: ofPeriod }
  }
  const found =
    first.mark === 'NOT_FOUND'
      ? await searchWindow(subject, { window: widenedWindow(stated, registeredOn), widened: true }, registry)
      : undefined
  return { ...(found ?? first), passes: [...first.passes, ...(found?.passes ?? [])], completeness, coverage }
}

/** ¶54-55: spellings near the stated name, then every surname there is, until the matter is settled. */
async function searchWindow(
  subject: Subject,
  { window, widened }: { readonly window: Window; readonly widened: boolean },
  registry: Ports['registry'],
): Promise<Omit<SearchReport, 'completeness'>> {
  const passes: SearchPass[] = []
  let judged = judgeRecords(subject, [])
  for (const method of SEARCH_METHODS) {
    const { records, isCut, asOf } = await registry.search(subject, window, method)
    judged = judgeRecords(subject, records, isCut)
    const found = judged.candidates.length
    passes.push({ aid: 'ELECTRONIC_BASE', method, window, widened, found, at: asOf })
    if (isSettled(judged, method)) break
  }
  return { ...judged, passes }
}

/** Rows of section 18 that leave SEARCHING. */
function outcomeOf(searching: CaseIn<'SEARCHING'>, report: SearchReport, { level }: Ports['office']): Moved {
  const found = { ...searching, search: report }
  if (report.mark !== 'NOT_FOUND') {
    const waitsFor = findReasonToWait(searching, report)
    const next = { ...found, state: 'DRAFTING' as const, draftKind: 'INFORMATION' as const }
    return { event: 'MARK_FOUND', next: waitsFor ? { ...next, waitsFor } : next }
  }
  const event = 'MARK_NOT_FOUND'
  if (report.completeness === 'BARE') {
    const waitsFor: WaitsFor = { reason: 'SUSPENSION', paragraph: '¶27, 59' } // P1
    return { event, next: { ...found, state: 'SUSPENSION_DRAFT', waitsFor } }
  }
  if (level === 'DEPARTMENT') {
    const waitsFor: WaitsFor = { reason: 'LOCAL_ABSENCE', paragraph: '¶65(3)' } // N1
    return { event, next: { ...found, state: 'LOCAL_ABSENCE_DRAFT', waitsFor } }
  }
  const proof = absenceProofOf(report, subjectOf(searching), searching.registeredOn)
  const absence = { ...found, state: 'DRAFTING', draftKind: 'ABSENCE_NOTICE' } as const
  if (proof === 'FULL') return { event, next: absence } // N2
  if (proof === 'HELD_YEARS') return { event, next: { ...absence, waitsFor: { reason: 'ARCHIVED', paragraph: 'H5' } } }
  const waitsFor: WaitsFor = { reason: 'REGION_CHECK', paragraph: '¶66(2)' } // N3
  return { event, next: { ...found, state: 'REGION_CHECK_DRAFT', waitsFor } }
}

/** Never automatic: Q7, Q8, H4, C1-C3, a bare name, and the result kinds that a Drafter writes. */
function findReasonToWait({ eligibility }: CaseIn<'SEARCHING'>, report: SearchReport): WaitsFor | undefined {
  if (report.mark === 'ANNULLED') return { reason: 'ANNULLED_RECORD', paragraph: 'Q8' }
  if (report.mark !== 'FOUND' && report.mark !== 'NOT_FOUND') return { reason: report.mark, paragraph: '¶57' }
  if (!report.identified) return { reason: 'WEAK_IDENTITY', paragraph: '¶57' }
  const other = eligibility.eligible && eligibility.result !== 'INFORMATION'
  return other ? { reason: 'RESULT_KIND', paragraph: '¶65(2)' } : undefined
}

/** What was searched and what came of it; no name, no value (Q9). */
function evidence({ mark, passes, completeness, discrepancies, coverage, record, ...report }: SearchReport): Evidence {
  const lookedAt = report.candidates.slice(0, AUDITED_CANDIDATES)
  return {
    event: 'SEARCHED',
    result: 'OK',
    details: {
      mark,
      completeness,
      passes: passes.map(passText),
      discrepancies,
      candidates: lookedAt.map(({ id, differences }) => [id, ...differences].join(' ')),
      isCut: report.isCut,
      ...(coverage ? { coverageFull: coverage.full, years: `${coverage.fromYear}-${coverage.toYear}` } : {}),
      ...(record ? { recordId: record.id } : {}),
    },
  }
}

function passText({ aid, method, window, found }: SearchPass): string {
  return [aid, method, `${window?.from ?? '-'}..${window?.to ?? '-'}:`, String(found)].filter(Boolean).join(' ')
}
