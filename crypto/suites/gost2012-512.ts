/** GOST R 34.10-2012 with 512-bit keys and GOST R 34.11-2012 (Streebog-512); identifiers of RFC 9215 and of SMEV 3. */
import { OID } from '../asn1/oids.ts'
import { Streebog, streebog512 } from '../gost/streebog.ts'
import type { SignatureSuite } from '../signature-suite.ts'
import { gost2012 } from './gost2012.ts'

export const gost2012Suite512: SignatureSuite = {
  id: 'gost2012-512',
  spkiAlgorithm: OID.gost2012Key512,
  digestOid: OID.streebog512,
  signatureOid: OID.gost2012Signature512,
  cmsSignatureOids: [OID.gost2012Key512, OID.gost2012Signature512],
  xmlDigestUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-512',
  xmlSignatureUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-512',
  digest: streebog512,
  newDigest: () => new Streebog(512),
  ...gost2012(64),
}
