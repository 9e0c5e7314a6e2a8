/** The kinds of errors in inquiries that the search is held against. */
import type { Draw } from '../../adapters/registry/generate/draw.ts'
import type { NewAct, NewPerson } from '../../adapters/registry/new-act.ts'
import type { SubjectPerson } from '../../gateway/domain/inquiry.ts'
import { addDays } from '../../gateway/domain/local-date.ts'
import { editDistance } from '../../gateway/domain/edit-distance.ts'
import { anyEdit, insert, mishear, omit, substitute, swapNeighbours, twoEdits, type Defect } from './defects.ts'

/** A person of a record, and what an inquiry would truly say of them. */
export interface True {
  readonly act: NewAct
  readonly person: NewPerson
  readonly asked: SubjectPerson
}

export interface ErrorClass {
  readonly label: string
  /** Keeps the draws of the classes apart. */
  readonly place: number
  /** Every one of the fixed queries must find its record. */
  readonly mustFind: boolean
  /** What is asked instead of the truth; undefined where this person cannot have the error. */
  inject(person: True, chance: Chance): SubjectPerson | undefined
}

interface Chance {
  readonly draw: Draw
  /** Somebody else. */
  readonly other: True
}

const LABELS: readonly (readonly [label: string, mustFind: boolean, inject: ErrorClass['inject']])[] = [
  ['none', true, ({ asked }) => asked],
  ['surname, neighbours swapped', true, ofSurname(swapNeighbours)],
  ['surname, 1 substitution', true, ofSurname(substitute)],
  ['surname, 1 deletion', true, ofSurname(omit)],
  ['surname, 1 insertion', true, ofSurname(insert)],
  ['surname, sound-alike', true, ofSurname(mishear)],
  ['surname, 2 edits', true, ofSurname(twoEdits)],
  ['2 edits and wrong birth date', true, withWrongBirth(ofSurname(twoEdits))],
  ['given name or patronymic, 1 edit', true, ofOtherName],
  ['birth day and month swapped', true, withSwappedBirth],
  ['wholly different surname', false, withAnotherSurname],
]

export const ERROR_CLASSES: readonly ErrorClass[] = LABELS.map(([label, mustFind, inject], place) => ({
  label,
  place,
  mustFind,
  inject,
}))

/** Nothing is wrong but that nobody such is there. */
export const NOBODY: ErrorClass = {
  label: 'no record',
  place: LABELS.length,
  mustFind: false,
  inject: ({ asked }) => asked,
}

function ofSurname(defect: Defect): ErrorClass['inject'] {
  return ({ asked }, { draw }) => {
    const familyName = defect(asked.familyName ?? '', draw)
    return familyName === undefined ? undefined : { ...asked, familyName }
  }
}

function ofOtherName({ asked }: True, { draw }: Chance): SubjectPerson | undefined {
  const part = asked.patronymic !== undefined && draw.below(2) === 0 ? 'patronymic' : 'givenName'
  const name = anyEdit(asked[part] ?? '', draw)
  return name === undefined ? undefined : { ...asked, [part]: name }
}

function withWrongBirth(inject: ErrorClass['inject']): ErrorClass['inject'] {
  return (person, chance) => {
    const asked = inject(person, chance)
    if (asked?.birthDate === undefined) return undefined
    const days = 400 + chance.draw.below(7000)
    return { ...asked, birthDate: addDays(asked.birthDate, chance.draw.below(2) === 0 ? days : -days) }
  }
}

function withSwappedBirth({ asked }: True): SubjectPerson | undefined {
  const [year, month, day] = asked.birthDate?.split('-') ?? []
  if (year === undefined || month === undefined || day === undefined || day > '12' || day === month) return undefined
  return { ...asked, birthDate: `${year}-${day}-${month}` }
}

/** A surname of somebody of the same sex; the birth date is right, else nothing could tell who is meant. */
function withAnotherSurname({ asked }: True, { other }: Chance): SubjectPerson | undefined {
  const [own, others] = [asked.familyName ?? '', other.asked.familyName ?? '']
  const areAlike = editDistance(own.toLowerCase(), others.toLowerCase(), 4) <= 4
  if (asked.birthDate === undefined || areAlike || isWoman(asked) !== isWoman(other.asked)) return undefined
  return { ...asked, familyName: others }
}

function isWoman({ patronymic }: SubjectPerson): boolean {
  return /(на|кызы)$/.test(patronymic ?? '')
}
