/** What an office is made of, read from the files its settings name: trust, standing orders, own keys, tokens. */
import { readFile } from 'node:fs/promises'
import { decryptCms, encryptCms, type CmsRecipient } from '../crypto/cms/enveloped-data.ts'
import { openKeys, type KeySetting } from '../crypto/key-providers/open-keys.ts'
import { checkStandingOrders, createStandingOrders } from '../crypto/standing-orders.ts'
import type { RejectedOrder } from '../crypto/standing-orders.ts'
import { openTrustBundle, type OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import { parseCertificatesPem, type Certificate } from '../crypto/x509/certificate.ts'
import type { OwnKey } from '../crypto/xml-signatures.ts'
import { OFFICE_KEY_ROLES, type OfficeKeyRole, type OfficeSettings } from './config.ts'
import { GatewayError } from './domain/faults.ts'
import type { Office } from './domain/office.ts'
import type { ApiToken } from './http/authorisation.ts'
import type { Clock } from './ports/clock.ts'
import type { KeyProvider } from './ports/keys.ts'
import type { StandingOrders } from './ports/trust.ts'
import type { ReadingSetup } from './reading/messages.ts'
import { parseTokenFile } from './token-file.ts'
import { checkStandingOrderShape, checkTrustBundleShape } from './trust-bundle-schema.ts'

export interface OfficeAssets {
  readonly office: Office
  readonly bundle: OpenedTrustBundle
  readonly orders: StandingOrders
  readonly provider: KeyProvider
  readonly keys: { readonly [R in OfficeKeyRole]: OwnKey }
  readonly tokens: readonly ApiToken[]
  /** The same trust, for the threads that read calls. */
  readonly reading: ReadingSetup
  /** Lets go of the keys. Work that was begun with them still ends. */
  close(): Promise<void>
}

export interface AssetOptions {
  readonly clock: Clock
  /** Development only: calendar years no decree has confirmed. */
  readonly allowProvisional: boolean
  readonly onRejectedOrder: (rejected: RejectedOrder) => void
  /** At the start a broken order merely does not exist; whoever exchanges files of a running office hears of it at once. */
  readonly refuseBrokenOrders: boolean
}

/** Throws CONFIG_INVALID, KEY_UNUSABLE, TRUST_BUNDLE_INVALID or STANDING_ORDER_INVALID; nothing is written, nothing stays open. */
export async function loadOfficeAssets(
  settings: Omit<OfficeSettings, 'databaseUrl'>,
  { clock, allowProvisional, onRejectedOrder, refuseBrokenOrders }: AssetOptions,
): Promise<OfficeAssets> {
  const trustBundle = await readNamed(settings.trustBundle, 'ZAGS_TRUST_BUNDLE')
  const signerCertificate = await readCertificate(settings.trustSignerCertificate, 'ZAGS_TRUST_SIGNER_CERT')
  const opening = { at: clock.now(), allowProvisional }
  const bundle = openTrustBundle(trustBundle, { ...opening, signerCertificate, checkShape: checkTrustBundleShape })
  const orderSources = {
    files: await Promise.all(settings.standingOrders.map((file) => readNamed(file, 'ZAGS_STANDING_ORDERS'))),
    headCertificate: await readCertificate(settings.headCertificate, 'ZAGS_HEAD_CERT'),
    trustStore: bundle.trustStore,
    checkShape: checkStandingOrderShape,
  }
  if (refuseBrokenOrders) checkStandingOrders(orderSources, clock.now())
  const orders = createStandingOrders({ ...orderSources, onRejected: onRejectedOrder })
  const tokens = await readTokens(settings.tokens)
  const keys = await readOwnKeys(settings)
  // Last: when anything else is broken, no token has been troubled.
  const { provider, close } = await openKeys(
    new Map(OFFICE_KEY_ROLES.map((role) => [role, keySetting(role, settings, keys)])),
  )
  await proveDecryption({ ...keys.DECRYPTION, provider }, close)
  const certificates = { trustSigner: signerCertificate.der, decryptionCertificate: keys.DECRYPTION.certificate.der }
  const reading: ReadingSetup = { trustBundle, ...opening, ...certificates }
  return { office: settings.office, bundle, orders, provider, keys, tokens, reading, close }
}

/** As keys that sign prove when they are opened: it opens what is encrypted to its certificate. Throws KEY_UNUSABLE. */
async function proveDecryption(recipient: CmsRecipient, close: () => Promise<void>): Promise<void> {
  try {
    await decryptCms(encryptCms(Buffer.from('proof'), [recipient.certificate]), recipient)
  } catch (cause) {
    await close()
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('KEY_UNUSABLE', 'key DECRYPTION does not open what is encrypted to ZAGS_CERT_DECRYPTION', {
      cause,
    })
  }
}

function keySetting(
  role: OfficeKeyRole,
  settings: Pick<OfficeSettings, 'keys'>,
  keys: OfficeAssets['keys'],
): KeySetting {
  const { key: source, passphraseFile } = settings.keys[role]
  return { source, passphraseFile, certificate: keys[role].certificate }
}

async function readOwnKeys(settings: Pick<OfficeSettings, 'keys'>): Promise<OfficeAssets['keys']> {
  const pair = async (role: OfficeKeyRole): Promise<OwnKey> => ({
    key: role,
    certificate: await readCertificate(settings.keys[role].certificate, `ZAGS_CERT_${role}`),
  })
  const keys = {
    SMEV: await pair('SMEV'),
    OFFICE: await pair('OFFICE'),
    AUTOMATIC_SIGNING: await pair('AUTOMATIC_SIGNING'),
    DECRYPTION: await pair('DECRYPTION'),
  } satisfies OfficeAssets['keys']
  const distinct = new Set(Object.values(keys).map(({ certificate }) => hexOf(certificate.spkiDer)))
  if (distinct.size < OFFICE_KEY_ROLES.length)
    throw new GatewayError(
      'CONFIG_INVALID',
      `ZAGS_CERT_${OFFICE_KEY_ROLES.join(', ZAGS_CERT_')}: one key serves two roles`,
    )
  return keys
}

async function readTokens(file: string): Promise<OfficeAssets['tokens']> {
  const text = Buffer.from(await readNamed(file, 'ZAGS_TOKENS')).toString('utf8')
  try {
    return parseTokenFile(text)
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause
    throw new GatewayError('CONFIG_INVALID', `ZAGS_TOKENS: ${file}: ${cause.message}`, { cause })
  }
}

async function readCertificate(file: string, setting: string): Promise<Certificate> {
  const text = Buffer.from(await readNamed(file, setting)).toString('latin1')
  try {
    const [certificate, second] = parseCertificatesPem(text)
    if (certificate && !second) return certificate
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${setting}: ${file} holds no readable certificate`, { cause })
  }
  throw new GatewayError('CONFIG_INVALID', `${setting}: ${file} must hold exactly one certificate`)
}

async function readNamed(file: string, setting: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${setting}: ${file} cannot be read`, { cause })
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
