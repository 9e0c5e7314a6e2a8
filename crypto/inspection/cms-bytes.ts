import { parsePemBlocks } from '../x509/pem.ts'
import { findBase64 } from './tree.ts'

const PEM_LABELS = ['CMS', 'PKCS7', 'PKCS #7 SIGNED DATA'] as const
const SEQUENCE = 0x30

/** BER of a CMS file as it stands, in PEM or in bare base64; undefined for a file that is none of these. */
export function findCmsBytes(file: Uint8Array): Uint8Array | undefined {
  if (file[0] === SEQUENCE) return file
  const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1')
  const [block] = PEM_LABELS.flatMap((label) => parsePemBlocks(text, label))
  const bytes = block ?? findBase64(text)
  return bytes?.[0] === SEQUENCE ? bytes : undefined
}
