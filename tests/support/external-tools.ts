/** Tools of other makers that some tests ask for a second opinion. No test needs them: stored fixtures hold their answers. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a command can be started here. */
export function hasTool(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** Whether openssl is here and loads its gost engine. */
export const gostEngine: boolean =
  spawnSync('openssl', ['engine', '-t', 'gost'], { encoding: 'utf8' }).stdout?.includes('[ available ]') ?? false

/** The file of that engine, where openssl keeps its engines. */
export const gostEngineLibrary: string | undefined = findEngineLibrary()

function findEngineLibrary(): string | undefined {
  const { stdout } = spawnSync('openssl', ['version', '-e'], { encoding: 'utf8' })
  const library = join(/"(.*)"/.exec(stdout ?? '')?.[1] ?? '', 'gost.so')
  return existsSync(library) ? library : undefined
}

/** Says in one line what is not tested on this machine, and why. */
export function explainSkip(what: string, tool: string): void {
  console.log(`skipped: ${what} (${tool} is not available here)`)
}
