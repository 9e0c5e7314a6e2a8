/** Who may ask: the 19 categories of ¶2 and the registered bodies of the signed trust bundle (E2). */
import type { LocalDate } from './act.ts'

/** Code of ¶2 and the Russian name of each category. */
export const REQUESTER_CATEGORIES = {
  COURT: { code: 'R01', name: 'суды (судьи)' },
  PROSECUTOR: { code: 'R02', name: 'органы прокуратуры' },
  INTERNAL_AFFAIRS: { code: 'R03', name: 'органы внутренних дел' },
  FSB: { code: 'R04', name: 'органы федеральной службы безопасности' },
  STATE_PROTECTION: { code: 'R05', name: 'органы государственной охраны' },
  CUSTOMS: { code: 'R06', name: 'таможенные органы' },
  FOREIGN_INTELLIGENCE: { code: 'R07', name: 'служба внешней разведки' },
  PENITENTIARY: { code: 'R08', name: 'ФСИН' },
  DRUG_CONTROL: { code: 'R09', name: 'ФСКН' },
  INVESTIGATIVE_COMMITTEE: { code: 'R10', name: 'Следственный комитет' },
  BAILIFFS: { code: 'R11', name: 'служба судебных приставов' },
  MIGRATION: { code: 'R12', name: 'орган в сфере миграции' },
  MILITARY_COMMISSARIAT: { code: 'R13', name: 'военные комиссариаты' },
  OMBUDSMAN: { code: 'R14', name: 'Уполномоченный по правам человека в РФ' },
  PENSION_FUND: { code: 'R15', name: 'Пенсионный фонд' },
  CIVIL_REGISTRY: { code: 'R16', name: 'органы ЗАГС' },
  GUARDIANSHIP: { code: 'R17', name: 'органы опеки и попечительства' },
  CHILD_OMBUDSMAN: { code: 'R18', name: 'уполномоченные по правам ребёнка' },
  OTHER_BY_FEDERAL_LAW: { code: 'R19', name: 'иные органы в случаях, установленных федеральными законами' },
} as const
export type RequesterCategory = keyof typeof REQUESTER_CATEGORIES

/** How documents may be encrypted for a system: CMS EnvelopedData by crypto/cms/profiles.ts. */
export const ENCRYPTION_PROFILES = ['gost28147-z', 'kuznyechik-ctr-acpkm-omac', 'rsa-oaep-aes256'] as const
export type EncryptionProfile = (typeof ENCRYPTION_PROFILES)[number]

/** A record of the signed trust bundle. Certificates are DER in base64. */
export interface Requester {
  readonly id: string
  readonly name: string
  readonly category: RequesterCategory
  readonly ogrn: string
  readonly inn: string
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
  /** Channel policy: whether an inquiry in clear is accepted (¶24(6)). */
  readonly clearAllowed: boolean
  /** R19 only: norms of federal law this body may cite (E4). */
  readonly legalNorms: readonly string[]
  readonly systems: readonly RequesterSystem[]
  readonly officials: readonly AuthorisedOfficial[]
}

/** One information system of a body: its own answer queue, signing and encryption certificates. */
export interface RequesterSystem {
  readonly id: string
  readonly mnemonic: string
  readonly signingCertificates: readonly string[]
  readonly encryptionCertificates: readonly string[]
  /** Without one, the kind of the encryption certificates' keys decides. */
  readonly encryptionProfile?: EncryptionProfile
}

/** An official with power to sign inquiries of that body (¶24(7)), known by SNILS in the certificate. */
export interface AuthorisedOfficial {
  readonly name: string
  readonly position: string
  readonly snils: string
  readonly validFrom: LocalDate
  readonly validTo?: LocalDate
}

/** Who the system signature proved to be calling (design section 4, «Callers»). */
export type Sender =
  | { readonly kind: 'REGISTERED'; readonly requesterId: string; readonly systemId: string; readonly queue: string }
  | {
      readonly kind: 'STRANGER'
      /** Organisation named in the certificate. */
      readonly name: string
      readonly queue: string
      /** DER in base64: the only certificate a refusal can be encrypted to. */
      readonly certificate: string
    }

/** Under which the audit, the lists and the limits know a sender: the body, or the queue of a stranger. */
export function requesterOf(sender: Sender): string {
  return sender.kind === 'REGISTERED' ? sender.requesterId : sender.queue
}
