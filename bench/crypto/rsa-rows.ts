/** The same message of 4 KB signed with RSA-2048 and SHA-256, beside xml-crypto. */
import { toPem } from '../../crypto/x509/pem.ts'
import { contentOfSize, writeMessage, writeUnsigned } from './messages.ts'
import { signerFor, verifyMessage } from './ours.ts'
import { rsaParty } from './parties.ts'
import { demand } from './rows.ts'
import type { Row } from './rows.ts'
import { createRsaPeer } from './rsa-peer.ts'

export async function rsaRows(): Promise<Row[]> {
  const party = rsaParty('RSA system')
  const { certificate, key } = party
  if (!('rsaPrivate' in key)) throw new Error('not an RSA key')
  const peer = createRsaPeer({
    privateKey: key.rsaPrivate.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: toPem(certificate.spkiDer, 'PUBLIC KEY'),
    certificate: toPem(certificate.der, 'CERTIFICATE'),
  })
  const sign = signerFor(party)
  const content = await contentOfSize(4096)
  const signed = await writeMessage(content, sign)
  const text = Buffer.from(signed).toString()
  const unsigned = Buffer.from((await writeUnsigned(content)).bytes).toString()
  demand(peer.verify(text))
  verifyMessage(Buffer.from(peer.sign(unsigned)))
  return [
    {
      label: 'RSA-2048 message verify, 4 KB',
      ours: () => verifyMessage(signed),
      xmlCrypto: () => demand(peer.verify(text)),
    },
    {
      label: 'RSA-2048 message sign, 4 KB',
      ours: () => writeMessage(content, sign),
      xmlCrypto: () => peer.sign(unsigned),
    },
  ]
}
