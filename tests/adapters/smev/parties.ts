/** A small world for the tests: a court with its system and its official, the office, one root of trust. */
import { createAgencySigner } from './signing.ts'
import { createReadCall } from '../../../adapters/smev/read-call.ts'
import { createExchangeWriter } from '../../../adapters/smev/write-exchange.ts'
import { findCurve } from '../../../crypto/gost/curves.ts'
import { generatePrivateKey, publicKeyOf } from '../../../crypto/gost/gost3410.ts'
import type { PrivateKey } from '../../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { createTrustStore } from '../../../crypto/trust-store.ts'
import { createCmsDocuments } from '../../../crypto/cms-documents.ts'
import { createXmlSignatures } from '../../../crypto/xml-signatures.ts'
import { parseCertificate } from '../../../crypto/x509/certificate.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'
import { issueCertificate } from '../../../crypto/x509/issue.ts'
import type { Subject } from '../../../crypto/x509/name.ts'
import type { Inquiry } from '../../../gateway/domain/inquiry.ts'
import type { Sender } from '../../../gateway/domain/requester.ts'
import { parseXml } from '../../../xsd/document.ts'

export const RECEIVED_AT = new Date('2026-11-20T09:00:00Z')
export const MESSAGE_ID = '4c5d7c00-c5f1-11f1-8a52-0242ac120002'

export interface Holder {
  readonly key: PrivateKey
  readonly certificate: Certificate
}

const root = issue({ commonName: 'Корень' })
export const court = issue({ commonName: 'ГАС Правосудие', organization: 'Суд', ogrn: '1027700132195' }, root)
export const judge = issue({ commonName: 'Иванова Анна Петровна', snils: '11223344595', ogrn: '1027700132195' }, root)
export const lapsed = issue({ commonName: 'Прежняя система' }, root, new Date('2026-06-01T00:00:00Z'))
const smev = issue({ commonName: 'СМЭВ' }, root)
const office = issue({ commonName: 'Служба ЗАГС' }, root)
/** Inquiries are encrypted to it. */
export const decryption = issue({ commonName: 'Ключ для запросов' }, root)

const OWN_KEYS = { SMEV: smev, OFFICE: office, DECRYPTION: decryption }

const parts = {
  trustStore: createTrustStore([root.certificate]),
  provider: createSoftwareKeys(new Map(Object.entries(OWN_KEYS).map(([role, { key }]) => [role, key]))),
  keys: {
    SMEV: { certificate: smev.certificate, key: 'SMEV' },
    OFFICE: { certificate: office.certificate, key: 'OFFICE' },
    DECRYPTION: { certificate: decryption.certificate, key: 'DECRYPTION' },
  },
}
export const signatures = createXmlSignatures(parts)
export const documents = createCmsDocuments(parts)

export const SENDER: Sender = { kind: 'REGISTERED', requesterId: 'court', systemId: 'gas', queue: 'court.gas' }

export const readCall = createReadCall({ parseXml, signatures, documents, identifySender: () => SENDER })

export const writer = createExchangeWriter({
  signatures,
  documents,
  office: { mnemonic: 'ZAGS39', name: 'Служба ЗАГС Калининградской области' },
  describeSender: () => ({ mnemonic: 'GAS77', name: 'Ленинградский районный суд' }),
})

export const agency = { official: createAgencySigner(judge), system: createAgencySigner(court) }

export const INQUIRY: Inquiry = {
  requester: { id: 'court', name: 'Ленинградский районный суд г. Калининграда', department: 'Канцелярия' },
  addresseeOffice: 'R3900000',
  outgoingNumber: '2-1417/2026',
  outgoingDate: '2026-11-19',
  official: {
    familyName: 'Иванова',
    givenName: 'Анна',
    patronymic: 'Петровна',
    position: 'судья',
    phone: '+7 4012 000000',
    email: 'court@example.test',
  },
  legalBasis: 'ст. 57 ГПК РФ',
  purpose: { caseNumber: '2-1417/2026', serviceName: 'Рассмотрение дела' },
  pdBasis: 'PROCEEDINGS',
  requestedResult: 'RECORD_COPY',
  mark: 'URGENT',
  exactDate: '2026-11-27',
  subjects: [
    {
      actKind: 'MARRIAGE',
      persons: [
        { role: 'SPOUSE', familyName: 'Петров', givenName: 'Пётр', patronymic: 'Ильич', birthDate: '1980-02-29' },
        { role: 'SPOUSE', familyName: 'Петрова', otherFamilyName: 'Сидорова', ageYears: 44, birthPlace: 'г. Гусев' },
      ],
      period: { from: '2001-01-01', to: '2003-12-31' },
      office: 'R3900001',
      recordNumber: '17-А',
      unknownReason: 'точная дата неизвестна',
      alternativeInfo: 'проживали в г. Гусеве',
    },
    { actKind: 'DEATH', persons: [] },
  ],
}

function issue(subject: Subject, issuer?: Holder, notAfter = new Date('2046-01-01T00:00:00Z')): Holder {
  const curve = findCurve('1.2.643.7.1.2.1.1.1')
  if (!curve) throw new Error('no such curve')
  const key = generatePrivateKey(curve)
  const der = issueCertificate({
    subject,
    publicKey: publicKeyOf(key),
    issuer: issuer?.certificate ?? 'self',
    issuerKey: issuer?.key ?? key,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter,
    usage: issuer ? 'signing' : 'ca',
    serial: Buffer.from(subject.commonName)
      .subarray(0, 19)
      .toString('hex')
      .replace(/^/, '0')
      .padEnd(40, '1')
      .slice(0, 38),
  })
  return { key, certificate: parseCertificate(der) }
}
