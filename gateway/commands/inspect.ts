/** `inspect`: every signature of a file, and what the door would say to it. Offline: opens no store and asks nobody. */
import { readFile, stat } from 'node:fs/promises'
import { systemClock } from '../../adapters/system-clock.ts'
import { INSPECTION_LIMITS } from '../../xsd/inspection-document.ts'
import { GatewayError } from '../domain/faults.ts'
import type { Command } from './command.ts'
import { inspectFile } from './inspect-file.ts'
import type { FileToInspect, Inspection } from './inspect-file.ts'
import { toJson } from './inspect-json.ts'
import { parseInspect } from './inspect-options.ts'
import { describeInspection } from './inspect-report.ts'
import { readTrust } from './inspect-trust.ts'
import { UsageError } from './usage-error.ts'

const HELP = `  inspect FILE        XML, or CMS (DER, BER, PEM or base64)
  --trust PATH        PEM file, or folder of PEM files, with the roots to trust; certificates in it that
                      another one issued are links, as are those that come with a signature
  --at INSTANT        when certificates are judged, e.g. 2026-11-21T12:00:00+02:00, or 2026-11-21 for its
                      midnight in UTC; default now
  --content FILE      what a detached CMS signature is about
  --json              machine-readable result

Says of every signature whether what it covers is unchanged (digest) and whether the key of its certificate made it
(signature); these are independent. Reads what the door refuses, and lists which of its rules a file breaks; those about
certificates only with --trust. Signatures by GOST R 34.10-2001, which the door refuses, are verified for archives.
Exit code: 0 there is a signature, and every one matches and verifies as it stands; 1 otherwise; 2 wrong use or a file
that cannot be read. The chain does not decide about the exit code.`

export const inspect: Command = {
  help: HELP,
  async run(words) {
    const options = parseInspect(words)
    const at = options.at ?? systemClock.now()
    const trust = options.trust === undefined ? undefined : readTrust(options.trust)
    const content = options.content === undefined ? undefined : await readBytes(options.content)
    const inspection = await inspectNamed(options.file, { bytes: await readBytes(options.file), content, trust, at })
    console.log(
      options.json ? JSON.stringify(toJson(inspection, at), null, 2) : describeInspection(options.file, inspection, at),
    )
    return exitCodeOf(inspection)
  },
}

async function inspectNamed(file: string, toInspect: FileToInspect): Promise<Inspection> {
  try {
    return await inspectFile(toInspect)
  } catch (cause) {
    if (cause instanceof GatewayError) throw new UsageError(`${file}: ${cause.message} (${cause.code})`, { cause })
    if (cause instanceof UsageError) throw new UsageError(`${file}: ${cause.message}`, { cause })
    throw cause
  }
}

function exitCodeOf({ kind, findings }: Inspection): number {
  if (kind === 'XML that cannot be read') return 2
  const isGood = findings.every(({ digest, signature }) => digest === 'matches' && signature === 'verifies')
  return findings.length > 0 && isGood ? 0 : 1
}

async function readBytes(file: string): Promise<Uint8Array> {
  const { maxBytes } = INSPECTION_LIMITS
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new UsageError(`${file}: not a file`)
    if (found.size === 0) throw new UsageError(`${file}: the file is empty`)
    if (found.size > maxBytes) throw new UsageError(`${file}: more than ${maxBytes} bytes`)
    return await readFile(file)
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    throw new UsageError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`, { cause })
  }
}
