/** Development mode: everything an office needs, generated in the data folder and good for nothing else. */
import type { OfficeSettings } from '../config.ts'
import type { Clock } from '../ports/clock.ts'
import { developmentDirectory } from './files.ts'
import { createDevelopmentPki } from './pki.ts'
import { developmentSettings } from './settings.ts'

export interface Development {
  readonly settings: Omit<OfficeSettings, 'databaseUrl'>
  readonly notes: readonly string[]
}

export async function openDevelopment(dataDir: string, clock: Clock): Promise<Development> {
  const directory = developmentDirectory(dataDir)
  const { files, outcome, replaced, validTo } = await createDevelopmentPki(directory, clock)
  const keys = {
    CREATED: `keys and certificates were generated in ${directory}`,
    REUSED: `keys and certificates of ${directory} are used`,
    REPLACED: `the certificates had expired; new ones are in ${directory}, the old ones in ${replaced}`,
  }[outcome]
  return {
    settings: developmentSettings(files),
    notes: [
      'DEVELOPMENT MODE: loopback only, generated parties and registry, documents are marked ОБРАЗЕЦ',
      `${keys} (valid to ${validTo.toISOString().slice(0, 10)})`,
      'the embedded store serves one process and does not fsync: a power cut may lose data',
    ],
  }
}
