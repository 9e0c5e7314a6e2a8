/**
 * Known-answer tests at start, of every algorithm that the gateway works with. One that fails means a broken build or
 * machine, and the gateway does not serve. They also warm up what the first message would otherwise wait for.
 */
import { GatewayError } from '../gateway/domain/faults.ts'
import { CIPHER_TESTS } from './self-tests/ciphers.ts'
import { DIGEST_TESTS } from './self-tests/digests.ts'
import type { SelfTest } from './self-tests/known-answer.ts'
import { signatureTests } from './self-tests/signatures.ts'
import type { PublicKey } from './suite.ts'

export interface SelfTestResult {
  readonly name: string
  readonly elapsedMs: number
}

/**
 * What was tested, in order. `inUse` are the public keys of our own certificates and of those that we know: every curve
 * among them signs and verifies once. Throws SELF_TEST_FAILED naming every test that failed; its cause is the first
 * failure.
 */
export async function runSelfTests(inUse: readonly PublicKey[] = []): Promise<readonly SelfTestResult[]> {
  return runTests([...DIGEST_TESTS, ...CIPHER_TESTS, ...signatureTests(inUse)])
}

/** Runs all of them, also behind one that failed, so that the message names everything that is broken. */
export function runTests(tests: readonly SelfTest[]): readonly SelfTestResult[] {
  const results: SelfTestResult[] = []
  const failures: { name: string; cause: unknown }[] = []
  for (const { name, run } of tests) {
    const startedAtMs = performance.now()
    try {
      run()
      results.push({ name, elapsedMs: performance.now() - startedAtMs })
    } catch (cause) {
      failures.push({ name, cause })
    }
  }
  const [first] = failures
  if (first === undefined) return results
  const names = failures.map(({ name }) => name).join(', ')
  throw new GatewayError('SELF_TEST_FAILED', `self-test failed: ${names}`, { cause: first.cause })
}
