/** The development PKI as an office is configured with it: the same settings a production environment names. */
import type { OfficeSettings, OwnKeySettings } from '../config.ts'
import { hashToken, type ApiToken } from '../http/authorisation.ts'
import { DEVELOPMENT_OFFICE } from './bodies.ts'
import type { DevelopmentFiles, KeyPairFiles } from './files.ts'

/** Printed in the README: whoever reaches the loopback address may use them. */
export const DEVELOPMENT_TOKENS = {
  BACK_OFFICE: 'development-back-office',
  SECURITY_OFFICER: 'development-security-officer',
} as const satisfies { readonly [R in ApiToken['role']]: string }

export function developmentSettings(files: DevelopmentFiles): Omit<OfficeSettings, 'databaseUrl'> {
  const { SMEV, OFFICE, AUTOMATIC_SIGNING, DECRYPTION } = files.keys
  const { code, name, level, timeZone, mnemonic, head } = DEVELOPMENT_OFFICE
  return {
    office: { code, name, level, timeZone, mnemonic, head },
    keys: {
      SMEV: inFiles(SMEV),
      OFFICE: inFiles(OFFICE),
      AUTOMATIC_SIGNING: inFiles(AUTOMATIC_SIGNING),
      DECRYPTION: inFiles(DECRYPTION),
    },
    trustBundle: files.trustBundle,
    trustSignerCertificate: files.officer.certificate,
    headCertificate: files.head.certificate,
    standingOrders: [files.standingOrder],
    tokens: files.tokens,
  }
}

function inFiles({ key, certificate }: KeyPairFiles): OwnKeySettings {
  return { key: { kind: 'FILE', path: key }, certificate }
}

/** Content of the token file. */
export function developmentTokens(): readonly ApiToken[] {
  return [
    { role: 'BACK_OFFICE', name: 'development back office', tokenHash: hashToken(DEVELOPMENT_TOKENS.BACK_OFFICE) },
    {
      role: 'SECURITY_OFFICER',
      name: 'development officer',
      tokenHash: hashToken(DEVELOPMENT_TOKENS.SECURITY_OFFICER),
    },
  ]
}
