/**
 * Encryption profiles for EnvelopedData: which one an addressee gets, and which one opens a message. The addressee's
 * record states one, or the kind of its certificate's key decides; what is received may be of any of them.
 */
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { EncryptionProfile } from '../../gateway/domain/requester.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CmsProfile } from './profile.ts'
import { gost28147Z } from './profiles/gost28147-z.ts'
import { kuznyechikCtrAcpkmOmac } from './profiles/kuznyechik-ctr-acpkm-omac.ts'
import { rsaOaepAes256 } from './profiles/rsa-oaep-aes256.ts'

/** In order of preference where no profile is stated. */
const PROFILES: readonly CmsProfile[] = [gost28147Z, kuznyechikCtrAcpkmOmac, rsaOaepAes256]

/**
 * The profile for all these certificates: the stated one, else the first that their keys can receive. Throws
 * RECIPIENT_CERTIFICATE_MISSING when there is no certificate, or one whose key is of another kind than the profile's.
 */
export function getProfile(recipients: readonly Certificate[], stated?: EncryptionProfile): CmsProfile {
  const [first] = recipients
  if (first === undefined) throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', 'nobody to encrypt for')
  const profile = PROFILES.find(({ id, isFor }) => (stated === undefined ? isFor(first) : id === stated))
  const unfit = recipients.find((certificate) => !profile?.isFor(certificate))
  if (profile !== undefined && unfit === undefined) return profile
  const { fingerprint } = unfit ?? first
  const reason = `the key of certificate ${fingerprint} is not one for ${profile?.id ?? 'any encryption profile'}`
  throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', reason)
}

/** The profile that opens content of this cipher. */
export function findProfileOf(contentOid: string): CmsProfile | undefined {
  return PROFILES.find(({ contentOids }) => contentOids.includes(contentOid))
}
