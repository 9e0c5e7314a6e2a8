/** `serve`: the gateway on fixed ports until SIGTERM or SIGINT, then an orderly stop; SIGHUP reloads. */
import { readConfig } from '../config.ts'
import { startGateway } from '../compose.ts'
import type { Command, Environment } from './command.ts'
import { UsageError } from './usage-error.ts'

const PARENT_CHECK_MS = 500

export const serve: Command = {
  help: [
    'All settings are environment variables; the README lists them. Without any, development mode starts.',
    'SIGHUP reads keys, certificates, trust bundle and standing orders anew; broken ones are refused together.',
  ].join('\n'),
  async run(words, environment) {
    if (words.length > 0) throw new UsageError(`serve takes no argument, found ${words[0]}`)
    const config = readConfig(environment)
    const stopped = toldToStop(environment)
    const gateway = await startGateway(config)
    process.on('SIGHUP', () => void gateway.reload())
    console.log(gateway.announcement)
    await stopped
    await gateway.stop()
    return 0
  },
}

/**
 * The shell between npm and us passes no signal on: when npm was told to stop, all we see is that the shell is gone. The
 * same when a terminal is closed, as that sends SIGHUP, which no longer ends us.
 */
function toldToStop(environment: Environment): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
    const parent = process.ppid
    if (environment['npm_lifecycle_event'] === undefined && !process.stdout.isTTY) return
    const check = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(check)
      resolve()
    }, PARENT_CHECK_MS)
    check.unref()
  })
}
