/** Known answers of digests and of what is derived from them. */
import { createHash } from 'node:crypto'
import { kdfTree } from '../gost/kdf.ts'
import { streebog256, streebog512 } from '../gost/streebog.ts'
import { bytes, knownAnswer } from './known-answer.ts'
import type { SelfTest } from './known-answer.ts'

/** RFC 6986 section 10.1, message M1. */
const M1 = Buffer.from('012345678901234567890123456789012345678901234567890123456789012', 'latin1')
const ABC = Buffer.from('abc', 'latin1')

export const DIGEST_TESTS: readonly SelfTest[] = [
  knownAnswer(
    'Streebog-256 (RFC 6986)',
    () => streebog256(M1),
    '9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500',
  ),
  knownAnswer(
    'Streebog-512 (RFC 6986)',
    () => streebog512(M1),
    '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
  ),
  knownAnswer(
    'KDF_TREE over HMAC of Streebog-256 (RFC 7836)',
    () =>
      kdfTree(
        Uint8Array.from({ length: 32 }, (_, index) => index),
        { label: bytes('26bdb878'), seed: bytes('af21434145656378'), bytes: 64 },
      ),
    '22b6837845c6bef65ea71672b265831086d3c76aebe6dae91cad51d83f79d16b074c9330599d7f8d712fca54392f4ddde93751206b3584c8f43f9e6dc51531f9',
  ),
  knownAnswer(
    'SHA-256 (FIPS 180-4)',
    () => createHash('sha256').update(ABC).digest(),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ),
  knownAnswer(
    'SHA-384 (FIPS 180-4)',
    () => createHash('sha384').update(ABC).digest(),
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  ),
]
