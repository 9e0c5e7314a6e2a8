/**
 * The development PKI: keys and certificates of everybody who takes part, made here and good for nothing else. It is
 * made in a folder beside and renamed, so a folder that exists is complete.
 */
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseCertificatesPem } from '../../crypto/x509/certificate.ts'
import { GatewayError } from '../domain/faults.ts'
import type { Clock } from '../ports/clock.ts'
import { developmentFiles, listFiles, listKeyPairs, type DevelopmentFiles } from './files.ts'
import { issueKeyPair, writeCertificate, type KeyPair } from './key-pair.ts'
import { developmentTokens } from './settings.ts'
import { ROOT_SUBJECT, developmentSubjects, type CertifiedRole } from './subjects.ts'
import { writeStandingOrder, writeTrustBundle } from './trust-records.ts'

export interface DevelopmentPki {
  readonly files: DevelopmentFiles
  /** REPLACED: the certificates had expired; the old folder stands at `replaced`. */
  readonly outcome: 'CREATED' | 'REUSED' | 'REPLACED'
  readonly replaced?: string
  /** When the first of the certificates expires. */
  readonly validTo: Date
}

/**
 * Opens the PKI under the folder, or makes it. Certificates are good for a year; when one has expired all are made anew
 * and the old folder is kept beside. Throws CONFIG_INVALID for a folder that lacks a file.
 */
export async function createDevelopmentPki(directory: string, clock: Clock): Promise<DevelopmentPki> {
  const now = clock.now()
  const files = developmentFiles(directory)
  if (!(await exists(directory))) return { files, outcome: 'CREATED', validTo: await createAt(directory, now) }
  await checkComplete(directory, files)
  const validTo = await readValidTo(files)
  if (now < validTo) return { files, outcome: 'REUSED', validTo }
  const replaced = `${directory}-expired-${validTo.toISOString().slice(0, 10)}`
  await rename(directory, replaced)
  return { files, outcome: 'REPLACED', replaced, validTo: await createAt(directory, now) }
}

async function createAt(directory: string, now: Date): Promise<Date> {
  await mkdir(dirname(directory), { recursive: true })
  const partial = await mkdtemp(`${directory}.partial-`)
  try {
    const validTo = await writeAll(developmentFiles(partial), now)
    await rename(partial, directory)
    return validTo
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
}

async function writeAll(files: DevelopmentFiles, now: Date): Promise<Date> {
  const folders = new Set(listFiles(files).map((file) => dirname(file)))
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 })
  const root = await issueKeyPair(files.root, { subject: ROOT_SUBJECT, kind: 'ca', issuer: 'self', now })
  const pairOf = await issueAll(files, root, now)
  await writeTrustBundle(files.trustBundle, { root: root.certificate, pairOf, now })
  await writeStandingOrder(files.standingOrder, { head: pairOf('HEAD'), now })
  await writeFile(files.tokens, `${JSON.stringify(developmentTokens(), undefined, 2)}\n`, { mode: 0o600 })
  for (const { peers } of Object.values(files.agencies)) {
    await writeCertificate(peers.root, root.certificate)
    await writeCertificate(peers.smev, pairOf('SMEV').certificate)
    await writeCertificate(peers.office, pairOf('OFFICE').certificate)
    await writeCertificate(peers.decryption, pairOf('DECRYPTION').certificate)
  }
  return root.certificate.notAfter
}

async function issueAll(files: DevelopmentFiles, root: KeyPair, now: Date): Promise<(role: CertifiedRole) => KeyPair> {
  const issued = new Map<CertifiedRole, KeyPair>()
  for (const { role, kind, subject, at } of developmentSubjects(files))
    issued.set(role, await issueKeyPair(at, { subject, kind, issuer: root, now }))
  return (role) => {
    const pair = issued.get(role)
    if (!pair) throw new Error(`no certificate was issued for ${role}`)
    return pair
  }
}

async function checkComplete(directory: string, files: DevelopmentFiles): Promise<void> {
  for (const file of listFiles(files)) {
    if (await exists(file)) continue
    throw new GatewayError('CONFIG_INVALID', `${file} is missing; delete ${directory} to have it made anew`)
  }
}

async function readValidTo(files: DevelopmentFiles): Promise<Date> {
  const texts = await Promise.all(listKeyPairs(files).map(({ certificate }) => readFile(certificate, 'latin1')))
  const ends = texts.flatMap(parseCertificatesPem).map(({ notAfter }) => notAfter.getTime())
  return new Date(Math.min(...ends))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
