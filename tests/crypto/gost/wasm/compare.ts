/**
 * Holds WebAssembly against TypeScript for as long as one likes: `node tests/crypto/gost/wasm/compare.ts 20000 seed`, and
 * from where it stopped with a third number. Prints what differs, and ends with 1 if anything does.
 */
import { findDisagreements } from './random-cases.ts'

const STEP = 1000
const [count = '20000', seed = 'compare', first = '0'] = process.argv.slice(2)
const end = Number(first) + Number(count)
let wrong = 0
for (let index = Number(first); index < end; index += STEP) {
  for (const line of findDisagreements(seed, index, Math.min(STEP, end - index))) {
    wrong++
    console.log(line)
  }
  console.log(`${Math.min(index + STEP, end)} of ${end} cases, ${wrong} different`)
}
process.exitCode = wrong === 0 ? 0 : 1
