/**
 * What the gateway uses of PKCS#11 version 2.40 ("Cryptoki"), in the shape pkcs11js gives it, and the numbers it needs.
 * Described here, as that library is an optional dependency: nothing but opening a token may depend on its presence.
 */
export type Handle = Buffer

export interface Attribute {
  readonly type: number
  readonly value: Buffer | number | string
}

export interface TokenInfo {
  /** Padded with spaces. */
  readonly label: string
  readonly serialNumber: string
  readonly flags: number
}

/** Every call throws an Error with the number of the return value as `code` and its name as message. */
export interface Cryptoki {
  C_Initialize(options: { flags: number }): void
  C_Finalize(): void
  C_GetSlotList(tokenPresent: boolean): Handle[]
  C_GetTokenInfo(slot: Handle): TokenInfo
  C_OpenSession(slot: Handle, flags: number): Handle
  C_CloseSession(session: Handle): void
  C_Login(session: Handle, userType: number, pin: string): void
  C_FindObjectsInit(session: Handle, template: Attribute[]): void
  C_FindObjects(session: Handle, maxCount: number): Handle[]
  C_FindObjectsFinal(session: Handle): void
  C_GetAttributeValue(session: Handle, object: Handle, template: { type: number }[]): { value: Buffer }[]
  C_SignInit(session: Handle, mechanism: { mechanism: number }, key: Handle): void
  /** In a thread of its own; a session serves one operation at a time. */
  C_SignAsync(session: Handle, data: Buffer, signature: Buffer): Promise<Buffer>
}

export const CKF_OS_LOCKING_OK = 0x2
export const CKF_SERIAL_SESSION = 0x4
/** One more wrong PIN locks the token; or it is locked already. */
export const CKF_USER_PIN_FINAL_TRY = 0x2_0000
export const CKF_USER_PIN_LOCKED = 0x4_0000

export const CKU_USER = 1
export const CKO_PRIVATE_KEY = 3

export const CKA_CLASS = 0x0
export const CKA_LABEL = 0x3
export const CKA_KEY_TYPE = 0x100
export const CKA_ID = 0x102

export const CKR_USER_ALREADY_LOGGED_IN = 0x100
export const CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191
/** From CKR_PIN_INCORRECT to CKR_PIN_LOCKED. */
const PIN_REFUSALS = { first: 0xa0, last: 0xa4 }

/** The number of the return value; undefined for an error that is not one of Cryptoki. */
export function returnValueOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

export function isPinRefusal(error: unknown): boolean {
  const value = returnValueOf(error) ?? 0
  return value >= PIN_REFUSALS.first && value <= PIN_REFUSALS.last
}
