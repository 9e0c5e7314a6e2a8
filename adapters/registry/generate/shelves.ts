/** How the acts of a region lie on its shelves: office, kind, year; how many each shelf has. */
import { ACT_KINDS, type ActKind } from '../../../gateway/domain/act.ts'

export const [FIRST_YEAR, LAST_YEAR] = [1926, 2026] as const
/** The last day of the last year on which an act is made. */
export const LAST_YEAR_DAYS = 310
/** Of a book (B1). */
export const SHEETS = 250

export interface Shelf {
  readonly office: string
  readonly kind: ActKind
  readonly year: number
  /** Position of its first act in the region. */
  readonly first: number
  readonly count: number
}

/** Of a thousand acts, and how their number moves: from a year on, so many in relation to other years. */
const KINDS: { readonly [K in ActKind]: { readonly share: number; readonly years: readonly [number, number][] } } = {
  BIRTH: {
    share: 412,
    years: [
      [1926, 100],
      [1941, 45],
      [1946, 110],
      [1961, 85],
      [1971, 95],
      [1989, 55],
      [2007, 72],
      [2018, 52],
    ],
  },
  DEATH: {
    share: 350,
    years: [
      [1926, 60],
      [1941, 90],
      [1946, 45],
      [1961, 60],
      [1981, 75],
      [1992, 100],
      [2011, 85],
    ],
  },
  MARRIAGE: {
    share: 147,
    years: [
      [1926, 60],
      [1941, 35],
      [1946, 80],
      [1971, 105],
      [1991, 70],
      [2006, 85],
      [2018, 60],
    ],
  },
  DIVORCE: {
    share: 63,
    years: [
      [1926, 20],
      [1945, 4],
      [1966, 70],
      [1981, 100],
      [2006, 85],
    ],
  },
  PATERNITY: {
    share: 18,
    years: [
      [1926, 4],
      [1969, 80],
      [1989, 100],
    ],
  },
  ADOPTION: {
    share: 4,
    years: [
      [1926, 40],
      [1944, 100],
      [1960, 70],
      [2010, 45],
    ],
  },
  NAME_CHANGE: {
    share: 6,
    years: [
      [1926, 60],
      [1946, 70],
      [1992, 100],
    ],
  },
}
/** The first offices are the larger ones. */
const OFFICE_DECLINE = 0.25

/** Whatever the number of acts, the shelves hold exactly so many, each its share to within one. */
export function layShelves(acts: number, offices: readonly string[]): readonly Shelf[] {
  const officeTotal = offices.reduce((sum, _, index) => sum + officeWeight(index), 0)
  const shelves: Shelf[] = []
  let [share, first] = [0, 0]
  for (const [index, office] of offices.entries())
    for (const kind of ACT_KINDS)
      for (const [year, part] of yearParts(kind)) {
        share += (officeWeight(index) / officeTotal) * part
        const end = Math.min(acts, Math.round(share * acts))
        if (end > first) shelves.push({ office, kind, year, first, count: end - first })
        first = end
      }
  return shelves
}

function officeWeight(index: number): number {
  return 1 / (1 + OFFICE_DECLINE * index)
}

/** Parts of the whole region, so that all years of all kinds are 1 together. */
function yearParts(kind: ActKind): readonly (readonly [year: number, part: number])[] {
  const { years } = KINDS[kind]
  const all = Object.values(KINDS).reduce((sum, { share }) => sum + share, 0)
  const weights = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => {
    const year = FIRST_YEAR + index
    const weight = years.findLast(([from]) => from <= year)?.[1] ?? 0
    return [year, year === LAST_YEAR ? (weight * LAST_YEAR_DAYS) / 365 : weight] as const
  })
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  return weights.map(([year, weight]) => [year, ((weight / total) * KINDS[kind].share) / all])
}
