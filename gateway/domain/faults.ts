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
  | `SignatureVerificationFault/${'PoorSOAPEnvelopeFormat' | 'NoSignatureFound' | 'IncorrectSignatureTarget' | 'SignatureIsInvalid' | 'CertificateIsNotFound' | 'CertificateIsExpired'}`

export const FAULTS = {
  // bytes and structure, before any signature work
  XML_TOO_LARGE: { blame: 'sender', retry: false, http: 413, smev: 'InvalidContent' },
  XML_ENCODING: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_NOT_WELL_FORMED: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_DOCTYPE: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_VERSION: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_PROCESSING_INSTRUCTION: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_COMMENT: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_XSI_TYPE: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_NAMESPACE: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_TOO_MANY_ELEMENTS: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_TOO_DEEP: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  XML_DUPLICATE_ID: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/IncorrectSignatureTarget',
  },
  ENVELOPE_STRUCTURE: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/PoorSOAPEnvelopeFormat',
  },
  ENVELOPE_MULTIPART: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  ENVELOPE_SCHEMA: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  ENVELOPE_OPERATION: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  TIMESTAMP_OUTSIDE_WINDOW: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  REQUEST_REPLAYED: { blame: 'sender', retry: false, http: 500, smev: 'InvalidContent' },
  MESSAGE_TYPE_UNSUPPORTED: { blame: 'sender', retry: false, http: 500, smev: 'BusinessDataTypeIsNotSupported' },

  // the system signature (ЭП-ОВ) and its certificate
  SIGNATURE_MISSING: { blame: 'sender', retry: false, http: 500, smev: 'SignatureVerificationFault/NoSignatureFound' },
  SIGNATURE_STRUCTURE: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/SignatureIsInvalid',
  },
  SIGNATURE_TARGET: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/IncorrectSignatureTarget',
  },
  SIGNATURE_ALGORITHM: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/SignatureIsInvalid',
  },
  SIGNATURE_VALUE: { blame: 'sender', retry: false, http: 500, smev: 'SignatureVerificationFault/SignatureIsInvalid' },
  SIGNATURE_DIGEST: { blame: 'sender', retry: false, http: 500, smev: 'SignatureVerificationFault/SignatureIsInvalid' },
  CERTIFICATE_MALFORMED: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_UNTRUSTED: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_CHAIN: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_REVOKED: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_ISSUER_REVOKED: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_SUBJECT: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsNotFound',
  },
  CERTIFICATE_EXPIRED: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsExpired',
  },
  CERTIFICATE_NOT_YET_VALID: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/CertificateIsExpired',
  },
  CERTIFICATE_USAGE: {
    blame: 'sender',
    retry: false,
    http: 500,
    smev: 'SignatureVerificationFault/SignatureIsInvalid',
  },
  SENDER_UNIDENTIFIABLE: { blame: 'sender', retry: false, http: 500, smev: 'SenderIsNotRegistered' },

  // sameness, queues
  MESSAGE_ID_FORMAT: { blame: 'sender', retry: false, http: 500, smev: 'InvalidMessageIdFormat' },
  MESSAGE_ID_STALE: { blame: 'sender', retry: false, http: 500, smev: 'StaleMessageId' },
  MESSAGE_ID_REUSED: { blame: 'sender', retry: false, http: 500, smev: 'MessageIsAlreadySent' },
  END_OF_LIFE_REACHED: { blame: 'sender', retry: false, http: 500, smev: 'EndOfLifeReached' },
  ATTACHMENT_MISMATCH: { blame: 'sender', retry: false, http: 500, smev: 'AttachmentContentMiscoordination' },
  ATTACHMENT_BY_REFERENCE: { blame: 'sender', retry: false, http: 500, smev: 'AttachmentContentMiscoordination' },
  ATTACHMENT_TOO_LARGE: { blame: 'sender', retry: false, http: 500, smev: 'AttachmentSizeLimitExceeded' },
  SELECTOR_UNKNOWN: { blame: 'sender', retry: false, http: 500, smev: 'UnknownMessageType' },
  ACK_TARGET_UNKNOWN: { blame: 'sender', retry: false, http: 500, smev: 'TargetMessageIsNotFound' },
  STRANGER_RATE_LIMITED: { blame: 'sender', retry: false, http: 500, smev: 'DestinationOverflow' },

  // documents that we make or open
  CMS_MALFORMED: { blame: 'sender', retry: false, http: 500 },
  CMS_UNOPENABLE: { blame: 'sender', retry: false, http: 500 },
  CMS_SIGNATURE: { blame: 'sender', retry: false, http: 500 },
  RECIPIENT_CERTIFICATE_MISSING: { blame: 'peer', retry: true, http: 500 },

  // revocation lists and OCSP answers: each stands in an alarm, none reaches an agency
  REVOCATION_UNREACHABLE: { blame: 'peer', retry: true, http: 503 },
  CRL_MALFORMED: { blame: 'peer', retry: true, http: 503 },
  CRL_UNSUPPORTED: { blame: 'peer', retry: true, http: 503 },
  CRL_ISSUER: { blame: 'peer', retry: true, http: 503 },
  CRL_SIGNATURE: { blame: 'peer', retry: true, http: 503 },
  CRL_TIME: { blame: 'peer', retry: true, http: 503 },
  OCSP_MALFORMED: { blame: 'peer', retry: true, http: 503 },
  OCSP_REFUSED: { blame: 'peer', retry: true, http: 503 },
  OCSP_RESPONDER: { blame: 'peer', retry: true, http: 503 },
  OCSP_SIGNATURE: { blame: 'peer', retry: true, http: 503 },
  OCSP_CERTIFICATE: { blame: 'peer', retry: true, http: 503 },
  OCSP_NONCE: { blame: 'peer', retry: true, http: 503 },
  OCSP_TIME: { blame: 'peer', retry: true, http: 503 },

  // us and our peers
  REGISTRY_UNREACHABLE: { blame: 'peer', retry: true, http: 503 },
  STORE_UNREACHABLE: { blame: 'us', retry: true, http: 503, smev: 'SMEVFailure' },
  STORE_HELD: { blame: 'us', retry: false, http: 503 },
  CONFIG_INVALID: { blame: 'us', retry: false, http: 500 },
  KEY_UNUSABLE: { blame: 'us', retry: true, http: 500, smev: 'SMEVFailure' },
  SELF_TEST_FAILED: { blame: 'us', retry: false, http: 503 },
  TRUST_BUNDLE_INVALID: { blame: 'us', retry: false, http: 500, smev: 'SMEVFailure' },
  STANDING_ORDER_INVALID: { blame: 'us', retry: false, http: 500 },
  CALENDAR_YEAR_MISSING: { blame: 'us', retry: true, http: 500 },
  LIFE_CYCLE_VIOLATED: { blame: 'us', retry: false, http: 500 },

  // the status and audit API
  UNAUTHENTICATED: { blame: 'sender', retry: false, http: 401 },
  FORBIDDEN: { blame: 'sender', retry: false, http: 403 },
  CASE_UNKNOWN: { blame: 'sender', retry: false, http: 404 },
  DOCUMENT_UNKNOWN: { blame: 'sender', retry: false, http: 404 },
  ROUTE_UNKNOWN: { blame: 'sender', retry: false, http: 404 },
  METHOD_NOT_ALLOWED: { blame: 'sender', retry: false, http: 405 },
  MEDIA_TYPE_UNSUPPORTED: { blame: 'sender', retry: false, http: 415 },
  RATE_LIMITED: { blame: 'sender', retry: true, http: 429 },
  QUERY_INVALID: { blame: 'sender', retry: false, http: 400 },
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
