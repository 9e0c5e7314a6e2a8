/** The command line: one table of commands; every mistake of use is one line and exit code 2. */
import { GatewayError } from '../domain/faults.ts'
import type { Command, Environment } from './command.ts'
import { agencySend } from './agency-send.ts'
import { demo } from './demo.ts'
import { inspect } from './inspect.ts'
import { serve } from './serve.ts'
import { UsageError } from './usage-error.ts'

const COMMANDS: readonly Command[] = [serve, demo, agencySend, inspect]

export async function runCommand(words: readonly string[], environment: Environment): Promise<number> {
  const command = COMMANDS.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name)
  if (!command) {
    const asked = words.length === 0 || words[0] === '--help' || words[0] === 'help'
    console[asked ? 'log' : 'error'](asked ? overview() : `unknown command: ${words.join(' ')}; --help lists them`)
    return words.length > 0 && asked ? 0 : 2
  }
  const rest = words.slice(command.name.split(' ').length)
  if (rest.includes('--help')) {
    console.log(`npm run -s gateway -- ${command.name}: ${command.summary}\n\n${command.help}`)
    return 0
  }
  try {
    return await command.run(rest, environment)
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GatewayError)) throw error
    console.error(`${command.name}: ${error.message}`)
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
