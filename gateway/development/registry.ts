/** Fills the own registry store for development: offices, invented acts, and coverage that is full everywhere. */
import { addActs, addOffices, addTransferredHoldings, setCoverage } from '../../adapters/registry/add-acts.ts'
import { ACT_KINDS } from '../domain/act.ts'
import type { Database } from '../ports/database.ts'
import { FIRST_YEAR, developmentActs } from './acts.ts'
import type { DevelopmentAct } from './known-acts.ts'
import { REGION_OFFICES } from './offices.ts'

/**
 * Does nothing when coverage stands there already: it is written last, so a filling that broke off is done again.
 * Coverage reaches into the year after the current one: the store is filled once and outlives New Year.
 */
export async function fillDevelopmentRegistry(database: Database, currentYear: number): Promise<void> {
  const [present] = await database.query('select 1 from registry.coverage limit 1')
  if (present) return
  const acts = developmentActs()
  await addOffices(database, REGION_OFFICES)
  await addActs(database, acts)
  await addTransferredHoldings(database, acts.filter(({ transferred }) => transferred).map(holdingOf))
  const spans = REGION_OFFICES.flatMap(({ code }) =>
    ACT_KINDS.map((kind) => ({
      office: code,
      kind,
      fromYear: FIRST_YEAR,
      toYear: currentYear + 1,
      state: 'FULL' as const,
    })),
  )
  await setCoverage(database, spans)
}

function holdingOf({ office, kind, recordedOn }: DevelopmentAct) {
  return {
    office,
    kind,
    year: Number(recordedOn.value.slice(0, 4)),
    archive: 'Государственный архив Калининградской области',
    actNumber: '1',
    actOn: '2026-01-15',
    fond: 'Р-1',
    inventory: '1',
  }
}
