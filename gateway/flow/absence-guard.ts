/**
 * The guard on an absence notice that is about to be signed: a draft may have waited for the Head, and what was covered
 * when it was searched must be so still (N2, H5). Otherwise nothing is signed, and a person decides.
 */
import type { CaseIn } from '../domain/case.ts'
import { absenceProofOf, coverageYears, statedWindow } from '../domain/search.ts'
import type { Ports } from '../ports/index.ts'
import { hold } from './move.ts'

/** PASSED for every other kind of document. Throws REGISTRY_UNREACHABLE: without an answer nothing is signed. */
export async function checkAbsence(
  awaiting: CaseIn<'AWAITING_SIGNATURE'>,
  ports: Pick<Ports, 'store' | 'clock' | 'registry'>,
): Promise<'PASSED' | 'HELD'> {
  const { draft, search, reading, registeredOn } = awaiting
  if (draft.kind !== 'ABSENCE_NOTICE') return 'PASSED'
  const subject = reading.readable ? reading.inquiry.subjects[0] : undefined
  if (!subject || !search) throw new Error('only what was searched for is found absent')
  const years = coverageYears(statedWindow(subject, registeredOn), registeredOn)
  const coverage = await ports.registry.getCoverage(subject.actKind, years)
  const drafted = absenceProofOf(search, subject, registeredOn)
  if (drafted && absenceProofOf({ ...search, coverage }, subject, registeredOn) === drafted) return 'PASSED'
  await hold(awaiting, ports, { reason: 'REGION_CHECK', paragraph: '¶66(2)' })
  return 'HELD'
}
