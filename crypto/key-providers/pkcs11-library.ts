/**
 * A vendor's PKCS#11 library. It is loaded and initialised once per process, whoever uses it, because its state belongs to
 * the process: to finalise it while another call runs is undefined, so a restart waits for them and holds up new ones.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import { CKF_OS_LOCKING_OK, CKR_CRYPTOKI_ALREADY_INITIALIZED, returnValueOf } from './cryptoki.ts'
import type { Cryptoki } from './cryptoki.ts'

export interface TokenLibrary {
  /** Counts restarts: a handle from before one means nothing after it, or, worse, another object. */
  readonly generation: number
  run<T>(call: (cryptoki: Cryptoki) => T | Promise<T>): Promise<T>
  /**
   * Initialises the library anew, which is how most of them find out that a token is back. Does nothing when that has
   * been done since `seen`. Rejects with the error of the library; the next restart tries again.
   */
  restart(seen: number): Promise<void>
}

/** The exports of pkcs11js. */
interface Binding {
  readonly PKCS11: new () => Cryptoki & { load(path: string): void }
}

const PACKAGE: string = 'pkcs11js'
const loaded = new Map<string, Promise<TokenLibrary>>()

/** The library at that path. Throws KEY_UNUSABLE when it, or the package that speaks with it, cannot be loaded. */
export function openTokenLibrary(path: string): Promise<TokenLibrary> {
  const known = loaded.get(path)
  if (known) return known
  const opening = load(path, () => import(PACKAGE))
  loaded.set(path, opening)
  opening.catch(() => loaded.delete(path))
  return opening
}

/** With another way to get the package, for tests. */
export async function load(path: string, importBinding: () => Promise<{ default: Binding }>): Promise<TokenLibrary> {
  const { default: binding } = await importBinding().catch((cause: unknown) => {
    throw new GatewayError('KEY_UNUSABLE', `keys on tokens need the optional package ${PACKAGE}: npm i ${PACKAGE}`, {
      cause,
    })
  })
  const cryptoki = new binding.PKCS11()
  try {
    cryptoki.load(path)
    initialize(cryptoki)
  } catch (cause) {
    throw new GatewayError('KEY_UNUSABLE', `PKCS#11 library ${path} cannot be started`, { cause })
  }
  return createTokenLibrary(cryptoki)
}

/** Over a library that is initialised. */
export function createTokenLibrary(cryptoki: Cryptoki): TokenLibrary {
  let generation = 0
  let running = 0
  let restarting: Promise<void> | undefined
  let onIdle: (() => void) | undefined

  async function restart(): Promise<void> {
    if (running > 0) await new Promise<void>((resolve) => (onIdle = resolve))
    generation++
    try {
      cryptoki.C_Finalize()
    } catch {
      // It says that it is not initialised, or is too ill to say anything; what counts is whether it comes back.
    }
    initialize(cryptoki)
  }

  async function run<T>(call: (cryptoki: Cryptoki) => T | Promise<T>): Promise<T> {
    if (restarting) {
      await restarting.catch(() => undefined)
      return run(call)
    }
    running++
    try {
      return await call(cryptoki)
    } finally {
      running--
      if (running === 0) onIdle?.()
    }
  }

  return {
    get generation() {
      return generation
    },
    run,
    async restart(seen) {
      if (restarting === undefined && seen !== generation) return
      restarting ??= restart().finally(() => (restarting = undefined))
      await restarting
    },
  }
}

function initialize(cryptoki: Cryptoki): void {
  try {
    cryptoki.C_Initialize({ flags: CKF_OS_LOCKING_OK })
  } catch (error) {
    if (returnValueOf(error) !== CKR_CRYPTOKI_ALREADY_INITIALIZED) throw error
  }
}
