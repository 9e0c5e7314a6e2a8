/**
 * Builds gost.wasm from assembly/: `node crypto/gost/wasm/build.ts`. The result is checked in, so that running the
 * gateway needs no compiler; a test builds it again and compares.
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const FOLDER = dirname(fileURLToPath(import.meta.url))
/** Pages of 64 KiB: 48 MiB hold all curves and the tables of all signers that gost3410.ts keeps. */
const MAXIMUM_PAGES = 768

/** The bytes of the module, made anew. Throws with the compiler's words, were it only a warning. */
export async function buildModule(): Promise<Uint8Array> {
  let built: Uint8Array | undefined
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--maximumMemory', `${MAXIMUM_PAGES}`]
  const { error, stderr } = await main(['index.ts', '--baseDir', join(FOLDER, 'assembly'), '-o', 'out', ...options], {
    writeFile: (_name, contents) => void (built = Buffer.from(contents)),
  })
  const words = stderr.toString()
  if (error || !built || words) throw new Error(`the compiler is not content: ${words}`, { cause: error })
  return built
}

if (import.meta.main) writeFileSync(join(FOLDER, 'gost.wasm'), await buildModule())
