/**
 * Death records of the federal register, as it sends them to the regions: the families zags-fatal 4.0.2 and
 * zags-fataloiv 4.0.0. In the first a name is in attributes and what is unknown is left out; in the second values are
 * elements and what is unknown is flagged by an element `Пр…`. Taken is what a record of death has by domain section 14;
 * facts for statistics and about the physician are not.
 */
import type { XmlElement } from '../../../gateway/ports/xml.ts'
import { FIELDS, type Texts } from './act-fields.ts'
import { checkAct, type ActRules } from './check-act.ts'
import { federalState } from './federal-state.ts'
import {
  federalDate,
  federalDocument,
  federalName,
  federalNumber,
  find,
  findAll,
  fullName,
  joined,
  lines,
} from './federal-values.ts'
import { isRejection } from './source.ts'
import type { ReadRecord } from './xml-records.ts'

export const FEDERAL_DEATHS = [
  { namespace: 'urn://x-artefacts-zags-fatal/root/112-04/4.0.2', name: 'FATALRequest' },
  { namespace: 'urn://x-artefacts-zags-fataloiv/root/112-41/4.0.0', name: 'FATALOIVRequest' },
] as const

const RECORDS = ['СведРегСмерт', 'СведРегСмертОИВ']

export function federalDeathReader(rules: ActRules): ReadRecord {
  return (record) => {
    if (!RECORDS.includes(record.name)) return { field: '', reason: `is neither ${RECORDS.join(' nor ')}` }
    const deceased = find(record, 'ПрдСведРег', 'СведУмер')
    if (!deceased) return { field: '', reason: 'tells nothing of the deceased' }
    const state = federalState(record)
    if (isRejection(state)) return state
    const texts: Texts = { ...actTexts(record), ...state, ...deathTexts(deceased), ...deceasedTexts(deceased) }
    const names = Object.keys(texts)
    const fields = names.map((name) => FIELDS.get(name)).filter((field) => field !== undefined)
    if (fields.length < names.length) throw new Error('a text of a death record is no field')
    return checkAct(
      fields,
      names.map((name) => texts[name] ?? ''),
      rules,
    )
  }
}

function actTexts(record: XmlElement): Texts {
  const certificate = find(record, 'СведСвидет')
  return {
    kind: 'DEATH',
    office: find(record, 'ОрганЗАГС')?.attribute('КодЗАГС'),
    recordNumber: record.attribute('НомерЗапис'),
    recordedOn: federalDate(record.attribute('ДатаЗапис')),
    recordVersion: federalNumber(record.attribute('НомерВерс')),
    lastChangedOn: federalDate(record.attribute('ДатаВерс')),
    certificateSerial: joined(certificate?.attribute('СерияСвидет'), certificate?.attribute('НомерСвидет')),
    confirmingDocument: federalDocument(find(record, 'ПрдСведРег', 'СведДокСмерт')),
    applicant: applicantText(record),
  }
}

function deathTexts(deceased: XmlElement): Texts {
  const causes = findAll(deceased, 'СведПричСмерт').map((cause) => {
    const told = cause.children[0] ?? cause
    const code = told.attribute('КодПричСмерт') ?? told.attribute('КодПричСмертПроизв')
    return joined(code, told.attribute('ПричСмерт') ?? told.attribute('ПричСмертПроизв'))
  })
  return {
    eventOn: find(deceased, 'ПрДатаСмерт')
      ? '-'
      : dateAmong(deceased, 'ДатаСмерт', 'МесГодСмерт', 'ГодСмерт', 'ДатаСмертКаленд', 'ДатаСмертДок'),
    deathPlace: find(deceased, 'МестоСмерт')?.attribute('МестоТекст'),
    deathCauses: lines(causes),
  }
}

function deceasedTexts(deceased: XmlElement): Texts {
  const { familyName, givenName, patronymic } = federalName(find(deceased, 'ФИОУмер'))
  const abroad = find(deceased, 'МЖПослИн') ?? find(deceased, 'АдрМЖ', 'АдрМЖИн')
  const sex = deceased.attribute('Пол')
  return {
    'deceased.familyName': familyName,
    'deceased.givenName': givenName,
    'deceased.patronymic': patronymic,
    'deceased.birthDate': dateAmong(deceased, 'ДатаРожд', 'МесГодРожд', 'ГодРожд', 'ДатаРождКаленд', 'ДатаРождДок'),
    'deceased.birthPlace': find(deceased, 'МестоРожден')?.attribute('МестоТекст'),
    'deceased.sex': sex === '1' ? 'MALE' : sex === '2' ? 'FEMALE' : undefined,
    'deceased.citizenship': (find(deceased, 'Гражданство') ?? deceased).attribute('НаимСтраны'),
    'deceased.nationality': find(deceased, 'Национальность')?.text,
    'deceased.residence':
      (find(deceased, 'МЖПослРФ') ?? find(deceased, 'АдрМЖ', 'АдрМЖРФ'))?.attribute('АдрРФТекст') ??
      joined(abroad?.attribute('НаимСтраны'), abroad?.attribute('АдрТекст')),
    'deceased.identityDocument': federalDocument(find(deceased, 'УдЛичнФЛ')),
  }
}

function applicantText(record: XmlElement): string | undefined {
  const body = find(record, 'СведЗаявительЮЛ')
  const person = find(record, 'СведЗаявительФЛ') ?? (body && find(body, 'СведПредстОрг'))
  return joined(body?.attribute('НаимОрг'), fullName(federalName(person && find(person, 'ФИОЗаявитель'))))
}

function dateAmong(element: XmlElement, ...names: readonly string[]): string | undefined {
  return federalDate(names.map((name) => find(element, name)).find((date) => date !== undefined))
}
