/** Encrypted key files that openssl made (tests/fixtures/keys/make.sh) and what lies open in tests/fixtures/suites. */
import { readPassphrase } from '../../../crypto/key-providers/passphrase.ts'

export const keyFile = (name: string): string => new URL(`../../fixtures/keys/${name}`, import.meta.url).pathname
export const PASSPHRASE_FILE = keyFile('passphrase')
export const PASSPHRASE = await readPassphrase(PASSPHRASE_FILE)

/** The reason in the fault that a promise rejects with; the test fails on anything but KEY_UNUSABLE. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const fault: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(fault instanceof Error) || !('code' in fault) || fault.code !== 'KEY_UNUSABLE') throw fault
  return fault.message
}
