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
      const stateBytes = bytesOf(state)
      core.write('stateAt', stateBytes)
      for (let offset = 0; offset < blocks.length; offset += CHUNK_BYTES) {
        const chunk = blocks.subarray(offset, offset + CHUNK_BYTES)
        core.write('messageAt', chunk)
        core.absorb(chunk.length / BLOCK_BYTES)
      }
      core.readInto(stateBytes, 'stateAt')
    },
    finish(state, block, messageBytes) {
      const stateBytes = bytesOf(state)
      core.write('stateAt', stateBytes)
      core.write('messageAt', block)
      core.finish(messageBytes)
      core.readInto(stateBytes, 'stateAt')
    },
  }
}

function bytesOf(state: StreebogState): Uint8Array {
  return new Uint8Array(state.buffer)
}
