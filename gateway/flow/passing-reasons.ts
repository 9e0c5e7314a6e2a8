/**
 * Which waiting cases are worth another try. A standing order may have come at any time; a revocation source has told
 * something new only when the knowledge of it grew. Every ten minutes all are tried, as due dates pass without news.
 */
import { PASSING_REASONS, type WaitReason } from '../domain/case.ts'
import type { Ports } from '../ports/index.ts'

const TRY_ANYWAY_MS = 10 * 60_000

/** Returns the reasons to be looked for now; to be asked once per sweep. */
export function createPassingReasons({
  clock,
  revocation,
}: Pick<Ports, 'clock' | 'revocation'>): () => readonly WaitReason[] {
  let lastKnown: string | undefined
  return () => {
    const known = `${revocation.revision} ${Math.floor(clock.now().getTime() / TRY_ANYWAY_MS)}`
    const isNews = known !== lastKnown
    lastKnown = known
    return isNews ? PASSING_REASONS : PASSING_REASONS.filter((reason) => reason !== 'REVOCATION_UNKNOWN')
  }
}
