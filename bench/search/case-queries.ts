/** Queries as they come on a working day: about records that are there, with a wrong letter, about nobody. */
import { createRegion } from '../../adapters/registry/generate/region.ts'
import { DEPARTMENTS } from '../region.ts'
import { ERROR_CLASSES, NOBODY } from './error-classes.ts'
import type { Kind } from './load.ts'
import { drawQueries, withoutTruth, type Query, type QueryPlan } from './queries.ts'

export function caseQueries(plan: QueryPlan): { readonly [K in Kind]: readonly Query[] } {
  const [none, , substitution] = ERROR_CLASSES
  return { found: drawQueries(plan, none!), typo: drawQueries(plan, substitution!), none: strangers(plan) }
}

/** People of a region with another seed: the same names, other lives. */
function strangers({ acts, seed, count }: QueryPlan): readonly Query[] {
  const region = createRegion({ acts, seed: seed + 1, offices: DEPARTMENTS })
  return withoutTruth(drawQueries({ region, acts, seed, count }, NOBODY))
}
