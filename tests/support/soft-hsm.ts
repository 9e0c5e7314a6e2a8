/** A token in software (SoftHSM2) for tests: made in a folder of its own, holding the keys a test asks for. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTool } from './external-tools.ts'

const LIBRARIES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
]

/** Undefined where SoftHSM2, or the package that speaks with it, is not installed. */
export const softHsmLibrary: string | undefined =
  hasTool('softhsm2-util') && (await hasBinding()) ? LIBRARIES.find((path) => existsSync(path)) : undefined

export const SOFT_HSM_PIN = 'пин 1234'

export interface SoftHsm {
  readonly folder: string
  readonly library: string
  importKey(token: string, key: { file: string; id: string; label: string }): void
  makeToken(label: string): void
  /** The library no longer finds any token. Sessions that are open must be closed by the test. */
  pullOut(): Promise<void>
  putBack(): Promise<void>
  remove(): Promise<void>
}

/** The library reads its settings from the environment of the process: one of these per process. */
export async function createSoftHsm(library: string): Promise<SoftHsm> {
  const folder = await mkdtemp(join(tmpdir(), 'soft-hsm-'))
  const [tokens, gone] = [join(folder, 'tokens'), join(folder, 'gone')]
  await mkdir(tokens)
  const settings = join(folder, 'softhsm2.conf')
  await writeFile(settings, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`)
  process.env['SOFTHSM2_CONF'] = settings
  return {
    folder,
    library,
    makeToken: (label) => run('--init-token', '--free', '--label', label, '--pin', SOFT_HSM_PIN, '--so-pin', 'officer'),
    importKey: (token, { file, id, label }) =>
      run('--import', file, '--token', token, '--id', id, '--label', label, '--pin', SOFT_HSM_PIN),
    pullOut: () => rename(tokens, gone),
    putBack: () => rename(gone, tokens),
    remove: () => rm(folder, { recursive: true }),
  }
}

function run(...words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('softhsm2-util', words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`softhsm2-util ${words[0]}: ${stdout}${stderr}`)
}

async function hasBinding(): Promise<boolean> {
  const name: string = 'pkcs11js'
  return import(name).then(
    () => true,
    () => false,
  )
}
