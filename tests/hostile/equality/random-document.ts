import { randomXml } from '../../crypto/xmldsig/random-xml.ts'
import { genuineMessages } from '../fuzz/genuine.ts'
import { mutate, stockOf } from '../fuzz/mutate.ts'
import type { Random } from '../fuzz/random.ts'

const stock = stockOf(await genuineMessages())

/** XML of any shape, or a message of the exchange that was changed and may be well-formed still. */
export function randomDocument(random: Random, seed: number, index: number): Buffer {
  return random.chance(0.5) ? mutate(seed, index, stock).bytes : Buffer.from(randomXml(random.below(2 ** 32)))
}
