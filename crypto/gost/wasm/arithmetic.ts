/** The WebAssembly arithmetic: one instance of the module, in a memory that nothing else uses. */
import type { GostArithmetic } from '../arithmetic.ts'
import { loadCore } from './core.ts'
import { createWasmSignatures } from './gost3410.ts'
import { createWasmStreebog } from './streebog.ts'

/** Throws where the module cannot be loaded. */
export function loadWasmArithmetic(): GostArithmetic {
  const core = loadCore()
  return { name: 'wasm', signatures: createWasmSignatures(core), streebog: createWasmStreebog(core) }
}
