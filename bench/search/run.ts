/** The search bench: recall and latency per kind of error beside plain ways to search, growth, load. */
import type { BenchOptions } from '../options.ts'
import { caseQueries } from './case-queries.ts'
import { ERROR_CLASSES, type ErrorClass } from './error-classes.ts'
import type { CaseFigures, ClassFigures } from './figures.ts'
import { runLoad } from './load.ts'
import { measureQueries, warmUp, type Figures } from './measurement.ts'
import { exactOf, flowOf, prepareTrigrams, trigramsOf, variantsOf, type Method } from './methods.ts'
import { drawQueries, type Query } from './queries.ts'
import { printBuild, printClasses, printGrowth, printLoad, printOutset, printTargets, printTrigrams } from './report.ts'
import { openStore, type BenchStore } from './store.ts'

const [CLIENTS, LOAD_SECONDS] = [8, 20]
const TRIGRAM_QUERIES = 20
const TARGET_ACTS = 8_000_000
const GROWTH = 8
const GROWTH_QUERIES = 500

export async function runSearchBench(given: BenchOptions): Promise<void> {
  const options = { ...given, acts: given.acts ?? TARGET_ACTS }
  printOutset(options)
  await withStore(options, Math.round(options.acts / GROWTH), (small) =>
    withStore(options, options.acts, (large) => measureAll(small, large, options)),
  )
}

async function measureAll(small: BenchStore, large: BenchStore, options: BenchOptions): Promise<void> {
  await printBuild(large)
  const classes = await measureClasses(large, options)
  printClasses(classes)
  const growth = { small: await measureCases(small, options), large: await measureCases(large, options) }
  printGrowth({ ...growth, acts: large.acts, times: GROWTH })
  printLoad(await loadOf(large, options), CLIENTS)
  printTargets({ ...growth, classes })
  if (options.withTrigrams) await compareTrigrams(large, options)
}

async function withStore(
  { seed, keep, reuse }: BenchOptions,
  acts: number,
  work: (store: BenchStore) => Promise<void>,
): Promise<void> {
  const store = await openStore({ acts, seed, keep, reuse })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}

async function measureClasses(store: BenchStore, options: BenchOptions): Promise<readonly ClassFigures[]> {
  const { registry, database } = store
  const [variants, flow, exact] = [variantsOf(registry), flowOf(registry), exactOf(database)]
  const all: ClassFigures[] = []
  for (const error of ERROR_CLASSES) {
    process.stderr.write(`measuring: ${error.label}\n`)
    const queries = queriesOf(store, options, error)
    await warmUp(queries, variants)
    await warmUp(queries, exact)
    all.push({
      error,
      variants: await measureQueries(queries, variants),
      flow: await measureQueries(queries, flow),
      exact: await measureQueries(queries, exact),
    })
  }
  return all
}

async function measureCases(store: BenchStore, options: BenchOptions): Promise<CaseFigures> {
  const flow = flowOf(store.registry)
  const queries = caseQueries({ ...store, seed: options.seed, count: Math.min(options.queries, GROWTH_QUERIES) })
  const measure = async (asked: readonly Query[]): Promise<Figures> => {
    await warmUp(asked, flow)
    return measureQueries(asked, flow)
  }
  return {
    hit: await measure(queries.found),
    typo: await measure(queries.typo),
    none: await measure(queries.none),
  }
}

async function loadOf(store: BenchStore, options: BenchOptions): ReturnType<typeof runLoad> {
  const queries = caseQueries({ ...store, seed: options.seed, count: options.queries })
  const flow = flowOf(store.registry)
  await warmUp(queries.none.slice(0, 50), flow)
  return runLoad({ clients: CLIENTS, seconds: LOAD_SECONDS, seed: options.seed, queries }, flow)
}

async function compareTrigrams(store: BenchStore, options: BenchOptions): Promise<void> {
  const seconds = await prepareTrigrams(store.database)
  const rounds = ERROR_CLASSES.map((error) => queriesOf(store, { ...options, queries: TRIGRAM_QUERIES }, error))
  const queries = Array.from({ length: TRIGRAM_QUERIES }, (_, turn) => {
    const ofClass = rounds[turn % rounds.length]!
    return ofClass[Math.floor(turn / rounds.length)]!
  })
  const flow: Method = flowOf(store.registry)
  printTrigrams({
    seconds,
    trigrams: await measureQueries(queries, trigramsOf(store.database)),
    flow: await measureQueries(queries, flow),
  })
}

function queriesOf({ region, acts }: BenchStore, { seed, queries }: BenchOptions, error: ErrorClass): readonly Query[] {
  return drawQueries({ region, acts, seed, count: queries }, error)
}
