/** Where the generated development PKI keeps what: the same files that a production configuration names one by one. */
import { join } from 'node:path'
import type { KeyRole } from '../ports/keys.ts'
import { AGENCY_NAMES, type AgencyName } from './bodies.ts'

/** PEM: an unencrypted PKCS#8 key, readable by its owner only, and its certificate. */
export interface KeyPairFiles {
  readonly key: string
  readonly certificate: string
}

export interface DevelopmentFiles {
  readonly root: KeyPairFiles
  /** The gateway's own keys. */
  readonly keys: { readonly [R in KeyRole]: KeyPairFiles }
  /** Personal key of the Head: signs standing orders; the gateway is given the certificate only. */
  readonly head: KeyPairFiles
  /** Key of the security officer: signs the trust bundle; the gateway is given the certificate only. */
  readonly officer: KeyPairFiles
  readonly trustBundle: string
  readonly standingOrder: string
  /** Hashes of the API tokens. */
  readonly tokens: string
  readonly agencies: { readonly [N in AgencyName]: AgencyFiles }
}

/** One agency's own folder: its three keys and the certificates it was handed to know its peers by. */
export interface AgencyFiles {
  readonly directory: string
  readonly system: KeyPairFiles
  readonly encryption: KeyPairFiles
  readonly official: KeyPairFiles
  readonly peers: { readonly [N in 'root' | 'smev' | 'office' | 'decryption']: string }
}

/** Folder of the development PKI inside the data folder. */
export function developmentDirectory(dataDir: string): string {
  return join(dataDir, 'development')
}

export function developmentFiles(directory: string): DevelopmentFiles {
  const gatewayKey = (name: string): KeyPairFiles => pair(join(directory, 'gateway'), name)
  return {
    root: pair(join(directory, 'root'), 'root'),
    keys: {
      SMEV: gatewayKey('smev'),
      OFFICE: gatewayKey('office'),
      AUTOMATIC_SIGNING: gatewayKey('automatic-signing'),
      DECRYPTION: gatewayKey('decryption'),
      AUDIT: gatewayKey('audit'),
    },
    head: pair(join(directory, 'head'), 'head'),
    officer: pair(join(directory, 'officer'), 'officer'),
    trustBundle: join(directory, 'trust', 'trust-bundle.p7s'),
    standingOrder: join(directory, 'trust', 'standing-order.p7s'),
    tokens: join(directory, 'trust', 'tokens.json'),
    agencies: allAgencyFiles(directory),
  }
}

export function listKeyPairs({ root, keys, head, officer, agencies }: DevelopmentFiles): readonly KeyPairFiles[] {
  const ofAgencies = Object.values(agencies).flatMap(({ system, encryption, official }) => [
    system,
    encryption,
    official,
  ])
  return [root, ...Object.values(keys), head, officer, ...ofAgencies]
}

/** Every file of the layout. */
export function listFiles(files: DevelopmentFiles): readonly string[] {
  const pairs = listKeyPairs(files).flatMap(({ key, certificate }) => [key, certificate])
  const peers = Object.values(files.agencies).flatMap((agency) => Object.values(agency.peers))
  return [...pairs, files.trustBundle, files.standingOrder, files.tokens, ...peers]
}

function allAgencyFiles(directory: string): { readonly [N in AgencyName]: AgencyFiles } {
  const entries = AGENCY_NAMES.map((name) => [name, agencyFiles(join(directory, 'agencies', name))] as const)
  return Object.fromEntries(entries) as { [N in AgencyName]: AgencyFiles }
}

function agencyFiles(directory: string): AgencyFiles {
  return {
    directory,
    system: pair(directory, 'system'),
    encryption: pair(directory, 'encryption'),
    official: pair(directory, 'official'),
    peers: {
      root: join(directory, 'peers', 'root.pem'),
      smev: join(directory, 'peers', 'smev.pem'),
      office: join(directory, 'peers', 'office.pem'),
      decryption: join(directory, 'peers', 'decryption.pem'),
    },
  }
}

function pair(directory: string, name: string): KeyPairFiles {
  return { key: join(directory, `${name}.key`), certificate: join(directory, `${name}.pem`) }
}
