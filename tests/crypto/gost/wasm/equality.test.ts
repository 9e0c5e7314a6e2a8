import { expect, test } from 'vitest'
import { findDisagreements } from './random-cases.ts'

// A bounded sample of what `node tests/crypto/gost/wasm/compare.ts` runs for as long as one likes.
test.each([0, 100, 200, 300])('WebAssembly and TypeScript agree on random cases from %i on', (first) => {
  expect(findDisagreements('equality', first, 100)).toEqual([])
})
