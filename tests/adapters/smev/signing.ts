import type { SignElement } from '../../../adapters/smev/agency-envelopes.ts'
import type { PrivateKey } from '../../../crypto/gost/gost3410.ts'
import { createSoftwareKeys } from '../../../crypto/keys.ts'
import { signElement } from '../../../crypto/xmldsig/sign.ts'
import type { Certificate } from '../../../crypto/x509/certificate.ts'

/** Signs as an agency does, with a key of its own. */
export function createAgencySigner(holder: { key: PrivateKey; certificate: Certificate }): SignElement {
  const provider = createSoftwareKeys(new Map([['own', holder.key]]))
  return (element) => signElement({ ...element, certificate: holder.certificate, key: 'own', provider })
}
