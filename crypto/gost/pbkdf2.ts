/** PBKDF2 (RFC 8018 section 5.2) over HMAC_GOSTR3411_2012_256 and _512, as RFC 9337 section 4 profiles it. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { hmacStreebog } from './hmac.ts'
import type { Hmac } from './hmac.ts'

export interface Pbkdf2Parameters {
  readonly bits: 256 | 512
  readonly salt: Uint8Array
  readonly iterations: number
  readonly bytes: number
}

/** A few milliseconds of work, after which others have their turn. */
const ITERATIONS_PER_TURN = 256

/** `bytes` octets of a password of any length. */
export async function pbkdf2Streebog(password: Uint8Array, parameters: Pbkdf2Parameters): Promise<Uint8Array> {
  const { bits, bytes } = parameters
  const hmac = hmacStreebog(bits, password)
  const blocks: Uint8Array[] = []
  for (let length = 0; length < bytes; length += bits / 8) {
    blocks.push(await deriveBlock(hmac, parameters, blocks.length + 1))
  }
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, bytes))
}

async function deriveBlock(hmac: Hmac, { salt, iterations }: Pbkdf2Parameters, index: number): Promise<Uint8Array> {
  const number = new Uint8Array(4)
  new DataView(number.buffer).setUint32(0, index)
  let last = hmac(salt, number)
  const sum = Uint8Array.from(last)
  for (let count = 1; count < iterations; count++) {
    if (count % ITERATIONS_PER_TURN === 0) await nextTurn()
    last = hmac(last)
    for (let i = 0; i < sum.length; i++) sum[i]! ^= last[i]!
  }
  return sum
}
