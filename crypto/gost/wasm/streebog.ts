/** Streebog's compression in WebAssembly: bytes are copied in, 64 KiB at a time. */
import type { StreebogArithmetic, StreebogState } from '../arithmetic.ts'
import { ITERATION_CONSTANTS, MATRIX_ROWS, PI } from '../streebog-constants.ts'
import type { Core } from './core.ts'

const BLOCK_BYTES = 64
const CHUNK_BYTES = 65536

export function createWasmStreebog(core: Core): StreebogArithmetic {
  core.write('substitutionAt', PI)
  core.write('matrixAt', new Uint8Array(BigUint64Array.from(MATRIX_ROWS).buffer))
  core.write('iterationConstantsAt', Buffer.concat(ITERATION_CONSTANTS.map((c) => Buffer.from(c, 'hex').toReversed())))
  core.prepareStreebog()
  return {
    absorb(state, blocks) {
      core.write('stateAt', bytesOf(state))
      for (let offset = 0; offset < blocks.length; offset += CHUNK_BYTES) {
        const chunk = blocks.subarray(offset, offset + CHUNK_BYTES)
        core.write('messageAt', chunk)
        core.absorb(chunk.length / BLOCK_BYTES)
      }
      takeState(core, state)
    },
    finish(state, block, messageBytes) {
      core.write('stateAt', bytesOf(state))
      core.write('messageAt', block)
      core.finish(messageBytes)
      takeState(core, state)
    },
  }
}

function bytesOf(state: StreebogState): Uint8Array {
  return new Uint8Array(state.buffer)
}

function takeState(core: Core, state: StreebogState): void {
  bytesOf(state).set(core.read('stateAt', state.byteLength))
}
