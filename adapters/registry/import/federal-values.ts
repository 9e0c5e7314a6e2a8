/** Names, dates and documents in both spellings of the federal register, as texts for our fields. */
import type { XmlElement } from '../../../gateway/ports/xml.ts'

interface NameTexts {
  readonly familyName: string | undefined
  readonly givenName: string | undefined
  readonly patronymic: string | undefined
}

/** What the record flags as absent (`ПрФамилия`) is a hyphen, as in our fields. */
export function federalName(name: XmlElement | undefined): NameTexts {
  const part = (called: string): string | undefined =>
    name?.attribute(called) ?? childText(name, called) ?? (childText(name, `Пр${called}`) && '-')
  return { familyName: part('Фамилия'), givenName: part('Имя'), patronymic: part('Отчество') }
}

/** For a text in which a person stands by name only. */
export function fullName({ familyName, givenName, patronymic }: NameTexts): string | undefined {
  return joined(...[familyName, givenName, patronymic].filter((part) => part !== '-'))
}

/** XML Schema dates without their zone; a date by documents is as exact as its parts from the year downwards. */
export function federalDate(date: XmlElement | string | undefined): string | undefined {
  if (typeof date === 'string') return date.trim().replace(/(?:Z|[+-]\d\d:\d\d)$/, '')
  if (!date || date.children.length === 0) return date && federalDate(date.text)
  const [year, month, day] = ['Год', 'Месяц', 'День'].map((name) => childText(date, name)?.trim())
  if (month === undefined) return federalDate(year)
  return [federalDate(year), month, ...(day === undefined ? [] : [day])].map((part) => part?.padStart(2, '0')).join('-')
}

/** Without zeros in front; a number that is none, and zero, say nothing. */
export function federalNumber(text: string | undefined): string | undefined {
  return /^0*([1-9]\d*)$/.exec(text?.trim() ?? '')?.[1]
}

/** What a document is, its number and date, and who gave it. */
export function federalDocument(document: XmlElement | undefined): string | undefined {
  if (!document) return undefined
  const named = ['НаимДок', 'СерНомДок', 'ДатаДок', 'ВыдДок'].map((name) => document.attribute(name))
  const giver = document.children.find(({ name }) => name === 'ФИОИП' || name === 'ФИОФЛ')
  return joined(...named, childText(document, 'НаимОрг'), fullName(federalName(giver)))
}

/** undefined where nothing is said. */
export function joined(...texts: readonly (string | undefined)[]): string | undefined {
  const stated = texts.filter((text) => text !== undefined && text !== '')
  return stated.length > 0 ? stated.join(' ') : undefined
}

function childText(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text
}

export function lines(texts: readonly (string | undefined)[]): string | undefined {
  const stated = texts.filter((text) => text !== undefined)
  return stated.length > 0 ? stated.join('\n') : undefined
}

/** Down a path of local names. */
export function find(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let found: XmlElement | undefined = element
  for (const name of path) found = found?.children.find((child) => child.name === name)
  return found
}

export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name)
}
