/** Whom the reader of a file trusts, from PEM files that he names. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseCertificateOfAnyVersion } from '../../crypto/x509/certificate.ts'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { parsePemBlocks } from '../../crypto/x509/pem.ts'
import { GatewayError } from '../domain/faults.ts'
import { UsageError } from './usage-error.ts'

export interface ReaderTrust {
  /** Where a chain may end. */
  readonly anchors: readonly Certificate[]
  /** Authorities below them. */
  readonly authorities: readonly Certificate[]
}

/**
 * From a PEM file, or every file of a folder that holds a certificate. A certificate that another one of them issued is
 * no root but an authority below it. Throws UsageError.
 */
export function readTrust(path: string): ReaderTrust {
  const certificates = readCertificates(path)
  if (certificates.length === 0) throw new UsageError(`--trust ${path}: no certificate in PEM`)
  const anchors = certificates.filter((certificate) => !certificates.some((other) => hasIssued(other, certificate)))
  return { anchors, authorities: certificates.filter((certificate) => !anchors.includes(certificate)) }
}

/** A folder may hold other things, and certificates that nothing here can read: of those, no chain is built. */
function readCertificates(path: string): readonly Certificate[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new UsageError(`--trust ${path}: no such file or folder`)
  if (!found.isDirectory()) return readPem(path, 'named')
  const files = readdirSync(path).map((name) => join(path, name))
  return files
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .flatMap((file) => readPem(file, 'in a folder'))
}

function readPem(file: string, how: 'named' | 'in a folder'): readonly Certificate[] {
  const text = readFileSync(file, 'latin1')
  return parsePemBlocks(text, 'CERTIFICATE').flatMap((der) => {
    try {
      return [parseCertificateOfAnyVersion(der)]
    } catch (cause) {
      if (!(cause instanceof GatewayError)) throw cause
      if (how === 'in a folder') return []
      throw new UsageError(`--trust ${file}: ${cause.message}`, { cause })
    }
  })
}

function hasIssued(issuer: Certificate, certificate: Certificate): boolean {
  return issuer !== certificate && !isSelfIssued(certificate) && sameName(issuer.subjectDer, certificate.issuerDer)
}

const isSelfIssued = ({ subjectDer, issuerDer }: Certificate): boolean => sameName(subjectDer, issuerDer)

const sameName = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0
