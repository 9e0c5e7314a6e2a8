/**
 * The lock beside an embedded store: PGlite itself would let a second process open the directory and destroy it. Never
 * judged by age, as the event loop stalls during long statements; only a dead owner loses the lock.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { GatewayError } from '../../gateway/domain/faults.ts'

interface Owner {
  readonly pid: number
  readonly host: string
  /** Tells a process from a later one with the same pid. */
  readonly startedAs: string
  readonly nonce: string
}

export interface LockFile {
  release(): void
}

const OWN_START = startOf(process.pid) ?? String(performance.timeOrigin)

/** Throws STORE_HELD, naming the process, unless the lock is free or its owner is proved dead. */
export function takeLock(path: string): LockFile {
  const mine: Owner = { pid: process.pid, host: hostname(), startedAs: OWN_START, nonce: randomUUID() }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!tryCreate(path, mine)) {
    removeStale(path)
    if (!tryCreate(path, mine)) throw held(path, readOwner(path))
  }
  return {
    release() {
      if (readOwner(path)?.nonce === mine.nonce) rmSync(path)
    },
  }
}

/** Linking a finished file is atomic and never shows another process half a lock. */
function tryCreate(path: string, mine: Owner): boolean {
  const finished = `${path}.${mine.nonce}`
  writeFileSync(finished, JSON.stringify(mine), { mode: 0o600 })
  try {
    linkSync(finished, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(finished)
  }
}

/** Moves the lock of a dead process away; of two processes that try, one finds it gone. */
function removeStale(path: string): void {
  const owner = readOwner(path)
  if (!owner) return
  if (!isDead(owner)) throw held(path, owner)
  const moved = `${path}.stale-${randomUUID()}`
  try {
    renameSync(path, moved)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  // Another process may have taken over between reading and moving: its lock goes back.
  const isSame = readOwner(moved)?.nonce === owner.nonce
  if (!isSame) linkSync(moved, path)
  rmSync(moved)
  if (!isSame) throw held(path, readOwner(path))
}

/** A process of another machine or container cannot be seen from here, so it counts as alive. */
function isDead({ pid, host, startedAs }: Owner): boolean {
  if (host !== hostname()) return false
  if (pid === process.pid) return startedAs !== OWN_START
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
  const current = startOf(pid)
  return current !== undefined && current !== startedAs
}

/** Boot and tick of the start of a process; undefined without /proc. A zombie lives no more. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name of the program, in brackets, may hold spaces; the start time is field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return `${boot}/${fields?.[0] === 'Z' ? 'ended' : fields?.[19]}`
  } catch {
    return undefined
  }
}

function readOwner(path: string): Owner | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as Owner
  } catch (cause) {
    throw new GatewayError('STORE_HELD', `${path} is not a lock of the gateway; remove it if nothing runs`, { cause })
  }
}

function held(path: string, owner: Owner | undefined): GatewayError {
  const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process'
  const cure = 'stop it, or remove the lock if it is gone'
  return new GatewayError('STORE_HELD', `the embedded store is held by ${who}: ${cure} (${path})`)
}
