/**
 * The guard against fishing (Q4b), on the visa and on every signature of the Head: over a limit the standing orders rest
 * for a requester, and its cases wait for a person. Nobody is refused, and whoever asks is told nothing of it.
 */
import type { CaseIn } from '../domain/case.ts'
import { requesterOf } from '../domain/requester.ts'
import { findExceeded, traceOf, type ExceededLimit } from '../domain/search-limits.ts'
import type { Ports } from '../ports/index.ts'
import type { Work } from '../ports/store.ts'
import { auditFrame, hold } from './move.ts'

type NotePorts = Pick<Ports, 'store' | 'clock' | 'settings' | 'raiseAlarm'>
type Guarded = CaseIn<'HEAD_REVIEW' | 'REFUSAL_DRAFT' | 'AWAITING_SIGNATURE'>

/** Counts what an eligible body asks for, whether or not it will get it; a limit that is passed by it alarms once a window. */
export async function noteSearch(asking: CaseIn<'HEAD_REVIEW'>, ports: NotePorts): Promise<void> {
  const { store, clock, settings, raiseAlarm } = ports
  if (!asking.reading.readable) return
  const { subjects } = asking.reading.inquiry
  const [at, requester] = [clock.now(), requesterOf(asking.sender)]
  const { searchLimits } = settings
  const passed = await store.transaction(async (work) => {
    const usage = await work.traceSearch({
      caseId: asking.id,
      requester,
      at,
      subjects: subjects.map(traceOf),
      atMost: searchLimits.perDay + 1,
    })
    const news: ExceededLimit[] = []
    for (const exceeded of findExceeded(usage, searchLimits))
      if (await restOrders(asking, { exceeded, at, work })) news.push(exceeded)
    return news
  })
  for (const { code } of passed)
    raiseAlarm({ code: 'SEARCH_LIMIT_PASSED', limit: code, caseId: asking.id, caseNumber: asking.number, requester })
}

/** PASSED when orders may decide for this requester; otherwise the case is held for a person. */
export async function checkSearchLimits(
  guarded: Guarded,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<'PASSED' | 'HELD'> {
  const rests = await ports.store.reads.findRests(requesterOf(guarded.sender), ports.clock.now())
  if (rests.length === 0) return 'PASSED'
  await hold(guarded, ports, { reason: 'SEARCH_LIMIT', paragraph: 'Q4b' })
  return 'HELD'
}

async function restOrders(
  asking: CaseIn<'HEAD_REVIEW'>,
  { exceeded, at, work }: { exceeded: ExceededLimit; at: Date; work: Work },
): Promise<boolean> {
  const { code: limit, count, allowed, windowSeconds } = exceeded
  const until = new Date(at.getTime() + windowSeconds * 1000)
  if (!(await work.restOrders({ requester: requesterOf(asking.sender), limit, since: at, until }))) return false
  await work.appendAudit({
    ...auditFrame(asking, at.toISOString()),
    event: 'SEARCH_LIMIT_PASSED',
    result: 'OK',
    details: { limit, count, allowed, until: until.toISOString(), paragraph: 'Q4b' },
  })
  return true
}
