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
 * The profile to encrypt in: the stated one, else the first that one of these keys can receive. While an addressee changes
 * from one kind of key to another, certificates of the other kind get nothing: one EnvelopedData has one content cipher.
 * Throws RECIPIENT_CERTIFICATE_MISSING when no certificate is left.
 */
export function getProfile(recipients: readonly Certificate[], stated?: EncryptionProfile): CmsProfile {
  const profile = PROFILES.find(({ id, isFor }) => (stated ?? id) === id && recipients.some(isFor))
  if (profile !== undefined) return profile
  const [first] = recipients
  const reason = first
    ? `the key of certificate ${first.fingerprint} is not one for ${stated ?? 'any encryption profile'}`
    : 'nobody to encrypt for'
  throw new GatewayError('RECIPIENT_CERTIFICATE_MISSING', reason)
}

/** The profile that opens content of this cipher. */
export function findProfileOf(contentOid: string): CmsProfile | undefined {
  return PROFILES.find(({ contentOids }) => contentOids.includes(contentOid))
}
