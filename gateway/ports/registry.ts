/** The registry store of act records, behind one port: the own store now, other systems by adapters. */
import type { ActKind } from '../domain/act.ts'
import type { Subject } from '../domain/inquiry.ts'
import type { ActRecord, CoverageFinding, Window } from '../domain/search.ts'

export interface Registry {
  /**
   * Records of the subject's kind whose event date or record date may lie in the window (Q4a) and which a stated person
   * took part in by exact normalised family and given name, or which stand at the stated record address (office, number).
   * At most `MAX_CANDIDATES` are returned; more than one is for a person anyway. Throws REGISTRY_UNREACHABLE: no answer
   * is never «no record».
   */
  findRecords(subject: Subject, window: Window): Promise<readonly ActRecord[]>
  /** Coverage of all offices of the region for the years, both inclusive (Q3): a missing row means NONE. */
  getCoverage(kind: ActKind, years: { fromYear: number; toYear: number }): Promise<CoverageFinding>
}

export const MAX_CANDIDATES = 50
