/** The offices of the region in development: the authority and 26 departments (annex 1 lists as many). Codes are invented. */
import { DEVELOPMENT_OFFICE } from './bodies.ts'

export interface RegionOffice {
  readonly code: string
  readonly name: string
}

const CITY_DISTRICTS = ['Центральному', 'Ленинградскому', 'Московскому', 'Октябрьскому', 'Балтийскому']
const MUNICIPALITIES = [
  'Багратионовского района',
  'Балтийского района',
  'Гвардейского района',
  'Гурьевского района',
  'Гусевского района',
  'Зеленоградского района',
  'Краснознаменского района',
  'Ладушкинского округа',
  'Мамоновского округа',
  'Неманского района',
  'Нестеровского района',
  'Озёрского района',
  'Пионерского округа',
  'Полесского района',
  'Правдинского района',
  'Светловского округа',
  'Светлогорского района',
  'Славского района',
  'Советского округа',
  'Черняховского района',
  'Янтарного округа',
]

const DEPARTMENT_NAMES = [
  ...CITY_DISTRICTS.map((district) => `Отдел ЗАГС по ${district} району г. Калининграда`),
  ...MUNICIPALITIES.map((municipality) => `Отдел ЗАГС администрации ${municipality}`),
]

export const REGION_OFFICES: readonly RegionOffice[] = [
  { code: DEVELOPMENT_OFFICE.code, name: DEVELOPMENT_OFFICE.name },
  ...DEPARTMENT_NAMES.map((name, index) => ({ code: `390000${String(index + 1).padStart(2, '0')}`, name })),
]
