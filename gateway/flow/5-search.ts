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
import {
  checkSearchable,
  coverageYears,
  judgeRecords,
  statedWindow,
  widenedWindow,
  type ActRecord,
  type SearchPass,
  type SearchReport,
  type Window,
} from '../domain/search.ts'
import type { Ports } from '../ports/index.ts'
import { move, type Evidence, type Moved } from './move.ts'

type SearchPorts = Pick<Ports, 'store' | 'clock' | 'registry' | 'office' | 'raiseAlarm'>

export async function take(queued: CaseIn<'QUEUED'>, ports: SearchPorts): Promise<void> {
  await move(queued, ports, () => ({ event: 'TAKE', next: { ...queued, state: 'SEARCHING' } }))
}

export async function search(searching: CaseIn<'SEARCHING'>, ports: SearchPorts): Promise<void> {
  const subject = searching.reading.readable ? searching.reading.inquiry.subjects[0] : undefined
  if (!subject) throw new Error('only a readable inquiry with a subject comes to the search')
  const report = await tryRunPasses(subject, searching.registeredOn, ports.registry)
  if (!report) {
    ports.raiseAlarm({ code: 'REGISTRY_UNREACHABLE', caseId: searching.id, caseNumber: searching.number })
    const next = { ...searching, state: 'QUEUED' as const }
    return move(searching, ports, () => ({ event: 'GIVE_BACK', next, pause: true }))
  }
  await move(searching, ports, () => ({ ...outcomeOf(searching, report, ports.office), audit: [evidence(report)] }))
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
  const passes: SearchPass[] = [...checkSearchable(subject)]
  // Q4b: whatever reason is given, nothing can be looked for.
  if (passes.length > 0) return { ...judgeRecords(subject, []), completeness: 'BARE', passes }
  const completeness = completenessOf(subject)
  const stated = statedWindow(subject, registeredOn)
  let records: readonly ActRecord[] = []
  let isCut = false
  for (const window of windowsOf(stated, registeredOn)) {
    const candidates = await registry.search(subject, window, 'VARIANTS')
    records = candidates.records
    isCut = candidates.isCut
    passes.push({ aid: 'ELECTRONIC_BASE', window, widened: window !== stated, found: records.length })
    if (records.length > 0) break
  }
  const judged = judgeRecords(subject, records)
  // A list cut at its limit hides records: nothing may be concluded from it, but that a person must look.
  if (isCut && judged.mark !== 'RESTRICTED')
    return { mark: 'AMBIGUOUS', discrepancies: [], identified: judged.identified, completeness, passes }
  const coverage = await registry.getCoverage(subject.actKind, coverageYears(stated, registeredOn))
  return { ...judged, completeness, passes, coverage }
}

function windowsOf(stated: Window, registeredOn: string): Window[] {
  return [stated, widenedWindow(stated, registeredOn)]
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
  if (report.coverage?.full) return { event, next: { ...found, state: 'DRAFTING', draftKind: 'ABSENCE_NOTICE' } } // N2
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
function evidence({ mark, passes, completeness, discrepancies, coverage, record }: SearchReport): Evidence {
  return {
    event: 'SEARCHED',
    result: 'OK',
    details: {
      mark,
      completeness,
      passes: passes.map(({ aid, window, found }) => `${aid} ${window?.from ?? '-'}..${window?.to ?? '-'}: ${found}`),
      discrepancies,
      ...(coverage ? { coverageFull: coverage.full, years: `${coverage.fromYear}-${coverage.toYear}` } : {}),
      ...(record ? { recordId: record.id } : {}),
    },
  }
}
