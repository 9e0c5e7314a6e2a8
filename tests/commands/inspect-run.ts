/** Runs `inspect` as the command line does, and keeps what it printed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import { inspect } from '../../gateway/commands/inspect.ts'
import { UsageError } from '../../gateway/commands/usage-error.ts'

export interface Outcome {
  readonly exitCode: number
  readonly output: string
}

export function fixturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/inspection/${name}`, import.meta.url))
}

/** A file of the test's own, gone when it ends. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'inspect-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** A mistake of use has exit code 2, as the table of commands gives it, and its one line as output. */
export async function run(...words: readonly string[]): Promise<Outcome> {
  const lines: string[] = []
  const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  try {
    return { exitCode: await inspect.run(words, {}), output: lines.join('\n') }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { exitCode: 2, output: error.message }
  } finally {
    print.mockRestore()
  }
}

export async function runJson(
  ...words: readonly string[]
): Promise<{ exitCode: number; json: Record<string, unknown> }> {
  const { exitCode, output } = await run(...words, '--json')
  return { exitCode, json: JSON.parse(output) as Record<string, unknown> }
}
