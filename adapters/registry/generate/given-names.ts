/** Given names and patronymics as they were given in the year of birth. */
import { createSampler, type Draw, type Sampler } from './draw.ts'
import { FOREIGN_NAMES, type ForeignNames } from './foreign-name-table.ts'
import { FEMALE_NAMES, MALE_NAMES, NAME_PERIODS_END } from './given-name-table.ts'
import { surnameOf, type Surname } from './surnames.ts'

/** A man's name, and what his children are called after it; nothing where the custom has no patronymic. */
export interface FatherName {
  readonly name: string
  readonly sons?: string
  readonly daughters?: string
}

/** How one people calls its men and women. */
export interface People {
  /** Absent for Russians, who draw from the common stock. */
  readonly drawSurname?: (draw: Draw) => Surname
  drawMan(draw: Draw, bornYear: number): FatherName
  drawWoman(draw: Draw, bornYear: number): string
}

const RUSSIANS: People = createRussians()
const FOREIGNERS = FOREIGN_NAMES.map(createPeople)
const FOREIGN_SHARE = FOREIGN_NAMES.reduce((sum, { share }) => sum + share, 0)
const sampleForeigners = createSampler(FOREIGN_NAMES.map(({ share }) => share))

export function drawPeople(draw: Draw): People {
  return draw.perMille(FOREIGN_SHARE) ? FOREIGNERS[sampleForeigners(draw)]! : RUSSIANS
}

function createRussians(): People {
  const [men, women] = [rowsOf(MALE_NAMES), rowsOf(FEMALE_NAMES)]
  const [sampleMen, sampleWomen] = [samplersOf(men), samplersOf(women)]
  const fathers = men.map(({ name }): FatherName => {
    const [given = '', sons = '', daughters = ''] = name.split('/')
    return { name: given, sons, daughters }
  })
  return {
    drawMan: (draw, bornYear) => fathers[sampleMen[periodOf(bornYear)]!(draw)]!,
    drawWoman: (draw, bornYear) => women[sampleWomen[periodOf(bornYear)]!(draw)]!.name,
  }
}

function createPeople({ surnames, maleNames, femaleNames, patronymicEndings }: ForeignNames): People {
  const stock = listOf(surnames).map(surnameOf)
  const women = listOf(femaleNames)
  const men = listOf(maleNames).map((name): FatherName => {
    if (!patronymicEndings) return { name }
    const [sons, daughters] = patronymicEndings.map((ending) => patronymicOf(name, ending))
    return { name, sons: sons!, daughters: daughters! }
  })
  return {
    drawSurname: (draw) => stock[draw.below(stock.length)]!,
    drawMan: (draw) => men[draw.below(men.length)]!,
    drawWoman: (draw) => women[draw.below(women.length)]!,
  }
}

/** -ович after a hard consonant, -евич after a soft one; `оглы` is a word of its own. */
function patronymicOf(name: string, ending: string): string {
  return /[ьй]$/.test(name) && !ending.startsWith(' ') ? name.slice(0, -1) + ending.replace('о', 'е') : name + ending
}

interface NameRow {
  readonly name: string
  readonly frequencies: readonly number[]
}

function rowsOf(table: string): readonly NameRow[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ...frequencies] = line.split(' ')
      return { name, frequencies: frequencies.map(Number) }
    })
}

function samplersOf(rows: readonly NameRow[]): readonly Sampler[] {
  const periods = [...NAME_PERIODS_END.keys(), NAME_PERIODS_END.length]
  return periods.map((period) => createSampler(rows.map(({ frequencies }) => frequencies[period] ?? 0)))
}

function periodOf(bornYear: number): number {
  const period = NAME_PERIODS_END.findIndex((end) => bornYear <= end)
  return period < 0 ? NAME_PERIODS_END.length : period
}

function listOf(names: string): readonly string[] {
  return names.split(names.includes('|') ? '|' : ' ')
}
