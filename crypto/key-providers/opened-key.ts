/** One key, wherever it is kept, behind the port of all of them. */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { KeyProvider } from '../../gateway/ports/keys.ts'

export interface OpenedKey {
  /** Knows no other reference than the one that the key was opened for. */
  readonly provider: KeyProvider
  /** Lets go of sessions. Work that was begun before still ends. */
  close(): Promise<void>
}

/** For keys that sign and do nothing else. */
export function signingOnly(sign: KeyProvider['sign'], kept: string): KeyProvider {
  const refuse: (ref: string) => Promise<never> = async (ref) => {
    throw new GatewayError('KEY_UNUSABLE', `key ${ref} is kept ${kept}, where it only signs`)
  }
  return { sign, agree: refuse, agree512: refuse, decrypt: refuse }
}
