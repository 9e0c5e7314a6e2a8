/** Which persons and facts a record of each kind may have (domain section 14). */
import { SEARCHED_ROLES, type ActKind, type PersonRole } from '../../../gateway/domain/act.ts'

/** Persons as a file names them, with their roles in the record. */
export const PERSON_ROLE = {
  child: 'CHILD',
  mother: 'MOTHER',
  father: 'FATHER',
  deceased: 'DECEASED',
  spouse1: 'SPOUSE_1',
  spouse2: 'SPOUSE_2',
  adopter1: 'ADOPTER',
  adopter2: 'ADOPTER',
  subject: 'SUBJECT',
} as const satisfies Record<string, PersonRole>

export type Person = keyof typeof PERSON_ROLE
export const PERSONS = Object.keys(PERSON_ROLE) as readonly Person[]

/** Facts of the act beside persons and dates; what they say stands in the record as text, number or yes and no. */
export const DETAILS = {
  recordVersion: 'count',
  lastChangedOn: 'date',
  applicant: 'text',
  confirmingDocument: 'text',
  bornAlive: 'flag',
  childrenBorn: 'count',
  birthOrder: 'count',
  fatherBasis: 'text',
  deathPlace: 'text',
  deathCauses: 'text',
  minorChildren: 'text',
  marriageRecord: 'text',
  birthRecord: 'text',
  courtDecision: 'text',
  adoptersAsParents: 'flag',
  ground: 'text',
  sourceStatus: 'text',
} as const

export type Detail = keyof typeof DETAILS

/** What the event of an act without a stated event date is; OTHER must be stated. */
type Event = 'BIRTH' | 'RECORD' | 'OTHER'

interface KindFields {
  readonly persons: readonly Person[]
  readonly details: readonly Detail[]
  readonly event: Event
}

const OF_ANY: readonly Detail[] = ['recordVersion', 'lastChangedOn', 'applicant', 'confirmingDocument', 'sourceStatus']
const SPOUSES: readonly Person[] = ['spouse1', 'spouse2']

export const KIND_FIELDS: { readonly [K in ActKind]: KindFields } = {
  BIRTH: {
    persons: ['child', 'mother', 'father'],
    details: [...OF_ANY, 'bornAlive', 'childrenBorn', 'birthOrder', 'fatherBasis'],
    event: 'BIRTH',
  },
  DEATH: { persons: ['deceased'], details: [...OF_ANY, 'deathPlace', 'deathCauses'], event: 'OTHER' },
  MARRIAGE: { persons: SPOUSES, details: [...OF_ANY, 'minorChildren'], event: 'RECORD' },
  DIVORCE: { persons: SPOUSES, details: [...OF_ANY, 'marriageRecord', 'ground', 'minorChildren'], event: 'OTHER' },
  PATERNITY: {
    persons: ['child', 'mother', 'father'],
    details: [...OF_ANY, 'birthRecord', 'ground'],
    event: 'RECORD',
  },
  ADOPTION: {
    persons: ['child', 'mother', 'father', 'adopter1', 'adopter2'],
    details: [...OF_ANY, 'birthRecord', 'courtDecision', 'adoptersAsParents'],
    event: 'RECORD',
  },
  NAME_CHANGE: { persons: ['subject'], details: [...OF_ANY, 'birthRecord', 'ground'], event: 'RECORD' },
}

/** Persons a record of the kind is found by: without one of them it is no record. */
export const NEEDED_PERSONS: { readonly [K in ActKind]: readonly Person[] } = {
  BIRTH: neededBy('BIRTH'),
  DEATH: neededBy('DEATH'),
  MARRIAGE: neededBy('MARRIAGE'),
  DIVORCE: neededBy('DIVORCE'),
  PATERNITY: neededBy('PATERNITY'),
  ADOPTION: neededBy('ADOPTION'),
  NAME_CHANGE: neededBy('NAME_CHANGE'),
}

function neededBy(kind: ActKind): readonly Person[] {
  const searched: readonly PersonRole[] = SEARCHED_ROLES[kind]
  return KIND_FIELDS[kind].persons.filter((person) => searched.includes(PERSON_ROLE[person]))
}
