/** A PostgreSQL server of our own from installed binaries: no fsync, its own port and directory, gone after the run. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createServerDatabase } from '../../adapters/postgres/server.ts'

const START_ATTEMPTS = 100
const ATTEMPT_MS = 200

export interface ThrowawayServer {
  readonly url: string
  stop(): Promise<void>
  /** A streaming replica of it, made by pg_basebackup. */
  startReplica(): Promise<ThrowawayServer>
}

interface Installation {
  readonly binaries: string
  readonly user: { uid: number; gid: number } | undefined
}

/** Undefined when no PostgreSQL is installed, or when it does not start; `explain` says why. */
export async function startThrowawayServer(explain: (reason: string) => void): Promise<ThrowawayServer | undefined> {
  const binaries = findBinaries()
  if (!binaries) {
    explain('no PostgreSQL is installed')
    return undefined
  }
  const user = findUnprivilegedUser()
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8']
  try {
    return await startServer({ binaries, user }, (run, data) =>
      run('initdb', ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', ...locale]),
    )
  } catch (error) {
    explain(`the installed PostgreSQL does not start: ${String(error)}`)
    return undefined
  }
}

type Run = (program: string, options: readonly string[]) => void

/** `fill` makes the data directory; all of it is gone when the server stops, or does not start. */
async function startServer(
  installation: Installation,
  fill: (run: Run, data: string) => void,
): Promise<ThrowawayServer> {
  const { binaries, user } = installation
  const home = mkdtempSync(join(tmpdir(), 'zags-postgresql-'))
  if (user) chownSync(home, user.uid, user.gid)
  const data = join(home, 'data')
  const run: Run = (program, options) => {
    execFileSync(join(binaries, program), options, { ...user, cwd: home, stdio: 'pipe' })
  }
  try {
    fill(run, data)
    const port = await freePort()
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      full_page_writes: 'off',
    }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...options], {
      ...user,
      cwd: home,
      stdio: 'ignore',
    })
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
    await waitUntilReady(url, server)
    const copy = [
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-U',
      'postgres',
      '-R',
      '-X',
      'stream',
      '-c',
      'fast',
      '--no-sync',
    ]
    return {
      url,
      stop: () => stop(server, home),
      startReplica: () => startServer(installation, (make, into) => make('pg_basebackup', ['-D', into, ...copy])),
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** Newest version first; then whatever PATH has. */
function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : []
  const places = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return places.find((place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')))
}

/** PostgreSQL refuses to run as root. */
function findUnprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((kind) => Number(execFileSync('id', [kind, name], { stdio: 'pipe' })))
      if (uid && gid) return { uid, gid }
    } catch {
      // no such user here
    }
  }
  return undefined
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const database = createServerDatabase(url)
    try {
      await database.query('select 1')
      return
    } catch (error) {
      if (server.exitCode !== null || attempt === START_ATTEMPTS) throw error
      await delay(ATTEMPT_MS)
    } finally {
      await database.close()
    }
  }
}

async function stop(server: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  // SIGQUIT: at once, without a checkpoint; nothing of it is kept.
  if (server.exitCode === null && server.kill('SIGQUIT')) await ended
  rmSync(home, { recursive: true, force: true })
}
