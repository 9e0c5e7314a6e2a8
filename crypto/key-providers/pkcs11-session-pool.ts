/**
 * Sessions of one key on a token: opened when needed, used for one operation at a time, and never again after anything
 * failed in them.
 */
import type { Cryptoki, Handle } from './cryptoki.ts'
import type { TokenLibrary } from './pkcs11-library.ts'

export interface TokenSession {
  readonly handle: Handle
  readonly key: Handle
}

export interface SessionPool {
  /** Runs an operation in a session of its own, waiting for one where all are busy. Rejects with whatever failed. */
  use<T>(operation: (cryptoki: Cryptoki, session: TokenSession) => Promise<T>): Promise<T>
  /** Closes what is idle; what is busy is closed at the end of its operation. */
  close(): Promise<void>
}

export interface SessionPoolOptions {
  readonly library: TokenLibrary
  /** Opens a session, logs in and finds the key. */
  readonly open: (cryptoki: Cryptoki) => TokenSession
  readonly maxSessions: number
}

interface Idle {
  readonly session: TokenSession
  readonly generation: number
}

export function createSessionPool({ library, open, maxSessions }: SessionPoolOptions): SessionPool {
  const idle: Idle[] = []
  const waiting: (() => void)[] = []
  let busy = 0
  let isClosed = false

  async function take(): Promise<Idle> {
    const kept = idle.pop()
    if (kept) return kept
    return library.run((cryptoki) => ({ generation: library.generation, session: open(cryptoki) }))
  }

  async function drop({ session, generation }: Idle): Promise<void> {
    await library.run((cryptoki) => {
      // After a restart the number may be that of somebody else's session.
      if (generation !== library.generation) return
      try {
        cryptoki.C_CloseSession(session.handle)
      } catch {
        // It is gone already, and that was the aim.
      }
    })
  }

  async function dropIdle(): Promise<void> {
    await Promise.all(idle.splice(0).map(drop))
  }

  async function useOne<T>(operation: (cryptoki: Cryptoki, session: TokenSession) => Promise<T>): Promise<T> {
    const taken = await take()
    try {
      const result = await library.run((cryptoki) => {
        if (taken.generation !== library.generation) throw new Error('the library was restarted')
        return operation(cryptoki, taken.session)
      })
      if (isClosed) await drop(taken)
      else idle.push(taken)
      return result
    } catch (error) {
      // What took this session away has most likely taken the others too.
      await Promise.all([drop(taken), dropIdle()])
      throw error
    }
  }

  return {
    async use(operation) {
      if (busy >= maxSessions) await new Promise<void>((resolve) => waiting.push(resolve))
      else busy++
      try {
        return await useOne(operation)
      } finally {
        // The place goes from hand to hand, so that nobody who comes later can take it first.
        const next = waiting.shift()
        if (next) next()
        else busy--
      }
    },
    async close() {
      isClosed = true
      await dropIdle()
    },
  }
}
