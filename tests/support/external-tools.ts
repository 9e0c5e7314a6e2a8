/** Tools of other makers that some tests ask for a second opinion. No test needs them: stored fixtures hold their answers. */
import { spawnSync } from 'node:child_process'

/** Whether a command can be started here. */
export function hasTool(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined
}

/** Whether openssl is here and loads its gost engine. */
export const gostEngine: boolean =
  spawnSync('openssl', ['engine', '-t', 'gost'], { encoding: 'utf8' }).stdout?.includes('[ available ]') ?? false

/** Says in one line what is not tested on this machine, and why. */
export function explainSkip(what: string, tool: string): void {
  console.log(`skipped: ${what} (${tool} is not available here)`)
}
