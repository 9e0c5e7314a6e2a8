/**
 * `demo`: the main job over real HTTP. Starts a gateway in a temporary folder, lets the agencies send at once, and says
 * for each whether the right answer came back, proved and decrypted by the asking side.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startGateway } from '../compose.ts'
import { systemClock } from '../../adapters/system-clock.ts'
import { readConfig } from '../config.ts'
import { DEVELOPMENT_OFFICE } from '../development/bodies.ts'
import { developmentDirectory, developmentFiles } from '../development/files.ts'
import { openDevelopmentAgency } from '../development/open-agency.ts'
import { DEVELOPMENT_TOKENS } from '../development/settings.ts'
import { localDateOf } from '../domain/local-date.ts'
import { describeProgress } from './demo-progress.ts'
import { SCENARIOS, type DemoContext, type Scenario } from './demo-scenarios.ts'
import { createDemoTable, type DemoRow, type DemoTable, type Verdict } from './demo-table.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

const ROWS: readonly DemoRow[] = [
  { id: 'a', agency: 'Областной суд', asks: 'рождение, Иванова А. С.' },
  { id: 'b', agency: 'Пенсионный фонд', asks: 'смерть, Петров Н. И.' },
  { id: 'c', agency: 'Прокуратура', asks: 'брак, Смирнов П. Е.' },
  { id: 'd', agency: 'ООО (не в перечне)', asks: 'рождение, Иванова А. С.' },
  { id: 'e', agency: 'УМВД', asks: 'изменён после подписи' },
  { id: 'f', agency: 'Областной суд', asks: 'сообщение a ещё раз' },
]

export const demo: Command = {
  help: '  --keep   leave the temporary folder: store, keys, every message and document of each agency',
  async run(words) {
    const { keep } = parseOptions(words)
    const folder = await mkdtemp(join(tmpdir(), 'zags-demo-'))
    try {
      return await play(folder)
    } finally {
      if (keep) console.log(`kept: ${folder}`)
      else await rm(folder, { recursive: true, force: true })
    }
  },
}

async function play(folder: string): Promise<number> {
  const startedAt = systemClock.now().getTime()
  // A configuration of its own: nothing of the caller's environment may reach a real office.
  const config = readConfig({
    ZAGS_DATA_DIR: folder,
    ZAGS_PORT: '0',
    ZAGS_ADMIN_PORT: '0',
    ZAGS_LOG_LEVEL: 'error',
  })
  console.log('starting a gateway with generated keys and an invented registry ...')
  const gateway = await startGateway(config)
  try {
    console.log(`gateway at ${gateway.url}; the agencies send now\n`)
    const table = createDemoTable(ROWS, process.stdout)
    const context = createContext(folder, { url: gateway.url, table })
    const verdicts = new Map((await Promise.all(SCENARIOS.map((scenario) => judged(scenario, context)))).flat())
    table.finish(verdicts)
    const good = ROWS.filter(({ id }) => isGood(verdicts.get(id))).length
    const seconds = ((systemClock.now().getTime() - startedAt) / 1000).toFixed(1)
    console.log(`\n${good} of ${ROWS.length} as expected, ${seconds} s`)
    return good === ROWS.length ? 0 : 1
  } finally {
    await gateway.stop()
  }
}

function createContext(folder: string, { url, table }: { url: string; table: DemoTable }): DemoContext {
  const files = developmentFiles(developmentDirectory(folder)).agencies
  return {
    today: localDateOf(systemClock.now(), DEVELOPMENT_OFFICE.timeZone),
    move: (id, stage) => table.move(id, stage, true),
    async openAgency(name, id, onProgress) {
      const messages = join(folder, 'messages', `${id}-${name}`)
      await mkdir(messages, { recursive: true })
      return openDevelopmentAgency(name, files[name], {
        url: `${url}/smev`,
        keep: (file, bytes) => writeFile(join(messages, file), bytes),
        onProgress: (progress) => {
          const { stage, isMilestone } = describeProgress(progress)
          table.move(id, stage, isMilestone)
          onProgress?.(progress)
        },
      })
    },
    async listItems(path, role) {
      const response = await fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${DEVELOPMENT_TOKENS[role]}` },
      })
      if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`)
      const { items } = (await response.json()) as { items: readonly Record<string, unknown>[] }
      return items
    },
  }
}

/** A scenario that breaks off fails in all its rows and leaves the others running. */
async function judged({ ids, run }: Scenario, context: DemoContext): Promise<readonly (readonly [string, Verdict])[]> {
  try {
    const verdicts = await run(context)
    return ids.flatMap((id, index) => {
      const verdict = verdicts[index]
      return verdict ? [[id, verdict] as const] : []
    })
  } catch (error) {
    const note = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    const failed: Verdict = { received: 'NO', verified: 'NO', decrypted: 'NO', expected: 'NO', note }
    for (const id of ids) context.move(id, note)
    return ids.map((id) => [id, failed] as const)
  }
}

function isGood(verdict: Verdict | undefined): boolean {
  if (!verdict) return false
  const { received, verified, decrypted, expected } = verdict
  return expected === 'YES' && ![received, verified, decrypted].includes('NO')
}

function parseOptions(words: readonly string[]): { keep: boolean } {
  try {
    const { values } = parseArgs({ args: [...words], options: { keep: { type: 'boolean' } }, strict: true })
    return { keep: values.keep ?? false }
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message.split('. ')[0] ?? cause.message, { cause })
    throw cause
  }
}
