/** Official Russian wording for people; machines read the codes beside it. */
import { NAMED_TWICE, type ActKind, type PartialDate } from './act.ts'
import type { Decided, Searched } from './case.ts'
import type { EligibilityDecision, RefusalReason } from './eligibility.ts'
import type { Inquiry, Subject, SubjectPerson } from './inquiry.ts'
import type { Office } from './office.ts'
import { localDateOf } from './local-date.ts'
import type { ActRecord, ArchiveHolding, RecordPerson, SearchMethod, SearchPass, Window } from './search.ts'

/** S2 annex 7. */
export const ACT_NAMES: { readonly [K in ActKind]: string } = {
  BIRTH: 'о рождении',
  DEATH: 'о смерти',
  MARRIAGE: 'о заключении брака',
  DIVORCE: 'о расторжении брака',
  ADOPTION: 'об усыновлении (удочерении)',
  PATERNITY: 'об установлении отцовства',
  NAME_CHANGE: 'о перемене фамилии, имени, отчества',
}

export const ROLE_NAMES: { readonly [R in RecordPerson['role']]: string } = {
  CHILD: 'ребёнок',
  MOTHER: 'мать',
  FATHER: 'отец',
  DECEASED: 'умерший(ая)',
  SPOUSE_1: 'супруг',
  SPOUSE_2: 'супруга',
  ADOPTER: 'усыновитель',
  SUBJECT: 'лицо, переменившее имя',
}

const METHOD_NAMES: { readonly [M in SearchMethod]: string } = {
  VARIANTS: 'Поиск в электронной базе по вариантам написания фамилии, имени и отчества',
  FULL_SCAN: 'Сплошной просмотр всех фамилий электронной базы с отличием до двух букв',
}

/** B6: said when the copies differ. */
const COPY_USED = {
  1: 'Экземпляры записи акта различаются, сведения даны по первому.',
  2: 'Экземпляры записи акта различаются, сведения даны по второму.',
}

const REASONS: { readonly [R in RefusalReason]: string } = {
  NOT_REGISTERED: 'направивший запрос орган (организация) не относится к лицам, указанным в пункте 2 регламента',
  OUTSIDE_VALIDITY: 'полномочия направившего запрос органа на дату регистрации запроса не действуют',
  NORM_MISSING: 'в запросе не указана норма федерального закона, дающая право на получение сведений',
  NORM_NOT_ALLOWED: 'указанная норма не предоставляет направившему запрос органу права на получение сведений',
}

/** ¶17(1): fact, kind, number, date, office, persons' names, event date (section 14). */
export function informationText(found: Searched & { search: { record: ActRecord } }, office: Office): string[] {
  const { record } = found.search
  return [
    opening(found),
    `${office.name} сообщает, что имеется запись акта ${ACT_NAMES[record.kind]} № ${record.recordNumber} ` +
      `от ${dateText(record.recordedOn)}, составленная: ${record.officeName}.`,
    ...record.persons.map((person) => personText(person, record.kind)),
    record.eventOn ? `Дата события: ${dateText(record.eventOn)}.` : 'Дата события в записи не указана.',
    ...(record.restored ? [restoredText(record)] : []), // Q8
    ...(record.copyDiffers ? [COPY_USED[record.copyNo]] : []), // B6
  ]
}

function restoredText({ restoredBy }: ActRecord): string {
  return restoredBy
    ? `Запись акта восстановлена, основание: ${restoredBy}.`
    : 'Запись акта восстановлена по решению суда.'
}

/** N6: kind, persons, what was searched, how, when and where; of a holding that is in part at the archive also that (H5). */
export function absenceText(found: Searched, office: Office): string[] {
  const subject = inquiryOf(found).subjects[0]
  if (!subject) throw new Error('an inquiry has at least one subject')
  const { passes, coverage } = found.search
  const offices = (coverage?.offices ?? []).map(({ name }) => name)
  const years = coverage ? `${yearsText(coverage)}: ` : ''
  return [
    opening(found),
    `${office.name} извещает, что запись акта ${ACT_NAMES[subject.actKind]}${askedText(subject, found)} — не найдена.`,
    `Проверен период: ${[...new Set(passes.flatMap(({ window }) => (window ? [windowText(window)] : [])))].join('; ')}.`,
    ...[...Map.groupBy(passes, ({ method }) => method)].flatMap(([method, of]) =>
      method ? [`${METHOD_NAMES[method]}, ${daysText(of, office)}: запись не найдена.`] : [],
    ),
    `Проверены архивы за ${years}${offices.join('; ')}.`,
    ...(coverage?.transferred?.holdings ?? []).map(archiveText),
  ]
}

/** The address and the persons, as far as they were stated. */
function askedText({ recordNumber, office, persons }: Subject, { search: { coverage } }: Searched): string {
  const asked = persons.map(askedName).filter((name) => name !== '')
  const made = office === undefined ? '' : (coverage?.offices.find(({ code }) => code === office)?.name ?? office)
  return [
    recordNumber === undefined ? '' : ` № ${recordNumber}`,
    made === '' ? '' : `, составленная: ${made},`,
    asked.length === 0 ? '' : ` в отношении: ${asked.join('; ')}`,
  ].join('')
}

/** The days on which a method was used, each once: a search may have waited for the registry over midnight. */
function daysText(passes: readonly SearchPass[], { timeZone }: Office): string {
  const days = passes.flatMap(({ at }) => (at ? [localDateOf(new Date(at), timeZone)] : []))
  return [...new Set(days)].map(russianDate).join(', ')
}

function yearsText({ fromYear, toYear }: { readonly fromYear: number; readonly toYear: number }): string {
  return fromYear === toYear ? `${fromYear} год` : `${fromYear}–${toYear} годы`
}

/** H5: what the notice does not speak of, and where to ask. */
function archiveText({ archive, fond, inventory, officeName, ...years }: ArchiveHolding): string {
  return (
    `Книги за ${yearsText(years)} (${officeName}) переданы на хранение и не проверялись, по ним следует обратиться: ` +
    `${archive}, фонд ${fond}, опись ${inventory}.`
  )
}

/** ¶28, 75, 87-93: the ground, why, and how to appeal; natural persons are sent to another procedure (¶3, E3). */
export function refusalText(
  refused: Decided,
  { paragraph, reason }: Extract<EligibilityDecision, { eligible: false }>,
  office: Office,
): string[] {
  return [
    opening(refused),
    `${office.name} отказывает в предоставлении государственной услуги на основании пункта 28 регламента ` +
      `(${paragraph.replaceAll('¶', 'п. ')}): ${REASONS[reason]}.`,
    'Граждане получают сведения о государственной регистрации актов гражданского состояния в ином порядке (п. 3 регламента).',
    'Отказ может быть обжалован в вышестоящий орган или в суд (п. 87-93 регламента).',
  ]
}

/** `GROUND; number; outgoing number and date; how to cure` of RequestRejected: no personal data. */
export function rejectionDescription(refused: Decided): string {
  const { outgoingNumber, outgoingDate } = inquiryOf(refused)
  const cure = 'основания и порядок обжалования указаны в приложенном зашифрованном документе'
  return `¶28; ${refused.number}; исх. ${outgoingNumber} от ${russianDate(outgoingDate)}; ${cure}`
}

function opening(found: Decided): string {
  const { outgoingNumber, outgoingDate } = inquiryOf(found)
  return `На Ваш запрос от ${russianDate(outgoingDate)} № ${outgoingNumber} (вх. № ${found.number} от ${russianDate(found.registeredOn)}):`
}

function inquiryOf({ reading }: Decided): Inquiry {
  if (!reading.readable) throw new Error('an unreadable inquiry has no reply of this kind')
  return reading.inquiry
}

/** Names before and after the act are names of the record where its kind has both; elsewhere they stay in it (C3). */
function personText(person: RecordPerson, kind: ActKind): string {
  const others = NAMED_TWICE.includes(kind) ? (person.otherNames ?? []) : []
  const named = others.map((name) => `, другое имя по записи: ${fullName({ ...person, ...name })}`)
  return `${ROLE_NAMES[person.role]}: ${fullName(person)}${named.join('')}${bornText(person)}.`
}

function fullName({ familyName, givenName, patronymic }: RecordPerson): string {
  return [familyName, givenName, patronymic].filter(Boolean).join(' ')
}

function bornText({ birthDate }: RecordPerson): string {
  return birthDate ? `, дата рождения: ${dateText(birthDate)}` : ''
}

function askedName({ familyName, givenName, patronymic, birthDate }: SubjectPerson): string {
  const name = [familyName, givenName, patronymic].filter(Boolean).join(' ')
  return [name, birthDate && `${russianDate(birthDate)} г.р.`].filter(Boolean).join(', ')
}

function windowText({ from, to }: Window): string {
  return `с ${russianDate(from)} по ${russianDate(to)}`
}

function dateText({ value, precision }: PartialDate): string {
  if (precision === 'DAY') return russianDate(value)
  return precision === 'YEAR' ? `${value} год` : `${value.slice(5, 7)}.${value.slice(0, 4)}`
}

function russianDate(on: string): string {
  return on.split('-').toReversed().join('.')
}
