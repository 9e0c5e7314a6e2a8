import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildModule } from '../../../../crypto/gost/wasm/build.ts'

test('gost.wasm is what the pinned compiler makes of assembly/', { timeout: 120_000 }, async () => {
  const checkedIn = readFileSync(new URL('../../../../crypto/gost/wasm/gost.wasm', import.meta.url))
  expect(Buffer.from(await buildModule()).equals(checkedIn), 'run: node crypto/gost/wasm/build.ts').toBe(true)
})
