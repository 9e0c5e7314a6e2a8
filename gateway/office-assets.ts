/** What an office is made of, read from the files its settings name: trust, standing orders, own keys, tokens. */
import { readFile } from 'node:fs/promises'
import { decryptCms, encryptCms, type CmsRecipient } from '../crypto/cms/enveloped-data.ts'
import { openKeys, type KeySetting } from '../crypto/key-providers/open-keys.ts'
import { checkStandingOrders } from '../crypto/standing-orders.ts'
import type { RejectedOrder } from '../crypto/standing-orders.ts'
import { openTrustBundle, type OpenedTrustBundle } from '../crypto/trust-bundle.ts'
import { parseCertificatesPem, type Certificate } from '../crypto/x509/certificate.ts'
import type { OwnKey } from '../crypto/xml-signatures.ts'
import { OWN_KEYS, PREVIOUS_KEY } from './config.ts'
import type { OfficeKeyRole, OfficeSettings, OwnKeyName, OwnKeySettings } from './config.ts'
import { GatewayError } from './domain/faults.ts'
import type { Office } from './domain/office.ts'
import type { ApiToken } from './http/authorisation.ts'
import type { Clock } from './ports/clock.ts'
import { OPENING_KEYS, type KeyProvider } from './ports/keys.ts'
import type { StandingOrders, Trust } from './ports/trust.ts'
import type { ReadingSetup } from './reading/messages.ts'
import { parseTokenFile } from './token-file.ts'
import { checkStandingOrderShape, checkTrustBundleShape } from './trust-bundle-schema.ts'
import { createStandingOrders, createTrust } from './trust-ports.ts'

export interface OfficeAssets {
  readonly office: Office
  readonly bundle: OpenedTrustBundle
  readonly trust: Trust
  readonly orders: StandingOrders
  readonly provider: KeyProvider
  readonly keys: OfficeKeys
  readonly tokens: readonly ApiToken[]
  /** The same trust, for the threads that read calls. */
  readonly reading: ReadingSetup
  /** Lets go of the keys. Work that was begun with them still ends. */
  close(): Promise<void>
}

type OfficeKeys = { readonly [R in OfficeKeyRole]: OwnKey } & { readonly [PREVIOUS_KEY]?: OwnKey }

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
  const at = clock.now()
  const bundle = openTrustBundle(trustBundle, { at, signerCertificate, checkShape: checkTrustBundleShape })
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
  const { provider, close } = await openKeys(keySettings(settings, keys))
  const openingKeys = OPENING_KEYS.flatMap((key) => keys[key] ?? [])
  for (const own of openingKeys) await proveDecryption({ ...own, provider }, close)
  const decryptionCertificates = Object.fromEntries(openingKeys.map(({ key, certificate }) => [key, certificate.der]))
  const certificates = { trustSigner: signerCertificate.der, decryptionCertificates }
  const reading: ReadingSetup = { trustBundle, at, ...certificates }
  const trust = createTrust(bundle, allowProvisional)
  return { office: settings.office, bundle, trust, orders, provider, keys, tokens, reading, close }
}

/** As keys that sign prove when they are opened: it opens what is encrypted to its certificate. Throws KEY_UNUSABLE. */
async function proveDecryption(recipient: CmsRecipient, close: () => Promise<void>): Promise<void> {
  try {
    await decryptCms(encryptCms(Buffer.from('proof'), [recipient.certificate]), recipient)
  } catch (cause) {
    await close()
    if (!(cause instanceof GatewayError)) throw cause
    const { key } = recipient
    throw new GatewayError('KEY_UNUSABLE', `key ${key} does not open what is encrypted to ZAGS_CERT_${key}`, { cause })
  }
}

function keySettings(settings: Pick<OfficeSettings, 'keys'>, keys: OfficeKeys): ReadonlyMap<string, KeySetting> {
  return new Map(
    OWN_KEYS.flatMap((name) => {
      const [stated, own] = [settings.keys[name], keys[name]]
      if (!stated || !own) return []
      const { key: source, passphraseFile } = stated
      return [[name, { source, passphraseFile, certificate: own.certificate }] as const]
    }),
  )
}

async function readOwnKeys({ keys: stated }: Pick<OfficeSettings, 'keys'>): Promise<OfficeKeys> {
  const pair = async (key: OwnKeyName, { certificate }: OwnKeySettings): Promise<OwnKey> => ({
    key,
    certificate: await readCertificate(certificate, `ZAGS_CERT_${key}`),
  })
  const previous = stated[PREVIOUS_KEY]
  const keys = {
    SMEV: await pair('SMEV', stated.SMEV),
    OFFICE: await pair('OFFICE', stated.OFFICE),
    AUTOMATIC_SIGNING: await pair('AUTOMATIC_SIGNING', stated.AUTOMATIC_SIGNING),
    DECRYPTION: await pair('DECRYPTION', stated.DECRYPTION),
    ...(previous ? { [PREVIOUS_KEY]: await pair(PREVIOUS_KEY, previous) } : {}),
  } satisfies OfficeKeys
  checkRoles(keys)
  return keys
}

/** Before the first change both decryption keys may be one. Throws CONFIG_INVALID. */
function checkRoles(keys: OfficeKeys): void {
  const held = Object.entries(keys).map(([name, { certificate }]) => ({
    key: hexOf(certificate.spkiDer),
    role: name === PREVIOUS_KEY ? 'DECRYPTION' : name,
  }))
  const serving = new Set(held.map(({ key, role }) => `${role} ${key}`))
  if (new Set(held.map(({ key }) => key)).size === serving.size) return
  const settings = OWN_KEYS.map((name) => `ZAGS_CERT_${name}`).join(', ')
  throw new GatewayError('CONFIG_INVALID', `${settings}: one key serves two roles`)
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
