/** What an answer says of coverage, as the search needs it: whatever it does not name, or names in two ways, is not held in full. */
import type { ArchiveHolding, CoverageFinding } from '../../gateway/domain/search.ts'

export interface OfficeCoverage {
  readonly code: string
  readonly name: string
  readonly coverage: readonly CoverageSpan[]
}

export interface Years {
  readonly fromYear: number
  readonly toYear: number
}

type CoverageSpan = Years &
  (
    | { readonly state: 'FULL' | 'PARTIAL' | 'NONE' | 'NOT_EXISTING' }
    | ({ readonly state: 'TRANSFERRED' } & Pick<ArchiveHolding, 'archive' | 'fond' | 'inventory'>)
  )

const MAX_GAPS = 20

export function coverageOf(offices: readonly OfficeCoverage[], { fromYear, toYear }: Years): CoverageFinding {
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index)
  const cells = offices
    .flatMap((office) => years.map((year) => ({ office: office.code, year, state: stateOf(year, office.coverage) })))
    .filter(({ state }) => state !== 'NOT_EXISTING')
  const gaps = cells.filter(({ state }) => state !== 'FULL' && state !== 'TRANSFERRED')
  const transferred = cells.filter(({ state }) => state === 'TRANSFERRED').length
  const existing = new Set(cells.map(({ office }) => office))
  return {
    // Where no office existed nothing was checked, so nothing is known to be absent.
    full: cells.length > 0 && gaps.length === 0 && transferred === 0,
    fromYear,
    toYear,
    offices: offices.filter(({ code }) => existing.has(code)).map(({ code, name }) => ({ code, name })),
    gaps: gaps.slice(0, MAX_GAPS).map(({ office, year }) => ({ office, year })),
    ...(transferred === 0
      ? {}
      : {
          transferred: { entirely: transferred === cells.length, holdings: holdingsOf(offices, { fromYear, toYear }) },
        }),
  }
}

function stateOf(year: number, coverage: readonly CoverageSpan[]): CoverageSpan['state'] {
  const spans = coverage.filter(({ fromYear, toYear }) => fromYear <= year && year <= toYear)
  const [only, ...others] = new Set(spans.map(({ state }) => state))
  return only !== undefined && others.length === 0 ? only : 'NONE'
}

function holdingsOf(offices: readonly OfficeCoverage[], years: Years): readonly ArchiveHolding[] {
  return offices.flatMap(({ name: officeName, coverage }) =>
    coverage.flatMap((span) => {
      const [fromYear, toYear] = [Math.max(span.fromYear, years.fromYear), Math.min(span.toYear, years.toYear)]
      if (span.state !== 'TRANSFERRED' || fromYear > toYear) return []
      const { archive, fond, inventory } = span
      return [{ archive, fond, inventory, officeName, fromYear, toYear }]
    }),
  )
}
