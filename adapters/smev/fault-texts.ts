/** What an agency is told for each fault of the table: which rule failed, never a value, a path or a stack. */
import { FAULTS } from '../../gateway/domain/faults.ts'
import type { FaultCode, SmevFaultName } from '../../gateway/domain/faults.ts'

/** Codes that reach agencies as a fault of their own; all others become SMEVFailure. */
export type SmevFaultCode = {
  [C in FaultCode]: (typeof FAULTS)[C] extends { readonly smev: SmevFaultName } ? C : never
}[FaultCode]

export const FAULT_TEXTS: { readonly [C in SmevFaultCode]: string } = {
  XML_TOO_LARGE: 'Размер сообщения превышает допустимый.',
  XML_ENCODING: 'Кодировка сообщения не поддерживается.',
  XML_NOT_WELL_FORMED: 'Сообщение не является правильно построенным XML-документом.',
  XML_DOCTYPE: 'Объявление DOCTYPE в сообщении не допускается.',
  XML_VERSION: 'Допускается только XML версии 1.0.',
  XML_PROCESSING_INSTRUCTION: 'Инструкции обработки в сообщении не допускаются.',
  XML_COMMENT: 'Комментарий внутри подписи или рядом с текстом не допускается.',
  XML_XSI_TYPE: 'Атрибут xsi:type в сообщении не допускается.',
  XML_NAMESPACE: 'В сообщении использовано пространство имён, которое здесь не допускается.',
  XML_TOO_MANY_ELEMENTS: 'Сообщение содержит слишком много элементов или атрибутов.',
  XML_TOO_DEEP: 'Вложенность элементов сообщения превышает допустимую.',
  XML_DUPLICATE_ID: 'Идентификаторы элементов сообщения повторяются.',
  ENVELOPE_STRUCTURE: 'Недопустимый формат SOAP-конверта.',
  ENVELOPE_MULTIPART: 'Нарушен формат MIME-пакета или ссылка XOP указывает не на его часть.',
  ENVELOPE_SCHEMA: 'Нарушен формат бизнес-конверта.',
  ENVELOPE_OPERATION: 'Операция или версия сервиса не поддерживается.',
  TIMESTAMP_OUTSIDE_WINDOW: 'Время запроса отличается от времени сервиса более чем на 30 минут.',
  REQUEST_REPLAYED: 'Этот подписанный запрос уже был принят; сформируйте и подпишите новый.',
  MESSAGE_TYPE_UNSUPPORTED: 'Вид сведений не поддерживается.',
  SIGNATURE_MISSING: 'Отсутствует ЭП-ОВ.',
  SIGNATURE_STRUCTURE: 'Структура ЭП-ОВ не соответствует профилю СМЭВ.',
  SIGNATURE_TARGET: 'ЭП-ОВ подписывает не тот элемент сообщения.',
  SIGNATURE_ALGORITHM: 'Алгоритм ЭП-ОВ не допускается или не соответствует ключу сертификата.',
  SIGNATURE_VALUE: 'Значение ЭП-ОВ неверно.',
  SIGNATURE_DIGEST: 'Подписанный элемент изменён после подписания.',
  CERTIFICATE_MALFORMED: 'Сертификат ЭП-ОВ не удалось прочитать.',
  CERTIFICATE_UNTRUSTED: 'Сертификат ЭП-ОВ не найден среди доверенных.',
  CERTIFICATE_CHAIN: 'Цепочка сертификатов удостоверяющего центра не действует.',
  CERTIFICATE_REVOKED: 'Сертификат ЭП-ОВ отозван.',
  CERTIFICATE_ISSUER_REVOKED: 'Сертификат удостоверяющего центра отозван.',
  CERTIFICATE_SUBJECT: 'В сертификате ЭП-ОВ указана другая организация.',
  CERTIFICATE_EXPIRED: 'Срок действия сертификата ЭП-ОВ истёк.',
  CERTIFICATE_NOT_YET_VALID: 'Срок действия сертификата ЭП-ОВ ещё не наступил.',
  CERTIFICATE_USAGE: 'Сертификат не предназначен для подписания сообщений.',
  SENDER_UNIDENTIFIABLE: 'Отправитель не зарегистрирован, и его организация не указана в сертификате.',
  MESSAGE_ID_FORMAT: 'Идентификатор сообщения не является UUID версии 1.',
  MESSAGE_ID_STALE: 'Отметка времени в идентификаторе сообщения слишком давняя.',
  MESSAGE_ID_REUSED: 'Другое сообщение с этим идентификатором было послано ранее.',
  END_OF_LIFE_REACHED: 'Срок жизни сообщения истёк.',
  ATTACHMENT_MISMATCH: 'Заголовки вложений не соответствуют содержимому.',
  ATTACHMENT_BY_REFERENCE: 'Вложения из файлового хранилища здесь не принимаются; передайте их в самом сообщении.',
  ATTACHMENT_TOO_LARGE: 'Суммарный размер вложений превышает допустимый.',
  SELECTOR_UNKNOWN: 'Вид сведений, указанный в селекторе, здесь не зарегистрирован.',
  ACK_TARGET_UNKNOWN: 'Сообщение не найдено среди неподтверждённых.',
  STRANGER_RATE_LIMITED: 'Слишком много сообщений от незарегистрированного отправителя; повторите позже.',
  READING_OVERRUN: 'Сообщение не удалось прочитать за отведённое время.',
  READING_BUSY: 'Сервис перегружен; повторите запрос позже.',
  STORE_UNREACHABLE: 'Сервис временно недоступен; повторите запрос позже.',
  KEY_UNUSABLE: 'Сервис временно недоступен; повторите запрос позже.',
  TRUST_BUNDLE_INVALID: 'Сервис временно недоступен; повторите запрос позже.',
}

export interface AgencyFault {
  readonly fault: SmevFaultName
  /** Our own code, at most 50 characters: b:Code. */
  readonly code: string
  readonly text: string
}

/** A fault that is not the agency's business, and any bug, is a failure of ours without particulars. */
export function agencyFaultOf(code: FaultCode | 'BUG'): AgencyFault {
  if (code in FAULT_TEXTS) {
    const known = code as SmevFaultCode
    return { fault: FAULTS[known].smev, code, text: FAULT_TEXTS[known] }
  }
  return { fault: 'SMEVFailure', code: 'FAILURE', text: 'Внутренняя ошибка сервиса; повторите запрос позже.' }
}
