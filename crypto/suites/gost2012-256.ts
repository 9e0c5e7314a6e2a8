/** GOST R 34.10-2012 with 256-bit keys and GOST R 34.11-2012 (Streebog-256); identifiers of RFC 9215 and of SMEV 3. */
import { OID } from '../asn1/oids.ts'
import { Streebog, streebog256 } from '../gost/streebog.ts'
import type { SignatureSuite } from '../signature-suite.ts'
import { gost2012 } from './gost2012.ts'

export const gost2012Suite256: SignatureSuite = {
  id: 'gost2012-256',
  spkiAlgorithm: OID.gost2012Key256,
  digestOid: OID.streebog256,
  signatureOid: OID.gost2012Signature256,
  cmsSignatureOids: [OID.gost2012Key256, OID.gost2012Signature256],
  xmlDigestUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256',
  xmlSignatureUri: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256',
  digest: streebog256,
  newDigest: () => new Streebog(256),
  ...gost2012(32),
}
