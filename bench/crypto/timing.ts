import { gostArithmetic } from '../../crypto/gost/backend.ts'
import { findCurve } from '../../crypto/gost/curves.ts'
import { printTable } from '../table.ts'
import { measureTimingLeak } from './timing-leak.ts'

const CURVES = { 'TC26 256-A': '1.2.643.7.1.2.1.1.1', 'TC26 512-A': '1.2.643.7.1.2.1.2.1' } as const
const SIGNATURES = { 'TC26 256-A': 20_000, 'TC26 512-A': 5_000 } as const
const DOUBT = 4.5
const LEAK = 10

/** The t-test of timing-leak.ts on the arithmetic in use: does the time of a signature tell of the key or the nonce? */
export function printTimingTest(): void {
  console.log(
    `\nTiming of signatures, Welch's t: from ${DOUBT} there is reason to doubt, from ${LEAK} there is a leak\n`,
  )
  const rows = (['TC26 256-A', 'TC26 512-A'] as const).flatMap((name) => {
    const curve = findCurve(CURVES[name])
    if (!curve) throw new Error(`no curve ${name}`)
    const { signatures } = gostArithmetic()
    return measureTimingLeak(signatures, curve, SIGNATURES[name]).map((leak) => [
      `${name}, ${leak.secret} fixed or random`,
      String(leak.signatures),
      leak.meanMicroseconds.toFixed(1),
      leak.t.toFixed(1),
      verdictOf(Math.abs(leak.t)),
    ])
  })
  printTable(['secret', 'signatures', 'µs each', 't', ''], rows)
}

function verdictOf(size: number): string {
  if (size >= LEAK) return 'LEAK'
  return size >= DOUBT ? 'doubt' : 'nothing seen'
}
