/** A new store with the offices of the samples, and its registry as tests fill and ask it. */
import { addActs, addOffices } from '../../../adapters/registry/add-acts.ts'
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import { createOwnRegistry, type OwnRegistry } from '../../../adapters/registry/own-registry.ts'
import type { Subject } from '../../../gateway/domain/inquiry.ts'
import type { Window } from '../../../gateway/domain/search.ts'
import type { Database } from '../../../gateway/ports/database.ts'
import type { Backend } from '../../support/database.ts'
import { OFFICES } from './samples.ts'

export const EVER: Window = { from: '1900-01-01', to: '2026-12-31' }

export interface OpenedRegistry {
  readonly database: Database
  readonly registry: OwnRegistry
  /** Returns the ids. */
  add(...acts: readonly NewAct[]): Promise<readonly string[]>
  /** Of what the first pass finds. */
  idsOf(asked: Subject, window?: Window): Promise<readonly string[]>
}

export async function openRegistry(backend: Backend): Promise<OpenedRegistry> {
  const database = await backend.open()
  const registry = createOwnRegistry(database)
  await addOffices(database, OFFICES)
  return {
    database,
    registry,
    add: (...acts) => addActs(database, acts),
    idsOf: async (asked, window = EVER) =>
      (await registry.search(asked, window, 'VARIANTS')).records.map(({ id }) => id),
  }
}
