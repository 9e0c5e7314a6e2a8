/**
 * The single table of faults. A refusal is an answer and never stands here; a fault is thrown with a code.
 *
 * `blame` tells operators where to look, `retry` is read by the queue only, `http` by the HTTP error handlers only,
 * `smev` names the SMEV fault an agency sees (design: which rule failed travels as the code, never a value).
 */
export interface FaultKind {
  readonly blame: 'sender' | 'peer' | 'us'
  readonly retry: boolean
  readonly http: number
  readonly smev?: SmevFaultName
}

/** Fault elements of the SMEV 3 faults schema that this gateway raises; a signature fault names its reason. */
export type SmevFaultName =
  | 'InvalidContent'
  | 'BusinessDataTypeIsNotSupported'
  | 'SenderIsNotRegistered'
  | 'MessageIsAlreadySent'
  | 'InvalidMessageIdFormat'
  | 'StaleMessageId'
  | 'EndOfLifeReached'
  | 'AttachmentContentMiscoordination'
  | 'AttachmentSizeLimitExceeded'
  | 'UnknownMessageType'
  | 'TargetMessageIsNotFound'
  | 'DestinationOverflow'
  | 'SMEVFailure'
  | `SignatureVerificationFault/${SignatureFaultReason}`

export type SignatureFaultReason =
  | 'PoorSOAPEnvelopeFormat'
  | 'NoSignatureFound'
  | 'IncorrectSignatureTarget'
  | 'SignatureIsInvalid'
  | 'CertificateIsNotFound'
  | 'CertificateIsExpired'

/** A message that breaks a rule of the exchange: the sender mends it, trying again is no use. */
function onWire<S extends SmevFaultName, H extends number = 500>(smev: S, http = 500 as H) {
  return { blame: 'sender', retry: false, http, smev } as const
}

/** The system signature (ЭП-ОВ) is not accepted, for this reason of the SMEV schema. */
function signature<R extends SignatureFaultReason>(reason: R) {
  return onWire(`SignatureVerificationFault/${reason}`)
}

/** A call of the status or audit API that breaks its description. */
function onApi<H extends number>(http: H) {
  return { blame: 'sender', retry: false, http } as const
}

/** A peer that does not answer, or not as it should: trying again may help. */
const PEER_FAILED = { blame: 'peer', retry: true, http: 503 } as const

export const FAULTS = {
  // bytes and structure, before any signature work
  XML_TOO_LARGE: onWire('InvalidContent', 413),
  XML_ENCODING: onWire('InvalidContent'),
  XML_NOT_WELL_FORMED: onWire('InvalidContent'),
  XML_DOCTYPE: onWire('InvalidContent'),
  XML_VERSION: onWire('InvalidContent'),
  XML_PROCESSING_INSTRUCTION: onWire('InvalidContent'),
  XML_COMMENT: onWire('InvalidContent'),
  XML_XSI_TYPE: onWire('InvalidContent'),
  XML_NAMESPACE: onWire('InvalidContent'),
  XML_TOO_MANY_ELEMENTS: onWire('InvalidContent'),
  XML_TOO_DEEP: onWire('InvalidContent'),
  XML_DUPLICATE_ID: signature('IncorrectSignatureTarget'),
  ENVELOPE_STRUCTURE: signature('PoorSOAPEnvelopeFormat'),
  ENVELOPE_MULTIPART: onWire('InvalidContent'),
  ENVELOPE_SCHEMA: onWire('InvalidContent'),
  ENVELOPE_OPERATION: onWire('InvalidContent'),
  TIMESTAMP_OUTSIDE_WINDOW: onWire('InvalidContent'),
  REQUEST_REPLAYED: onWire('InvalidContent'),
  MESSAGE_TYPE_UNSUPPORTED: onWire('BusinessDataTypeIsNotSupported'),

  // the system signature (ЭП-ОВ) and its certificate
  SIGNATURE_MISSING: signature('NoSignatureFound'),
  SIGNATURE_STRUCTURE: signature('SignatureIsInvalid'),
  SIGNATURE_TARGET: signature('IncorrectSignatureTarget'),
  SIGNATURE_ALGORITHM: signature('SignatureIsInvalid'),
  SIGNATURE_VALUE: signature('SignatureIsInvalid'),
  SIGNATURE_DIGEST: signature('SignatureIsInvalid'),
  CERTIFICATE_MALFORMED: signature('CertificateIsNotFound'),
  CERTIFICATE_UNTRUSTED: signature('CertificateIsNotFound'),
  CERTIFICATE_CHAIN: signature('CertificateIsNotFound'),
  CERTIFICATE_REVOKED: signature('CertificateIsNotFound'),
  CERTIFICATE_ISSUER_REVOKED: signature('CertificateIsNotFound'),
  CERTIFICATE_SUBJECT: signature('CertificateIsNotFound'),
  CERTIFICATE_EXPIRED: signature('CertificateIsExpired'),
  CERTIFICATE_NOT_YET_VALID: signature('CertificateIsExpired'),
  CERTIFICATE_USAGE: signature('SignatureIsInvalid'),
  SENDER_UNIDENTIFIABLE: onWire('SenderIsNotRegistered'),

  // sameness, queues
  MESSAGE_ID_FORMAT: onWire('InvalidMessageIdFormat'),
  MESSAGE_ID_STALE: onWire('StaleMessageId'),
  MESSAGE_ID_REUSED: onWire('MessageIsAlreadySent'),
  END_OF_LIFE_REACHED: onWire('EndOfLifeReached'),
  ATTACHMENT_MISMATCH: onWire('AttachmentContentMiscoordination'),
  ATTACHMENT_BY_REFERENCE: onWire('AttachmentContentMiscoordination'),
  ATTACHMENT_TOO_LARGE: onWire('AttachmentSizeLimitExceeded'),
  SELECTOR_UNKNOWN: onWire('UnknownMessageType'),
  ACK_TARGET_UNKNOWN: onWire('TargetMessageIsNotFound'),
  STRANGER_RATE_LIMITED: onWire('DestinationOverflow'),

  // documents that we make or open
  CMS_MALFORMED: onApi(500),
  CMS_UNOPENABLE: onApi(500),
  CMS_SIGNATURE: onApi(500),
  CMS_UNBOUND: onApi(500),
  RECIPIENT_CERTIFICATE_MISSING: { blame: 'peer', retry: true, http: 500 },

  // revocation lists and OCSP answers: each stands in an alarm, none reaches an agency
  REVOCATION_UNREACHABLE: PEER_FAILED,
  CRL_MALFORMED: PEER_FAILED,
  CRL_UNSUPPORTED: PEER_FAILED,
  CRL_ISSUER: PEER_FAILED,
  CRL_SIGNATURE: PEER_FAILED,
  CRL_TIME: PEER_FAILED,
  OCSP_MALFORMED: PEER_FAILED,
  OCSP_REFUSED: PEER_FAILED,
  OCSP_RESPONDER: PEER_FAILED,
  OCSP_SIGNATURE: PEER_FAILED,
  OCSP_CERTIFICATE: PEER_FAILED,
  OCSP_NONCE: PEER_FAILED,
  OCSP_TIME: PEER_FAILED,

  // reading: the door says no more of a message that was not read
  READING_OVERRUN: onWire('SMEVFailure'),
  READING_BUSY: { blame: 'us', retry: true, http: 503, smev: 'SMEVFailure' },

  // us and our peers
  REGISTRY_UNREACHABLE: PEER_FAILED,
  STORE_UNREACHABLE: { blame: 'us', retry: true, http: 503, smev: 'SMEVFailure' },
  IMPORT_REFUSED: { blame: 'us', retry: false, http: 500 },
  STORE_HELD: { blame: 'us', retry: false, http: 503 },
  CONFIG_INVALID: { blame: 'us', retry: false, http: 500 },
  KEY_UNUSABLE: { blame: 'us', retry: true, http: 500, smev: 'SMEVFailure' },
  SELF_TEST_FAILED: { blame: 'us', retry: false, http: 503 },
  TRUST_BUNDLE_INVALID: { blame: 'us', retry: false, http: 500, smev: 'SMEVFailure' },
  STANDING_ORDER_INVALID: { blame: 'us', retry: false, http: 500 },
  CALENDAR_YEAR_MISSING: { blame: 'us', retry: true, http: 500 },
  LIFE_CYCLE_VIOLATED: { blame: 'us', retry: false, http: 500 },

  // the status and audit API
  UNAUTHENTICATED: onApi(401),
  FORBIDDEN: onApi(403),
  CASE_UNKNOWN: onApi(404),
  DOCUMENT_UNKNOWN: onApi(404),
  ROUTE_UNKNOWN: onApi(404),
  METHOD_NOT_ALLOWED: onApi(405),
  MEDIA_TYPE_UNSUPPORTED: onApi(415),
  RATE_LIMITED: { blame: 'sender', retry: true, http: 429 },
  QUERY_INVALID: onApi(400),
} as const satisfies Record<string, FaultKind>

export type FaultCode = keyof typeof FAULTS

/** Message for us (operators), code for them (senders); `cause` is always kept. The message holds no personal data. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: FaultCode
  /** What was established before the fault (certificate serial, algorithm, digest), for the audit. */
  readonly facts: FaultFacts
  constructor(code: FaultCode, message: string, options?: ErrorOptions & { facts?: FaultFacts }) {
    super(message, options)
    this.code = code
    this.facts = options?.facts ?? {}
  }
}

export interface FaultFacts {
  readonly certificateSerial?: string
  readonly algorithm?: string
  readonly digest?: string
  readonly smevVersion?: string
  /** Root element of a content nobody here serves. */
  readonly type?: { readonly namespace: string; readonly name: string }
}

/** The row of the table for any thrown value; `undefined` for a bug. */
export function faultOf(error: unknown): (FaultKind & { code: FaultCode }) | undefined {
  return error instanceof GatewayError ? { ...FAULTS[error.code], code: error.code } : undefined
}

/** Facts established so far stand in every fault thrown, or rejected with, later; the fault's own are nearer to it and win. */
export function withFacts<T>(facts: FaultFacts, work: () => T): T {
  const rethrow = (error: unknown): never => {
    if (!(error instanceof GatewayError)) throw error
    throw new GatewayError(error.code, error.message, { cause: error, facts: { ...facts, ...error.facts } })
  }
  try {
    const result = work()
    return result instanceof Promise ? (result.catch(rethrow) as T) : result
  } catch (error) {
    return rethrow(error)
  }
}
