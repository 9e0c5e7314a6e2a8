/** The WebAssembly module (assembly/, built by build.ts) in a memory of its own. */
import { readFileSync } from 'node:fs'

/** Where the module takes and leaves bytes; assembly/layout.ts and assembly/streebog.ts say what. */
type Place =
  | 'scalarAt'
  | 'nonceAt'
  | 'pointAt'
  | 'digestAt'
  | 'signatureAt'
  | 'substitutionAt'
  | 'matrixAt'
  | 'iterationConstantsAt'
  | 'stateAt'
  | 'messageAt'

/** Addresses are numbers; a curve is the address of its constants, a table that of its entries, 0 being none. */
interface Functions {
  allocate(bytes: number): number
  provePoint(curve: number): number
  makeTable(curve: number, table: number): void
  verify(curve: number, table: number): number
  sign(curve: number): number
  derivePublicKey(curve: number): number
  agree(curve: number): number
  prepareStreebog(): void
  absorb(blocks: number): void
  finish(messageBytes: number): void
}

export interface Core extends Functions {
  readonly memory: { readonly buffer: ArrayBuffer }
  write(to: Place | number, bytes: Uint8Array): void
  /** A copy. */
  read(from: Place, length: number): Uint8Array
  /** Fills `bytes`. */
  readInto(bytes: Uint8Array, from: Place): void
}

/** Just what we use of the global: TypeScript declares it for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
}

type Exports = Functions &
  Record<Place, { readonly value: number }> & { readonly memory: { readonly buffer: ArrayBuffer } }

/** A new instance. Throws where there is no WebAssembly, or none with vectors. */
export function loadCore(): Core {
  const module = new WebAssembly.Module(readFileSync(new URL('gost.wasm', import.meta.url)))
  const exports = new WebAssembly.Instance(module).exports as Exports
  let bytes = new Uint8Array(exports.memory.buffer)
  // Growing the memory leaves the old view empty.
  const current = (): Uint8Array => (bytes.length > 0 ? bytes : (bytes = new Uint8Array(exports.memory.buffer)))
  return {
    ...exports,
    write: (to, data) => current().set(data, typeof to === 'number' ? to : exports[to].value),
    readInto: (target, from) =>
      target.set(current().subarray(exports[from].value, exports[from].value + target.length)),
    read: (from, length) => current().slice(exports[from].value, exports[from].value + length),
  }
}
