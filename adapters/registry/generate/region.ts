/**
 * A synthetic region: the same acts for the same seed and number of acts, in the order of the registry (office, kind,
 * year, number), so that its books are contiguous. Every act can be made alone.
 */
import type { NewAct } from '../new-act.ts'
import type { TransferredHolding } from '../add-acts.ts'
import { daysIn, dateOn, firstDayOf } from './days.ts'
import { createDraw, type Draw } from './draw.ts'
import { DRAW_EVENT } from './kinds.ts'
import { drawFamily, drawName, EXACT_DATES_FROM } from './people.ts'
import { FIRST_YEAR, LAST_YEAR, LAST_YEAR_DAYS, layShelves, SHEETS, type Shelf } from './shelves.ts'

export interface RegionPlan {
  readonly acts: number
  readonly seed: number
  /** Codes of the offices that make acts, the largest first. */
  readonly offices: readonly string[]
}

/** The event of every act is known. */
export type DatedAct = NewAct & Required<Pick<NewAct, 'eventOn'>>

export interface Region {
  /** Those that make acts. */
  readonly offices: readonly string[]
  readonly shelves: readonly Shelf[]
  /** Holdings of the first year that went to the archive (H2). */
  readonly transferred: readonly TransferredHolding[]
  acts(): Iterable<DatedAct>
  /** Position from 0. Throws beyond the last act: a bug of the caller. */
  actAt(position: number): DatedAct
  /** Whether a second copy stands there: of the act before. */
  isSecondCopy(shelf: Shelf, position: number): boolean
}

const SECOND_COPY_PER_MILLE = 5
const COPY_DIFFERS_PER_MILLE = 100
const LETTERED_NUMBER_PER_MILLE = 2
const ANNULLED_PER_MILLE = 2
const RESTORED_PER_MILLE = 1.5
const MARKED_PER_MILLE = 10
const SERIAL_NUMBERS = ['I', 'II', 'III', 'IV'] as const
const SERIAL_LETTERS = 'АБВГДЕЖЗИКЛМНОПРСТ'
const SLIPS: Readonly<Record<string, string>> = { о: 'а', а: 'о', е: 'и' }
/** Every so many offices gave its books of the first year to the archive. */
const ARCHIVING_OFFICES = 9

export function createRegion({ acts, seed, offices }: RegionPlan): Region {
  const shelves = layShelves(acts, offices)
  const [draw, headOf] = [createDraw(), createHeads(seed, offices)]
  const actOf = (shelf: Shelf, position: number): DatedAct => {
    draw.restart(seed, position)
    if (!isSecondCopy(draw, shelf, position)) return drawAct(draw, { shelf, position, headName: headOf(shelf) })
    const first = actOf(shelf, position - 1)
    draw.restart(~seed, position)
    return secondCopyOf(draw, first)
  }
  return {
    offices,
    shelves,
    transferred: offices.filter((_, index) => index % ARCHIVING_OFFICES === ARCHIVING_OFFICES - 1).map(holdingOf),
    *acts() {
      for (const shelf of shelves)
        for (let position = shelf.first; position < shelf.first + shelf.count; position++) yield actOf(shelf, position)
    },
    actAt(position) {
      const shelf = shelves.findLast(({ first }) => first <= position)
      if (!shelf || position >= shelf.first + shelf.count) throw new Error(`the region has no act ${position}`)
      return actOf(shelf, position)
    },
    isSecondCopy(shelf, position) {
      draw.restart(seed, position)
      return isSecondCopy(draw, shelf, position)
    },
  }
}

/** At odd places only: a copy never follows a copy. */
function isSecondCopy(draw: Draw, { first }: Shelf, position: number): boolean {
  return position % 2 === 1 && position > first && draw.perMille(2 * SECOND_COPY_PER_MILLE)
}

interface Place {
  readonly shelf: Shelf
  readonly position: number
  readonly headName: string
}

/** Numbers grow with the day of the record; where a second copy lies, a number is left out. */
function drawAct(draw: Draw, { shelf, position, headName }: Place): DatedAct {
  const { office, kind, year, first, count } = shelf
  const offset = position - first
  const days = year === LAST_YEAR ? LAST_YEAR_DAYS : daysIn(year)
  const recordedDay = firstDayOf(year) + Math.floor((offset / count) * days)
  const lettered = draw.perMille(LETTERED_NUMBER_PER_MILLE)
  return {
    kind,
    office,
    recordNumber: lettered ? `${offset + 1}А` : String(offset + 1),
    recordedOn: dateOn(recordedDay, year < EXACT_DATES_FROM && draw.perMille(8) ? 'YEAR' : 'DAY'),
    copyNo: 1,
    restricted: false,
    bookNumber: Math.floor(offset / SHEETS) + 1,
    sheet: String((offset % SHEETS) + 1),
    headName,
    ...drawFate(draw),
    ...(year > 1998 ? { certificateSerial: drawSerial(draw) } : {}),
    ...DRAW_EVENT[kind](draw, recordedDay),
  }
}

/** Few records are annulled, or were made anew, by a court; some have marks (Q8). */
function drawFate(draw: Draw): Pick<NewAct, 'annulled' | 'annulledBy' | 'restoredBy' | 'marks'> {
  const lot = draw.below(10_000) / 10
  const decision = `решение суда № 2-${1 + draw.below(3000)}`
  if (lot < ANNULLED_PER_MILLE) return { annulled: true, annulledBy: decision }
  if (lot < ANNULLED_PER_MILLE + RESTORED_PER_MILLE) return { annulled: false, restoredBy: decision }
  return lot < MARKED_PER_MILLE ? { annulled: false, marks: 'исправлена описка' } : { annulled: false }
}

function drawSerial(draw: Draw): string {
  const letter = (): string => SERIAL_LETTERS.charAt(draw.below(SERIAL_LETTERS.length))
  return `${SERIAL_NUMBERS[draw.below(SERIAL_NUMBERS.length)]}-${letter()}${letter()} № ${500_000 + draw.below(400_000)}`
}

/** Copies are alike but for a slip of the pen here and there (B6). */
function secondCopyOf(draw: Draw, first: DatedAct): DatedAct {
  const [person, ...others] = first.persons
  if (!person || !draw.perMille(COPY_DIFFERS_PER_MILLE)) return { ...first, copyNo: 2 }
  const familyName = person.familyName.replace(/(?<=.)[оеа]/, (vowel) => SLIPS[vowel] ?? vowel)
  return { ...first, copyNo: 2, persons: [{ ...person, familyName }, ...others] }
}

/** An office has one head for some ten years. */
function createHeads(seed: number, offices: readonly string[]): (shelf: Shelf) => string {
  const draw = createDraw()
  const heads = new Map<string, string>()
  return ({ office, year }) => {
    const decade = Math.floor(year / 10)
    const key = `${office} ${decade}`
    const known = heads.get(key)
    if (known !== undefined) return known
    draw.restart(~seed, offices.indexOf(office) * 1000 + decade)
    const bornDay = firstDayOf(year - 45)
    const { familyName, givenName, patronymic } = drawName(draw, drawFamily(draw), { sex: 'FEMALE', bornDay })
    const head = [familyName, givenName, patronymic].filter((part) => part !== undefined).join(' ')
    heads.set(key, head)
    return head
  }
}

function holdingOf(office: string): TransferredHolding {
  return {
    office,
    kind: 'DEATH',
    year: FIRST_YEAR,
    archive: 'Государственный архив области',
    actNumber: '1',
    actOn: '2026-01-15',
    fond: 'Р-1',
    inventory: '1',
  }
}
