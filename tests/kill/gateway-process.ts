/**
 * The program that is killed: the real gateway, composed as `serve` composes it, on ports of its own choice. With two
 * arguments, a kill point and a count, it kills itself there. One line on standard output tells its addresses.
 */
import { flushCompileCache } from 'node:module'
import { readConfig } from '../../gateway/config.ts'
import { startGateway } from '../../gateway/compose.ts'
import { killAt } from './kill-at.ts'
import { parseKillPoint } from './kill-points.ts'

const [point, nth = '1'] = process.argv.slice(2)
// Whoever started it holds the other end: it must not outlive a test that was broken off.
process.stdin.once('end', () => process.exit(1)).resume()
process.stdin.unref()
const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
const gateway = await startGateway(
  readConfig(process.env),
  point === undefined ? {} : { wrapPorts: killAt({ ...parseKillPoint(point), nth: Number(nth) }) },
)
// Node writes its cache at an exit of which SIGKILL knows nothing; the next life starts faster with it.
flushCompileCache()
console.log(JSON.stringify({ url: gateway.url, adminUrl: gateway.adminUrl }))
await stopped
await gateway.stop()
