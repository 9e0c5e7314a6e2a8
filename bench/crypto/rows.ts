/** What is measured: each row is one operation of ours and, where there is one, the same work of a peer. */
import { encryptCms } from '../../crypto/cms/enveloped-data.ts'
import { publicKeyOf, signDigest, verifyDigest } from '../../crypto/gost/gost3410.ts'
import { streebog256 } from '../../crypto/gost/streebog.ts'
import type { Operation } from '../meter.ts'
import type { JavaTask } from './java-peer.ts'
import { writeMessage } from './messages.ts'
import type { Content } from './messages.ts'
import { signerFor, verifyAndRead, verifyMessage } from './ours.ts'
import { gostParty, recipient, system } from './parties.ts'

export interface Row {
  readonly label: string
  readonly ours: Operation
  /** What the JVM does, with which file of its folder. */
  readonly java?: readonly [task: JavaTask, file: string]
  /** What xml-crypto does, in this process. */
  readonly xmlCrypto?: Operation
}

export interface BenchMessage {
  /** As a label and as part of file names. */
  readonly size: '4' | '64'
  readonly content: Content
  /** The element to sign, and the envelope without its signature, cut where the signature belongs. */
  readonly data: string
  readonly id: string
  readonly around: readonly [before: string, after: string]
  readonly signed: Uint8Array
}

export const fileOf = (size: BenchMessage['size'], what: 'data' | 'unsigned' | 'signed'): string =>
  `${what}-${size}.xml`

export function primitiveRows(messages: readonly BenchMessage[]): Row[] {
  const digest = streebog256(Buffer.from('bench'))
  const { key } = system
  const publicKey = publicKeyOf(key)
  const signature = signDigest(key, digest)
  const file = fileOf('4', 'data')
  const document = Buffer.alloc(4096, 'ОБРАЗЕЦ ')
  return [
    ...messages.map(({ size, data }): Row => {
      const bytes = Buffer.from(data)
      return {
        label: `Streebog-256, ${size} KB`,
        ours: () => streebog256(bytes),
        java: ['digest', fileOf(size, 'data')],
      }
    }),
    { label: 'sign a digest', ours: () => signDigest(key, digest), java: ['sign', file] },
    {
      label: 'verify, known key',
      ours: () => demand(verifyDigest(publicKey, digest, signature)),
      java: ['verify', file],
    },
    { label: 'verify, unknown key', ours: verifyUnknown(digest), java: ['verify', file] },
    { label: 'CMS encrypt, 4 KB, GOST 28147-89', ours: () => encryptCms(document, [recipient.certificate]) },
    {
      label: 'CMS encrypt, 4 KB, Kuznyechik',
      ours: () => encryptCms(document, [recipient.certificate], 'kuznyechik-ctr-acpkm-omac'),
    },
  ]
}

export function messageRows({ size, content, data, id, around, signed }: BenchMessage): Row[] {
  const sign = signerFor(system)
  const [before, after] = around
  const java: Row['java'] = ['message-sign', fileOf(size, 'unsigned')]
  return [
    {
      label: `SMEV message verify, ${size} KB`,
      ours: () => verifyMessage(signed),
      java: ['message-verify', fileOf(size, 'signed')],
    },
    { label: `verify, both schemas, reading, ${size} KB`, ours: () => verifyAndRead(signed) },
    { label: `SMEV message sign, ${size} KB`, ours: () => writeMessage(content, sign), java },
    {
      label: `sign a given element, ${size} KB`,
      ours: async () => Buffer.from(`${before}${await sign({ xml: data, id })}${after}`),
      java,
    },
  ]
}

/** More keys than the gateway remembers, in turns: none is known when its turn comes. */
function verifyUnknown(digest: Uint8Array): Operation {
  const signers = Array.from({ length: 300 }, (_, index) => {
    const { key } = gostParty(`signer ${index}`, 'signing')
    return { publicKey: publicKeyOf(key), signature: signDigest(key, digest) }
  })
  let turn = 0
  return () => {
    const { publicKey, signature } = signers[turn++ % signers.length] ?? raise()
    demand(verifyDigest(publicKey, digest, signature))
  }
}

function raise(): never {
  throw new Error('no signers')
}

export function demand(holds: boolean): void {
  if (!holds) throw new Error('what the bench measures does not verify')
}
