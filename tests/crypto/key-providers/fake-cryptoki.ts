/** A token that a test can make behave in any way: one slot, one key, whose signatures it makes as it is told. */
import type { Cryptoki, Handle, TokenInfo } from '../../../crypto/key-providers/cryptoki.ts'

export interface FakeToken {
  keyType: number
  mechanism: number
  pin: string
  flags: number
  /** What C_Sign returns. */
  sign: (data: Uint8Array) => Uint8Array
  /** Names of the calls, in order. */
  readonly calls: string[]
  /** Sessions that are open. */
  readonly sessions: Set<number>
}

export function fakeToken(token: Partial<FakeToken>): FakeToken {
  const sign = (data: Uint8Array): Uint8Array => data
  return { keyType: 3, mechanism: 0x1041, pin: '1234', flags: 0, sign, calls: [], sessions: new Set(), ...token }
}

/** An error as pkcs11js throws it. */
const returned = (name: string, code: number): Error => Object.assign(new Error(name), { code })
const handleOf = (number: number): Handle => Buffer.of(number)

export function fakeCryptoki(token: FakeToken): Cryptoki {
  let last = 0
  const told = <A extends readonly unknown[], R>(name: string, call: (...parameters: A) => R) => {
    return (...parameters: A): R => {
      token.calls.push(name)
      return call(...parameters)
    }
  }
  const checkSession = (session: Handle): void => {
    if (!token.sessions.has(session[0] ?? 0)) throw returned('CKR_SESSION_HANDLE_INVALID', 0xb3)
  }
  return {
    C_Initialize: told('C_Initialize', () => {}),
    C_Finalize: told('C_Finalize', () => token.sessions.clear()),
    C_GetSlotList: () => [handleOf(0)],
    C_GetTokenInfo: (): TokenInfo => ({ label: 'GOST'.padEnd(32), serialNumber: '7', flags: token.flags }),
    C_OpenSession: told('C_OpenSession', () => {
      token.sessions.add(++last)
      return handleOf(last)
    }),
    C_CloseSession: told('C_CloseSession', (session) => void token.sessions.delete(session[0] ?? 0)),
    C_Login: told('C_Login', (_session, _user, pin) => {
      if (pin !== token.pin) throw returned('CKR_PIN_INCORRECT', 0xa0)
      if (token.sessions.size > 1) throw returned('CKR_USER_ALREADY_LOGGED_IN', 0x100)
    }),
    C_FindObjectsInit: checkSession,
    C_FindObjects: () => [handleOf(77)],
    C_FindObjectsFinal: checkSession,
    C_GetAttributeValue: () => {
      const value = Buffer.alloc(8)
      value.writeUInt32LE(token.keyType)
      return [{ value }]
    },
    C_SignInit: told('C_SignInit', (session, { mechanism }) => {
      checkSession(session)
      if (mechanism !== token.mechanism) throw returned('CKR_MECHANISM_INVALID', 0x70)
    }),
    C_SignAsync: async (session, data) => {
      checkSession(session)
      return Buffer.from(token.sign(data))
    },
  }
}
