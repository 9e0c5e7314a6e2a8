/** Everything that this gateway can do in a fast way and a slow one. */
import { findDisagreements } from '../../crypto/gost/wasm/random-cases.ts'
import type { Comparison } from './comparison.ts'
import { normalForms } from './normal-forms.ts'
import { signedInfos } from './signed-infos.ts'
import { treeReaders } from './tree-readers.ts'

/** Streebog, signing, verifying and key agreement, in WebAssembly and in TypeScript. */
const arithmetic: Comparison = {
  name: 'arithmetic',
  share: 20,
  findDifferences: (seed, first, count) => findDisagreements(`hostile-${seed}`, first, count),
}

export const COMPARISONS: readonly Comparison[] = [arithmetic, normalForms, signedInfos, treeReaders]
