/** Reads the tables that tests/fixtures/gost/make.sh had openssl write. */
import { createCipheriv } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findCurve, type GostCurve } from '../../../crypto/gost/curves.ts'
import type { PrivateKey, PublicKey } from '../../../crypto/gost/gost3410.ts'

/** Rows of a table, its comment line left out. */
export function tableRows(name: string): string[][] {
  const text = readFileSync(new URL(`../../fixtures/gost/${name}`, import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return rows.map((row) => row.split(' '))
}

/** The message of a length: a prefix of one fixed stream. */
export function message(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length))
}

export function bytes(digits: string): Buffer {
  return Buffer.from(digits, 'hex')
}

export function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex')
}

export function curveOf(oid: string): GostCurve {
  const curve = findCurve(oid)
  if (!curve) throw new Error(`no curve ${oid}`)
  return curve
}

/** The engine writes the bare scalar as the last field of PKCS#8. */
export function privateKeyOf(oid: string, pkcs8: string): PrivateKey {
  const curve = curveOf(oid)
  return { curve, scalar: bytes(pkcs8).subarray(-curve.byteLength) }
}

/** The point is the last field of SubjectPublicKeyInfo. */
export function publicKeyIn(oid: string, spki: string): PublicKey {
  const curve = curveOf(oid)
  return { curve, point: bytes(spki).subarray(-2 * curve.byteLength) }
}
