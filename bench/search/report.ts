import { describeMachine } from '../machine.ts'
import type { BenchOptions } from '../options.ts'
import { count, printTable, ratio } from '../table.ts'
import type { CaseFigures, ClassFigures } from './figures.ts'
import { MIX, type Kind, type LoadFigures } from './load.ts'
import { percentile, type Figures } from './measurement.ts'
import type { BenchStore } from './store.ts'

/** Milliseconds. */
const [MAX_HIT_P99, MAX_NONE_P99] = [15, 60]
const MAX_GROWTH = 1.5

export function printOutset({
  acts,
  seed,
  queries,
}: Pick<BenchOptions, 'seed' | 'queries'> & { readonly acts: number }): void {
  console.log(describeMachine())
  console.log(`${count(acts)} acts with seed ${seed}, ${count(queries)} queries per kind of error`)
}

export async function printBuild({ database, acts, built }: BenchStore): Promise<void> {
  const [server] = await database.query<{ version: string; buffers: string }>(
    "select current_setting('server_version') as version, current_setting('shared_buffers') as buffers",
  )
  console.log(`\nPostgreSQL ${server?.version}, shared_buffers ${server?.buffers}`)
  if (built) {
    const { writingSeconds, indexSeconds } = built
    const total = writingSeconds + indexSeconds
    console.log(
      `built in ${total.toFixed(0)} s: writing ${writingSeconds.toFixed(0)} s, indexes ${indexSeconds.toFixed(0)} s; ${count(acts / total)} acts/s`,
    )
  } else console.log('the store of an earlier run')
  const sizes = await database.query<{ name: string; kind: string; rows: string; mb: number }>(
    `select relname as name, case relkind when 'i' then 'index' else 'table' end as kind,
            case when relkind = 'i' then '' else greatest(reltuples, 0)::bigint::text end as rows,
            round(pg_relation_size(oid) / 1e6)::int as mb
     from pg_class where relnamespace = 'registry'::regnamespace and relkind in ('r', 'i') and pg_relation_size(oid) > 1e6
     order by relkind desc, pg_relation_size(oid) desc`,
  )
  const sum = sizes.reduce((total, { mb }) => total + mb, 0)
  console.log()
  printTable(
    ['', '', 'rows', 'MB'],
    [
      ...sizes.map(({ name, kind, rows, mb }) => [name, kind, rows === '' ? '' : count(Number(rows)), count(mb)]),
      ['all', '', '', count(sum)],
    ],
  )
}

export function printClasses(classes: readonly ClassFigures[]): void {
  console.log('\nFound: the true record is among the candidates. Milliseconds for one client, warm.')
  console.log('Variants: one pass over the stated window; whole search: every pass the flow runs, and its judgement;')
  console.log('wrong: FOUND, but the record of somebody else.\n')
  printTable(
    ['error', 'variants', 'p50', 'p99', 'whole search', 'cut', 'wrong', 'p50', 'p99', 'exact', 'p50', 'p99'],
    classes.map(({ error, variants, flow, exact }) => [
      error.label,
      share(variants),
      ...latency(variants),
      share(flow),
      String(flow.cut),
      String(flow.anothers),
      ...latency(flow),
      share(exact),
      ...latency(exact),
    ]),
  )
}

export interface Growth {
  readonly small: CaseFigures
  readonly large: CaseFigures
  readonly acts: number
  readonly times: number
}

export function printGrowth({ small, large, acts, times }: Growth): void {
  console.log(`\nWhole search on ${count(acts / times)} and on ${count(acts)} acts, milliseconds, warm\n`)
  printTable(
    ['', 'p50', 'p99', 'p50', 'p99', 'p50 grows', '«no record»'],
    (['hit', 'typo', 'none'] as const).map((kind) => {
      const [before, after] = [small[kind], large[kind]]
      const outcome = [ratio(growthOf(before, after)), `${after.notFound} of ${after.queries}`]
      return [[kind], latency(before), latency(after), outcome].flat()
    }),
  )
}

export function printLoad({ searchesPerSecond, latencies }: LoadFigures, clients: number): void {
  console.log(`\n${clients} clients at once: ${count(searchesPerSecond)} whole searches a second, milliseconds\n`)
  printTable(
    ['', 'share', 'searches', 'p50', 'p99'],
    (Object.keys(MIX) as Kind[]).map((kind) =>
      [kind, `${MIX[kind]} %`, count(latencies[kind].length)].concat(latency({ latencies: latencies[kind] })),
    ),
  )
}

export interface TrigramFigures {
  /** Of building them. */
  readonly seconds: number
  readonly trigrams: Figures
  readonly flow: Figures
}

export function printTrigrams({ seconds, trigrams, flow }: TrigramFigures): void {
  console.log(
    `\npg_trgm GIN on the full name (built in ${seconds.toFixed(0)} s), ${trigrams.queries} of these queries, ms\n`,
  )
  const row = (label: string, figures: Figures): string[] => [
    label,
    share(figures),
    percentile(figures.latencies, 0.5).toFixed(1),
    percentile(figures.latencies, 1).toFixed(1),
  ]
  printTable(['', 'found', 'p50', 'slowest'], [row('pg_trgm, threshold 0.3', trigrams), row('whole search', flow)])
}

export interface Measured {
  readonly small: CaseFigures
  readonly large: CaseFigures
  readonly classes: readonly ClassFigures[]
}

export function printTargets({ small, large, classes }: Measured): void {
  console.log('\nTargets\n')
  const must = classes.filter(({ error }) => error.mustFind)
  const p99 = ({ latencies }: Figures): number => percentile(latencies, 0.99)
  const growth = Math.max(...(['hit', 'typo', 'none'] as const).map((kind) => growthOf(small[kind], large[kind])))
  const below = (label: string, value: number, limit: number, unit: string): string[] => [
    label,
    `< ${limit}${unit}`,
    `${value.toFixed(1)}${unit}`,
    verdict(value < limit),
  ]
  printTable(
    ['', 'target', 'measured', ''],
    [
      ...must.map(({ error, flow }) => [
        `found: ${error.label}`,
        String(flow.queries),
        String(flow.found),
        verdict(flow.found === flow.queries),
      ]),
      below('hit, p99', p99(large.hit), MAX_HIT_P99, ' ms'),
      below('no record, p99', p99(large.none), MAX_NONE_P99, ' ms'),
      below('growth of p50', growth, MAX_GROWTH, 'x'),
    ],
  )
}

function verdict(holds: boolean): string {
  return holds ? 'yes' : 'NO'
}

function growthOf(small: Figures, large: Figures): number {
  return percentile(large.latencies, 0.5) / percentile(small.latencies, 0.5)
}

function share({ found, queries }: Figures): string {
  return `${((100 * found) / queries).toFixed(1)} %`
}

function latency({ latencies }: Pick<Figures, 'latencies'>): string[] {
  return [0.5, 0.99].map((part) => percentile(latencies, part).toFixed(1))
}
