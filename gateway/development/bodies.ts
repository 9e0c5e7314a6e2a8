/**
 * The parties of development and of the demo. Numbers and people are invented; the names of bodies only say which
 * category of ¶2 they stand for.
 */
import type { Official, PdBasis } from '../domain/inquiry.ts'
import type { Office } from '../domain/office.ts'
import type { RequesterCategory } from '../domain/requester.ts'

export const AGENCY_NAMES = ['court', 'pension-fund', 'prosecutor', 'police', 'company'] as const
/** Name of an agency on the command line and of its folder. */
export type AgencyName = (typeof AGENCY_NAMES)[number]

export interface DevelopmentAgency {
  /** requester.id of its inquiries. */
  readonly id: string
  readonly name: string
  /** undefined: in no list, so its inquiries are refused (¶28). */
  readonly category: RequesterCategory | undefined
  readonly mnemonic: string
  readonly ogrn: string
  readonly inn: string
  readonly official: Official & { readonly snils: string }
  readonly legalBasis: string
  readonly pdBasis: PdBasis
  readonly purpose: { readonly caseNumber?: string; readonly serviceName?: string }
  readonly outgoingPrefix: string
}

export const DEVELOPMENT_OFFICE: Office & { readonly ogrn: string; readonly inn: string } = {
  code: '39000000',
  name: 'Агентство ЗАГС Калининградской области',
  level: 'AUTHORITY',
  timeZone: 'Europe/Kaliningrad',
  mnemonic: 'ZAGS39',
  head: { name: 'Морозова Елена Викторовна', position: 'Руководитель' },
  ogrn: '1023900000010',
  inn: '3900000010',
}
export const HEAD_SNILS = '11223344595'

export const DEVELOPMENT_AGENCIES: { readonly [N in AgencyName]: DevelopmentAgency } = {
  court: {
    id: 'kaliningrad-regional-court',
    name: 'Калининградский областной суд',
    category: 'COURT',
    mnemonic: 'COURT39',
    ogrn: '1023900000021',
    inn: '3900000021',
    official: {
      familyName: 'Соколова',
      givenName: 'Ольга',
      patronymic: 'Николаевна',
      position: 'Судья',
      phone: '+7 4012 000001',
      snils: '00000000101',
    },
    legalBasis: 'ГПК РФ ст. 57',
    pdBasis: 'PROCEEDINGS',
    purpose: { caseNumber: '2-101/2026' },
    outgoingPrefix: 'КОС',
  },
  'pension-fund': {
    id: 'pension-fund-39',
    name: 'Отделение Пенсионного фонда РФ по Калининградской области',
    category: 'PENSION_FUND',
    mnemonic: 'PFR39',
    ogrn: '1023900000032',
    inn: '3900000032',
    official: {
      familyName: 'Кузнецов',
      givenName: 'Павел',
      patronymic: 'Андреевич',
      position: 'Главный специалист',
      phone: '+7 4012 000002',
      snils: '00000000202',
    },
    legalBasis: '400-ФЗ ст. 21',
    pdBasis: 'STATE_SERVICE',
    purpose: { serviceName: 'Назначение страховой пенсии по случаю потери кормильца' },
    outgoingPrefix: 'ПФР',
  },
  prosecutor: {
    id: 'prosecutor-39',
    name: 'Прокуратура Калининградской области',
    category: 'PROSECUTOR',
    mnemonic: 'PROC39',
    ogrn: '1023900000043',
    inn: '3900000043',
    official: {
      familyName: 'Лебедев',
      givenName: 'Сергей',
      patronymic: 'Петрович',
      position: 'Старший помощник прокурора',
      phone: '+7 4012 000003',
      snils: '00000000303',
    },
    legalBasis: '2202-1-ФЗ ст. 22',
    pdBasis: 'LAW_FUNCTION',
    purpose: { serviceName: 'Надзор за исполнением законов' },
    outgoingPrefix: 'ПР',
  },
  police: {
    id: 'police-39',
    name: 'УМВД России по Калининградской области',
    category: 'INTERNAL_AFFAIRS',
    mnemonic: 'MVD39',
    ogrn: '1023900000054',
    inn: '3900000054',
    official: {
      familyName: 'Волков',
      givenName: 'Дмитрий',
      patronymic: 'Игоревич',
      position: 'Следователь',
      phone: '+7 4012 000004',
      snils: '00000000404',
    },
    legalBasis: '3-ФЗ ст. 13',
    pdBasis: 'LAW_FUNCTION',
    purpose: { caseNumber: '12601270001000404' },
    outgoingPrefix: 'МВД',
  },
  company: {
    id: 'baltic-heir',
    name: 'ООО «Балтийский наследник»',
    category: undefined,
    mnemonic: 'HEIR39',
    ogrn: '1023900000065',
    inn: '3900000065',
    official: {
      familyName: 'Орлова',
      givenName: 'Анна',
      patronymic: 'Сергеевна',
      position: 'Генеральный директор',
      phone: '+7 4012 000005',
      snils: '00000000505',
    },
    legalBasis: 'ГК РФ ст. 1141',
    pdBasis: 'LAW_FUNCTION',
    purpose: { serviceName: 'Розыск наследников' },
    outgoingPrefix: 'БН',
  },
}

/** Bodies that the development trust bundle registers. */
export const REGISTERED_AGENCIES = AGENCY_NAMES.filter(
  (name) => DEVELOPMENT_AGENCIES[name].category !== undefined,
) as readonly Exclude<AgencyName, 'company'>[]
