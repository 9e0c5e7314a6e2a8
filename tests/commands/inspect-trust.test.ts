/** Whom `inspect --trust` takes for an authority. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixturePath, run, runJson, temporaryFile } from './inspect-run.ts'

const SENT = fixturePath('own/send-request.xml')
const ROOT = fixturePath('own/root.pem')
const AT = '2026-12-01T00:00:00Z'

describe('--trust', () => {
  test('a folder: every certificate in it, whatever else it holds', async () => {
    const folder = dirname(temporaryFile('root.pem', readFileSync(ROOT)))
    writeFileSync(join(folder, 'notes.txt'), 'not a certificate')
    writeFileSync(join(folder, 'odd.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    symlinkSync('nowhere', join(folder, 'dangling.pem'))
    mkdirSync(join(folder, 'more'))
    const { json } = await runJson(SENT, '--trust', folder, '--at', AT)
    expect(json['signatures']).toMatchObject([{ chain: 'trusted' }, { chain: 'trusted' }])
  })

  test('a named file has to hold certificates that can be read', async () => {
    const odd = temporaryFile('odd.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    expect(await run(SENT, '--trust', odd)).toEqual({
      exitCode: 2,
      output: `--trust ${odd}: certificate is malformed: bytes after the last element`,
    })
  })

  test('an empty folder is a mistake', async () => {
    const folder = dirname(temporaryFile('notes.txt', 'x'))
    expect(await run(SENT, '--trust', folder)).toEqual({
      exitCode: 2,
      output: `--trust ${folder}: no certificate in PEM`,
    })
  })

  test('an authority below a root is a link, and alone it is where the chain ends', async () => {
    const certs = new URL('../fixtures/certs/', import.meta.url)
    const pem = (name: string): string => readFileSync(new URL(`${name}.pem`, certs), 'utf8')
    const cms = temporaryFile('a.cms', readFileSync(new URL('../fixtures/cms/signed-cryptopro-a.cms', import.meta.url)))
    const chainUnder = async (...names: readonly string[]): Promise<unknown> => {
      const { json } = await runJson(cms, '--trust', temporaryFile('t.pem', names.map(pem).join('')), '--at', AT)
      return (json['signatures'] as readonly { chain: string }[])[0]?.chain
    }
    expect(await chainUnder('root', 'issuing')).toBe('trusted')
    expect(await chainUnder('issuing')).toBe('trusted')
    expect(await chainUnder('other-root')).toBe('untrusted')
  })
})
