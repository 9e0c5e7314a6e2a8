/** The installed openssl as authority and responder, on keys made here: a list and an answer to our own question. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { certificateIdOf, composeOcspRequest } from '../../../crypto/revocation/ocsp-request.ts'
import { verifyCrl } from '../../../crypto/revocation/verify-crl.ts'
import { verifyOcsp } from '../../../crypto/revocation/verify-ocsp.ts'
import { parseCertificatesPem } from '../../../crypto/x509/certificate.ts'
import { explainSkip, gostEngine } from '../../support/external-tools.ts'
import { fixturePath } from './authorities.ts'

const KEYS = {
  'gost 256': { key: ['-algorithm', 'gost2012_256', '-pkeyopt', 'paramset:TCB'], digest: 'md_gost12_256' },
  'gost 512': { key: ['-algorithm', 'gost2012_512', '-pkeyopt', 'paramset:B'], digest: 'md_gost12_512' },
  ecdsa: { key: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], digest: 'sha384' },
} as const

/** Serial numbers of certificates that only stand in the authority's index. */
const VALID = '1A2B'
const REVOKED = '00FF01'

/** An authority in a folder of its own: runs openssl there, with the engine loaded by configuration. */
function foundAuthority({ key, digest }: (typeof KEYS)[keyof typeof KEYS]) {
  const WORK = mkdtempSync(join(tmpdir(), 'authority-'))
  const config = readFileSync(fixturePath('openssl.cnf'))
  writeFileSync(join(WORK, 'openssl.cnf'), config)
  writeFileSync(join(WORK, 'crlnumber'), '01\n')
  const line = (status: string, revocation: string, serial: string) =>
    [status, '450101000000Z', revocation, serial, 'unknown', `/CN=${serial}`].join('\t')
  writeFileSync(join(WORK, 'index.txt'), `${line('V', '', VALID)}\n${line('R', '260102030405Z,superseded', REVOKED)}\n`)
  const names = { WORK, INDEX: join(WORK, 'index.txt'), DIGEST: digest, ORGANISATION: 'O', NAME: 'Live' }
  const env = { PATH: process.env['PATH'], OPENSSL_CONF: 'openssl.cnf', ...names }
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: WORK, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  }
  openssl('genpkey', ...key, '-out', 'ca.key')
  openssl(
    'req',
    '-new',
    '-x509',
    '-key',
    'ca.key',
    `-${digest}`,
    '-extensions',
    'ext_ca',
    '-days',
    '30',
    '-out',
    'ca.pem',
  )
  const authority = parseCertificatesPem(readFileSync(join(WORK, 'ca.pem'), 'utf8'))[0]!
  return { authority, openssl, read: (name: string) => Uint8Array.from(readFileSync(join(WORK, name))), WORK, digest }
}

describe.each(Object.entries(KEYS))('an authority of openssl with a key of %s', (_kind, key) => {
  test('publishes a list that verifies, and answers our question', async () => {
    if (!gostEngine) return explainSkip('a list and an answer made by openssl', 'openssl with its gost engine')
    const { authority, openssl, read, WORK, digest } = foundAuthority(key)
    openssl(
      'ca',
      '-gencrl',
      '-config',
      'openssl.cnf',
      '-cert',
      'ca.pem',
      '-keyfile',
      'ca.key',
      '-crlexts',
      'crl',
      '-crldays',
      '7',
      '-out',
      'list.pem',
    )
    openssl('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.crl')
    const at = new Date(authority.notBefore.getTime() + 60_000)
    const { entries } = await verifyCrl(read('list.crl'), authority, at)
    expect([...entries]).toEqual([['ff01', { revokedAt: new Date('2026-01-02T03:04:05Z'), reason: 4 }]])

    for (const [serial, status] of [
      [VALID, 'GOOD'],
      [REVOKED, 'REVOKED'],
      ['77', 'UNKNOWN'],
    ] as const) {
      const id = { ...certificateIdOf(authority, authority), serial: serial.toLowerCase().replace(/^00/, '') }
      const nonce = randomBytes(32)
      writeFileSync(join(WORK, 'request'), composeOcspRequest(id, nonce))
      const signer = ['-rsigner', 'ca.pem', '-rkey', 'ca.key', '-rmd', digest]
      openssl(
        'ocsp',
        '-index',
        'index.txt',
        '-CA',
        'ca.pem',
        ...signer,
        '-reqin',
        'request',
        '-respout',
        'answer',
        '-ndays',
        '1',
      )
      const question = {
        id,
        nonce,
        issuer: authority,
        at,
        checkResponder: () => expect.unreachable('it is the issuer'),
      }
      expect(verifyOcsp(read('answer'), question).status).toBe(status)
    }
  })
})
