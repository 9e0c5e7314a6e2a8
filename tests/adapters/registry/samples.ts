/** Act records and subjects for registry tests. */
import type { NewAct } from '../../../adapters/registry/new-act.ts'
import type { ActKind, PartialDate } from '../../../gateway/domain/act.ts'
import type { Subject, SubjectPerson } from '../../../gateway/domain/inquiry.ts'

export const OFFICES = [
  { code: '39-1', name: 'Отдел ЗАГС Центрального района' },
  { code: '39-2', name: 'Отдел ЗАГС Советского округа' },
] as const

let numbered = 0

/** Each act gets a record number of its own unless one is given. */
export function act(kind: ActKind, changes: Partial<NewAct>): NewAct {
  return {
    kind,
    office: '39-1',
    recordNumber: `запись ${++numbered}`,
    recordedOn: day('2000-02-03'),
    eventOn: day('2000-02-01'),
    copyNo: 1,
    restricted: false,
    annulled: false,
    persons: [],
    ...changes,
  }
}

export function subject(actKind: ActKind, role: SubjectPerson['role'], name: string): Subject {
  const [familyName = '', givenName = ''] = name.split(' ')
  return { actKind, persons: [{ role, familyName, givenName }] }
}

export function day(value: string): PartialDate {
  return { value, precision: 'DAY' }
}
