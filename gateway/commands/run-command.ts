/** The command line: one table of commands; every mistake of use is one line and exit code 2. */
import { GatewayError } from '../domain/faults.ts'
import type { Command, Environment } from './command.ts'
import { UsageError } from './usage-error.ts'

interface ListedCommand {
  /** Words on the command line, e.g. `agency send`. */
  readonly name: string
  readonly summary: string
  /** A command loads what it needs, and nothing of the others. */
  readonly load: () => Promise<Command>
}

const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'serve',
    summary: 'serve agencies, the back office and security officers until SIGTERM',
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'demo',
    summary: 'play six inquiries over real HTTP; exit code 0 only if every answer was right',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'agency send',
    summary: 'send one inquiry as a simulated agency and wait for its answer',
    load: async () => (await import('./agency-send.ts')).agencySend,
  },
  {
    name: 'registry import',
    summary: 'take files of act records into the registry store; goes on where it broke off',
    load: async () => (await import('./registry-import.ts')).registryImport,
  },
  {
    name: 'registry generate',
    summary: 'make a synthetic region of act records, for trials and measurements',
    load: async () => (await import('./registry-generate.ts')).registryGenerate,
  },
  {
    name: 'inspect',
    summary: 'say of every signature in a file whether it is good, and whose it is',
    load: async () => (await import('./inspect.ts')).inspect,
  },
]

export async function runCommand(words: readonly string[], environment: Environment): Promise<number> {
  const listed = COMMANDS.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name)
  if (!listed) {
    const asked = words.length === 0 || words[0] === '--help' || words[0] === 'help'
    console[asked ? 'log' : 'error'](asked ? overview() : `unknown command: ${words.join(' ')}; --help lists them`)
    return words.length > 0 && asked ? 0 : 2
  }
  const { name, summary } = listed
  const command = await listed.load()
  const rest = words.slice(name.split(' ').length)
  if (rest.includes('--help')) {
    console.log(`npm run -s gateway -- ${name}: ${summary}\n\n${command.help}`)
    return 0
  }
  try {
    return await command.run(rest, environment)
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GatewayError)) throw error
    console.error(`${name}: ${error.message}`)
    return isWrongUse(error) ? 2 : 1
  }
}

function isWrongUse(error: UsageError | GatewayError): boolean {
  const ours: readonly string[] = ['CONFIG_INVALID', 'STORE_HELD', 'KEY_UNUSABLE', 'TRUST_BUNDLE_INVALID']
  return error instanceof UsageError || ours.includes(error.code)
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return ['npm run -s gateway -- <command> [options]', '', ...lines, '', '`<command> --help` tells more.'].join('\n')
}
