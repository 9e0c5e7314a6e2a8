/** What happens in an act of each kind: who takes part, under which names before and after, and when it came to pass. */
import type { ActKind } from '../../../gateway/domain/act.ts'
import type { NewAct } from '../new-act.ts'
import { dateOn, yearOfDay } from './days.ts'
import type { Draw } from './draw.ts'
import { aged, daysBefore, drawCouple, drawHousehold, grownOf, personsOf, renamed } from './household.ts'
import { doubled, drawFamily, drawName, drawSex, findBirthDate, personOf, writtenDate } from './people.ts'

/** An event, and whom it befell. Days are counted as in `days.ts`. */
export type Event = Required<Pick<NewAct, 'eventOn'>> &
  Pick<NewAct, 'persons' | 'details'> & { readonly restricted?: true }

type DrawEvent = (draw: Draw, recordedDay: number) => Event

export const DRAW_EVENT: { readonly [K in ActKind]: DrawEvent } = {
  BIRTH: drawBirth,
  DEATH: drawDeath,
  MARRIAGE: drawMarriage,
  DIVORCE: drawDivorce,
  PATERNITY: drawPaternity,
  ADOPTION: drawAdoption,
  NAME_CHANGE: drawNameChange,
}

const BIRTH_DETAILS = [
  { bornAlive: true, childrenBorn: 1 },
  { bornAlive: true, childrenBorn: 2 },
].map(Object.freeze)
const DEATH_DETAILS = [
  'болезнь системы кровообращения',
  'новообразование',
  'болезнь органов дыхания',
  'внешняя причина',
  'старость',
].map((deathCauses) => Object.freeze({ deathCauses }))
const GROUNDS = ['совместное заявление', 'решение суда'].map((ground) => Object.freeze({ ground }))

function drawBirth(draw: Draw, recordedDay: number): Event {
  const late = draw.perMille(15)
  const eventDay = daysBefore(recordedDay, 1 + draw.below(late ? 1500 : 28))
  const birthDate = writtenDate(draw, eventDay)
  const household = drawHousehold(draw, { recordedDay, bornDay: eventDay, birthDate, fatherPerMille: 880 })
  const adopted = draw.perMille(2)
  const former = adopted ? drawName(draw, drawFamily(draw), { sex: household.sex, bornDay: eventDay }) : undefined
  return {
    eventOn: birthDate,
    persons: personsOf(draw, household, { childBefore: former }),
    ...(adopted ? { restricted: true } : {}),
    details: BIRTH_DETAILS[draw.perMille(12) ? 1 : 0]!,
  }
}

function drawDeath(draw: Draw, recordedDay: number): Event {
  const eventDay = daysBefore(recordedDay, draw.perMille(5) ? draw.below(400) : draw.below(5))
  // Two of three die old.
  const years = draw.perMille(660) ? 55 + draw.below(40) : draw.below(60)
  const bornDay = aged(draw, eventDay, years)
  const name = drawName(draw, drawFamily(draw), { sex: drawSex(draw), bornDay })
  const persons = [grownOf(draw, { role: 'DECEASED', grown: { name, bornDay }, actYear: yearOfDay(recordedDay) })]
  return { eventOn: writtenDate(draw, eventDay), persons, details: DEATH_DETAILS[draw.below(DEATH_DETAILS.length)]! }
}

/** Most wives take the husband's surname; a few couples join both. */
function drawMarriage(draw: Draw, recordedDay: number): Event {
  const [his, hers] = [drawFamily(draw), drawFamily(draw)]
  const [groom, bride] = drawCouple(draw, recordedDay, { his, hers, ages: 25 })
  const choice = draw.below(1000)
  const joined = doubled(hers.surname, his.surname)
  const hersAfter = choice < 790 ? his.surname.feminine : choice < 796 ? joined.feminine : undefined
  const hisAfter = choice >= 796 && choice < 800 ? hers.surname.masculine : undefined
  const actYear = yearOfDay(recordedDay)
  return {
    eventOn: dateOn(recordedDay),
    persons: [
      grownOf(draw, { role: 'SPOUSE_1', grown: groom, actYear, familyNameAfter: hisAfter }),
      grownOf(draw, { role: 'SPOUSE_2', grown: bride, actYear, familyNameAfter: hersAfter }),
    ],
  }
}

/** Three of four couples bear one surname; one wife of four of them takes her own again. */
function drawDivorce(draw: Draw, recordedDay: number): Event {
  const eventDay = daysBefore(recordedDay, draw.below(300))
  const his = drawFamily(draw)
  const sharesName = draw.perMille(760)
  const own = drawFamily(draw)
  const [husband, wife] = drawCouple(draw, eventDay, { his, hers: sharesName ? his : own, ages: 35 })
  const again = sharesName && draw.perMille(250) ? own.surname.feminine : undefined
  const actYear = yearOfDay(recordedDay)
  return {
    eventOn: dateOn(eventDay),
    persons: [
      grownOf(draw, { role: 'SPOUSE_1', grown: husband, actYear }),
      grownOf(draw, { role: 'SPOUSE_2', grown: wife, actYear, familyNameAfter: again }),
    ],
    details: GROUNDS[draw.below(2)]!,
  }
}

/** The child takes the surname and the patronymic of its father; before, it bore its mother's. */
function drawPaternity(draw: Draw, recordedDay: number): Event {
  const bornDay = daysBefore(recordedDay, 3 + draw.below(1000))
  const household = drawHousehold(draw, { recordedDay, bornDay, birthDate: dateOn(bornDay), fatherPerMille: 1000 })
  const { child, mothersFamily, sex } = household
  const born = { ...drawName(draw, mothersFamily, { sex, bornDay }), givenName: child.givenName }
  const persons = personsOf(draw, household, { childBefore: born })
  return { eventOn: dateOn(recordedDay), persons, details: GROUNDS[draw.below(2)]! }
}

/** The name of the record is the one after; the adopters' family gives it. */
function drawAdoption(draw: Draw, recordedDay: number): Event {
  const bornDay = daysBefore(recordedDay, 30 + draw.below(4500))
  const household = drawHousehold(draw, { recordedDay, bornDay, birthDate: dateOn(bornDay), fatherPerMille: 1000 })
  const born = drawName(draw, drawFamily(draw), { sex: household.sex, bornDay })
  return {
    eventOn: dateOn(recordedDay),
    persons: personsOf(draw, household, { childBefore: born, parentRoles: ['ADOPTER', 'ADOPTER'] }),
    restricted: true,
    details: { courtDecision: `решение суда № 2-${1 + draw.below(3000)}`, adoptersAsParents: true },
  }
}

/** Most change the surname; some the given name, a few the patronymic. */
function drawNameChange(draw: Draw, recordedDay: number): Event {
  const bornDay = aged(draw, recordedDay, 14 + draw.below(50))
  const sex = drawSex(draw)
  const [family, other] = [drawFamily(draw), drawFamily(draw)]
  const name = drawName(draw, family, { sex, bornDay })
  const drawn = drawName(draw, { ...other, people: family.people }, { sex, bornDay })
  const choice = draw.below(10)
  const otherName =
    choice < 7
      ? renamed(name, drawn.familyName)
      : choice < 9
        ? { ...name, givenName: drawn.givenName }
        : { ...name, ...(drawn.patronymic === undefined ? {} : { patronymic: drawn.patronymic }) }
  const birthDate = findBirthDate(draw, bornDay, yearOfDay(recordedDay))
  const persons = [personOf(draw, { role: 'SUBJECT', name, birthDate, otherName })]
  return { eventOn: dateOn(recordedDay), persons }
}
