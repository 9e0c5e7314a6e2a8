/** Which arithmetic this process computes GOST signatures and hashes with: chosen once, at first use. */
import type { GostArithmetic } from './arithmetic.ts'
import { typescriptSignatures } from './gost3410-typescript.ts'
import { typescriptStreebog } from './streebog-typescript.ts'
import { loadWasmArithmetic } from './wasm/arithmetic.ts'
import { checkKnownAnswers } from './wasm/known-answers.ts'

export interface GostBackend {
  readonly name: GostArithmetic['name']
  /** Why it is this one, for the log. */
  readonly reason: string
}

export const typescriptArithmetic: GostArithmetic = {
  name: 'typescript',
  signatures: typescriptSignatures,
  streebog: typescriptStreebog,
}

let choice: { arithmetic: GostArithmetic; reason: string } | undefined

/** The backend in use: WebAssembly, unless it cannot be loaded here or gives a wrong answer. */
export function gostBackend(): GostBackend {
  const { arithmetic, reason } = (choice ??= chooseArithmetic(loadWasmArithmetic))
  return { name: arithmetic.name, reason }
}

export function gostArithmetic(): GostArithmetic {
  return (choice ??= chooseArithmetic(loadWasmArithmetic)).arithmetic
}

/** What `load` gives if it gives known answers, otherwise TypeScript, which is slower and not constant time. */
export function chooseArithmetic(load: () => GostArithmetic): { arithmetic: GostArithmetic; reason: string } {
  try {
    const arithmetic = load()
    checkKnownAnswers(arithmetic)
    return { arithmetic, reason: 'WebAssembly gives the known answers' }
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    const reason = `WebAssembly is not usable here (${words}): signing is slower and not constant-time`
    return { arithmetic: typescriptArithmetic, reason }
  }
}
