/** Both arithmetics, for tests that hold them to the same vectors. */
import type { GostArithmetic } from '../../../crypto/gost/arithmetic.ts'
import { typescriptArithmetic } from '../../../crypto/gost/backend.ts'
import { loadWasmArithmetic } from '../../../crypto/gost/wasm/arithmetic.ts'

export const TYPESCRIPT = typescriptArithmetic
export const WASM = loadWasmArithmetic()
export const ARITHMETICS: readonly GostArithmetic[] = [TYPESCRIPT, WASM]
