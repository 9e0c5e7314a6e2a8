/** Whether a federal record is in force, and what was changed in it since it was made. */
import type { XmlElement } from '../../../gateway/ports/xml.ts'
import type { Texts } from './act-fields.ts'
import { federalDate, federalDocument, find, findAll, joined, lines } from './federal-values.ts'
import type { Rejection } from './source.ts'

/** The codes of states are explained nowhere in the schemas: a state is known by the name beside, in any gender. */
const STATES = {
  IN_FORCE: /^(?:составлен|зарегистрирован|изменен|исправлен|действующ|действительн)(?:а|о|ая|ое|ная|ное)?$/iu,
  ANNULLED: /^аннулирован(?:а|о|ная|ное)?$/iu,
  RESTORED: /^восстановлен(?:а|о|ная|ное)?$/iu,
} as const

const UNKNOWN_STATE = 'is a state of which it is not known whether the record is in force, annulled or restored'

/** A state whose name is not known is none to guess. */
export function federalState(record: XmlElement): Texts | Rejection {
  const status = find(record, 'СтатусЗаписи')
  const name = status?.attribute('НаимСтатус')?.trim() ?? ''
  if (!Object.values(STATES).some((known) => known.test(name))) return { field: 'sourceStatus', reason: UNKNOWN_STATE }
  const [annulment, restoration] = [find(record, 'СведАннулирАГС'), find(record, 'СведВосстанАГС')]
  const isAnnulled =
    STATES.ANNULLED.test(name) ||
    (annulment !== undefined && !STATES.RESTORED.test(name) && !isLater(restoration, annulment))
  const isRestored = restoration !== undefined || STATES.RESTORED.test(name)
  const changes = [...(isAnnulled ? [] : findAll(record, 'СведАннулирАГС')), ...findAll(record, 'СведИспрАГС')]
  return {
    sourceStatus: joined(status?.attribute('КодСтатус'), name),
    // That it is not annulled, only a restoration says.
    annulled: isAnnulled ? 'true' : undefined,
    annulledBy: isAnnulled && annulment ? changeText(annulment) : undefined,
    restored: isRestored ? 'true' : undefined,
    restoredBy: restoration && changeText(restoration),
    marks: lines([...changes.map(changeText), ...findAll(record, 'ПовтСвидет').map(repeatText)]),
  }
}

function isLater(change: XmlElement | undefined, than: XmlElement): boolean {
  const [on, before] = [change, than].map((one) => federalDate(one?.attribute('ДатаВнесИспр')))
  return on !== undefined && before !== undefined && on > before
}

/** A correction, restoration or annulment: when, what, and by which document. */
function changeText(change: XmlElement): string | undefined {
  const basis = find(change, 'СведДокИспрАГС')
  const record = basis && find(basis, 'ЗапАктОсн')
  return joined(
    federalDate(change.attribute('ДатаВнесИспр')),
    change.attribute('НаимВидСвед'),
    change.attribute('СодержИспр'),
    federalDocument(basis && find(basis, 'ДокОсн')),
    record && joined(record.attribute('НаимТипЗапис'), record.attribute('НомерЗапис'), record.attribute('ДатаЗапис')),
  )
}

function repeatText(certificate: XmlElement): string | undefined {
  const told = ['СерияСвидет', 'НомерСвидет', 'ДатаВыдСвидет'].map((name) => certificate.attribute(name))
  return joined('повторное свидетельство', ...told)
}
