/** `serve`: the gateway on fixed ports until SIGTERM or SIGINT, then an orderly stop. */
import { readConfig } from '../config.ts'
import { startGateway } from '../compose.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const serve: Command = {
  name: 'serve',
  summary: 'serve agencies, the back office and security officers until SIGTERM',
  help: 'All settings are environment variables; the README lists them. Without any, development mode starts.',
  async run(words, environment) {
    if (words.length > 0) throw new UsageError(`serve takes no argument, found ${words[0]}`)
    const stopped = new Promise<NodeJS.Signals>((resolve) => {
      process.once('SIGTERM', resolve)
      process.once('SIGINT', resolve)
    })
    const gateway = await startGateway(readConfig(environment))
    console.log(gateway.announcement)
    await stopped
    await gateway.stop()
    return 0
  },
}
