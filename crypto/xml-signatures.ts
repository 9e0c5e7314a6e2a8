/** The XmlSignatures port on the strict profile, the trust store and the keys of this house. */
import { GatewayError } from '../gateway/domain/faults.ts'
import type { KeyProvider, KeyRef, KeyRole, OpeningKey } from '../gateway/ports/keys.ts'
import type { XmlSignatures } from '../gateway/ports/signatures.ts'
import type { TrustStore } from './trust-store.ts'
import { gost2012Suite256 } from './suites/gost2012-256.ts'
import type { Certificate } from './x509/certificate.ts'
import { digestOf, signElement } from './xmldsig/sign.ts'
import { verifySignature } from './xmldsig/verify.ts'

export interface OwnKey {
  readonly certificate: Certificate
  readonly key: KeyRef
}

export interface XmlSignatureParts {
  readonly trustStore: TrustStore
  readonly provider: KeyProvider
  /** One key per role, never one for two (design section 4). */
  readonly keys: Partial<Readonly<Record<KeyRole | OpeningKey, OwnKey>>>
}

export function createXmlSignatures({ trustStore, provider, keys }: XmlSignatureParts): XmlSignatures {
  return {
    verify({ document, signature, target }, at) {
      const verified = verifySignature({ document, signature, target, at, trust: trustStore })
      const { certificate, digest, algorithm, revocation } = verified
      return { certificateSerial: certificate.serial, algorithm, digest, certificate, revocation }
    },
    async sign(role, element) {
      const own = keys[role]
      if (!own) throw new GatewayError('KEY_UNUSABLE', `no key is configured for the role ${role}`)
      return signElement({ ...element, ...own, provider })
    },
    digest: (document, element) => Buffer.from(digestOf(document, element, gost2012Suite256)).toString('hex'),
  }
}
