/** What the self-tests are made of. */
export interface SelfTest {
  readonly name: string
  /** Throws when the answer is not the known one. */
  readonly run: () => void
}

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

/** A test that computes bytes and compares them with the known ones, in hexadecimal. */
export function knownAnswer(name: string, compute: () => Uint8Array, expected: string): SelfTest {
  return {
    name,
    run() {
      if (!Buffer.from(compute()).equals(bytes(expected))) throw new Error(`${name}: not the known answer`)
    },
  }
}

/** A test that has to find something true, and its opposite false. */
export function verdicts(name: string, verdict: (isChanged: boolean) => boolean): SelfTest {
  return {
    name,
    run() {
      if (!verdict(false)) throw new Error(`${name}: what is good is refused`)
      if (verdict(true)) throw new Error(`${name}: what was changed is accepted`)
    },
  }
}

/** The same bytes with one bit turned over. */
export function withBitFlipped(original: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(original)
  changed[changed.length >> 1]! ^= 1
  return changed
}
