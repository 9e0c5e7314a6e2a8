/** The registry store of act records, behind one port: the own store, or another system by an adapter. */
import type { ActKind } from '../domain/act.ts'
import type { Subject } from '../domain/inquiry.ts'
import type { ActRecord, CoverageFinding, SearchMethod, Window } from '../domain/search.ts'

export interface Registry {
  /**
   * Records of the subject's kind whose event date or record date may lie in the window (Q4a), and which a stated person
   * took part in by a name like the stated one, or which stand at the stated record address. What is plausible is judged
   * by the caller. Throws REGISTRY_UNREACHABLE: no answer is never «no record».
   */
  search(subject: Subject, window: Window, method: SearchMethod): Promise<Candidates>
  /** Coverage of all offices of the region for the years, both inclusive (Q3): a missing row means NONE. */
  getCoverage(kind: ActKind, years: { fromYear: number; toYear: number }): Promise<CoverageFinding>
}

export interface Candidates {
  readonly records: readonly ActRecord[]
  /**
   * There are more than the registry returns. Those that agree in every stated name and in the birth date are left out
   * last: while the list holds one that only comes near, it holds all of them.
   */
  readonly isCut: boolean
  /** Everything committed by this instant (ISO 8601) was searched; a replica may lag behind. */
  readonly asOf: string
}
