/** The keys and certificates of an agency of the development PKI, read from its folder, and whom it knows. */
import { readFile } from 'node:fs/promises'
import { loadSoftwareKeys } from '../../crypto/keys.ts'
import { parseCertificatesPem, type Certificate } from '../../crypto/x509/certificate.ts'
import { GatewayError } from '../domain/faults.ts'
import type { KeyProvider } from '../ports/keys.ts'
import type { AgencyFiles } from './files.ts'

export interface AgencyKeys {
  readonly provider: KeyProvider
  readonly certificates: { readonly [N in 'system' | 'encryption' | 'official']: Certificate }
  readonly peers: { readonly [N in 'root' | 'smev' | 'office' | 'decryption']: Certificate }
}

/** Throws KEY_UNUSABLE or CERTIFICATE_MALFORMED; an Error of the file system when the folder is not there. */
export async function readAgencyKeys({ system, encryption, official, peers }: AgencyFiles): Promise<AgencyKeys> {
  const files = new Map(Object.entries({ system, encryption, official }).map(([ref, { key }]) => [ref, key]))
  return {
    provider: await loadSoftwareKeys(files),
    certificates: {
      system: await readCertificate(system.certificate),
      encryption: await readCertificate(encryption.certificate),
      official: await readCertificate(official.certificate),
    },
    peers: {
      root: await readCertificate(peers.root),
      smev: await readCertificate(peers.smev),
      office: await readCertificate(peers.office),
      decryption: await readCertificate(peers.decryption),
    },
  }
}

async function readCertificate(file: string): Promise<Certificate> {
  const [certificate] = parseCertificatesPem(await readFile(file, 'latin1'))
  if (!certificate) throw new GatewayError('CERTIFICATE_MALFORMED', `${file} holds no certificate`)
  return certificate
}
