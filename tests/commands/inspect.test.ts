/** The command `inspect`: what it prints, in words and in JSON, and its exit code. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../crypto/x509/certificate.ts'
import { describeInspection } from '../../gateway/commands/inspect-report.ts'
import { changed, prettyPrinted } from '../crypto/inspection/findings.ts'
import { fixturePath, run, runJson, temporaryFile } from './inspect-run.ts'

const SENT = fixturePath('own/send-request.xml')
const ROOT = fixturePath('own/root.pem')
const AT = '2026-12-01T00:00:00Z'
const sent = readFileSync(SENT, 'utf8')

const OFFICIAL = {
  role: 'PersonalSignature',
  target: 'SIGNED_BY_OFFICIAL',
  digest: 'matches',
  signature: 'verifies',
  algorithm: 'gost2012-256',
  signer: {
    subject: expect.stringMatching(/^CN=Соколова Ольга Николаевна,.*C=RU$/),
    issuer: 'CN=Корневой УЦ (ОБРАЗЕЦ),O=Шлюз ЗАГС\\, среда разработки,C=RU',
    serial: expect.stringMatching(/^[0-9a-f]+$/),
    notBefore: expect.stringMatching(/^2026-11-20T.*Z$/),
    notAfter: expect.stringMatching(/^2027-11-21T.*Z$/),
    validity: 'valid',
  },
  chain: 'trusted',
}

describe('--json', () => {
  test('a good message: facts, signatures and nothing that the door would say', async () => {
    const { exitCode, json } = await runJson(SENT, '--trust', ROOT, '--at', AT)
    expect(exitCode).toBe(0)
    expect(json).toEqual({
      message: {
        operation: 'SendRequest',
        element: 'SendRequestRequest',
        version: '1.1',
        ids: {
          MessageID: '0517a22c-e5f8-11f1-9559-7182e17aefd1',
          ReferenceMessageID: '0517a22c-e5f8-11f1-9559-7182e17aefd1',
        },
      },
      signatures: [
        OFFICIAL,
        expect.objectContaining({ role: 'CallerInformationSystemSignature', target: 'SIGNED_BY_CONSUMER' }),
      ],
      door: [],
    })
  })

  test('without roots of the reader no chain is checked', async () => {
    const { json } = await runJson(SENT, '--at', AT)
    expect(json['signatures']).toMatchObject([{ chain: 'not-checked' }, { chain: 'not-checked' }])
  })

  test('a signature without a certificate has no signer, and a reason', async () => {
    const file = temporaryFile('a.xml', sent.replaceAll(/<ds:X509Certificate>.*?<\/ds:X509Certificate>/g, ''))
    const { exitCode, json } = await runJson(file, '--trust', ROOT)
    expect(exitCode).toBe(1)
    const { signer: _, ...official } = OFFICIAL
    expect(json['signatures']).toMatchObject([
      {
        ...official,
        algorithm: 'urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256',
        signature: 'unsupported',
        signer: null,
        chain: 'not-checked',
        reasons: ['no certificate in KeyInfo'],
      },
      {},
    ])
  })

  test('an answer of the gateway is no call that its door serves', async () => {
    const { exitCode, json } = await runJson(fixturePath('own/response.xml'))
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      message: {
        operation: 'GetResponse',
        element: 'GetResponseResponse',
        ids: { OriginalMessageId: expect.any(String) },
      },
      door: [{ code: 'ENVELOPE_OPERATION', message: expect.any(String) }],
    })
  })
})

describe('exit code', () => {
  test.each([
    ['all signatures good', sent, 0],
    ['pretty-printed', prettyPrinted(sent), 1],
    ['changed after signing', changed(sent, 'Соколова', 'Смирнова'), 1],
    ['no signature', '<a/>', 1],
  ])('%s', async (_what, content, expected) => {
    expect((await run(temporaryFile('a.xml', content))).exitCode).toBe(expected)
  })

  test('the door and the chain do not decide about it', async () => {
    const commented = temporaryFile('a.xml', changed(sent, 'Соколова', 'Соко<!-- -->лова'))
    const other = fixturePath('gost512.root.pem')
    const { exitCode, json } = await runJson(commented, '--trust', other, '--at', AT)
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      signatures: [{ chain: 'untrusted' }, { chain: 'untrusted' }],
      door: [{ code: 'XML_COMMENT' }, { code: 'CERTIFICATE_UNTRUSTED' }],
    })
  })
})

describe('--at', () => {
  test.each([
    ['2026-11-20', 'not-yet-valid', 'CERTIFICATE_NOT_YET_VALID'],
    ['2026-11-21T09:00:00+02:00', 'valid', undefined],
    ['2028-01-01', 'expired', 'CERTIFICATE_EXPIRED'],
  ])('%s: the certificates are %s', async (at, validity, code) => {
    const { json } = await runJson(SENT, '--trust', ROOT, '--at', at)
    const chain = validity === 'valid' ? 'trusted' : validity
    expect(json['signatures']).toMatchObject([
      { signer: { validity }, chain },
      { signer: { validity }, chain },
    ])
    expect(json['door']).toMatchObject(code === undefined ? [] : [{ code }])
  })
})

describe('CMS', () => {
  test('of a signer with a certificate of version 1: the signature is judged, and the chain says what is wrong', async () => {
    const [file, root] = [fixturePath('version-1.cms'), fixturePath('version-1.root.pem')]
    const good = { digest: 'matches', signature: 'verifies', algorithm: 'ecdsa-p256-sha256', signer: { serial: '01' } }
    const { exitCode, json } = await runJson(file, '--trust', root, '--at', AT)
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({ signatures: [{ ...good, chain: 'wrong-usage' }] })
    expect((await runJson(file, '--trust', ROOT, '--at', AT)).json).toMatchObject({
      signatures: [{ ...good, chain: 'untrusted' }],
    })
  })

  test('an issued document', async () => {
    const { exitCode, json } = await runJson(fixturePath('own/document.p7s'), '--trust', ROOT, '--at', AT)
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      signatures: [
        { role: 'SignedData', target: 'enclosed content', digest: 'matches', signature: 'verifies', chain: 'trusted' },
      ],
      door: [],
    })
  })

  test('a sealed one holds no signature that can be seen', async () => {
    const { exitCode, output } = await run(fixturePath('own/document.p7m'))
    expect(exitCode).toBe(1)
    expect(output).toMatch(/CMS of another type, no signature$/)
  })

  test('a detached one, with its content and without', async () => {
    const cms = fixturePath('gost2001-detached.cms')
    const root = fixturePath('gost2001.root.pem')
    const good = await runJson(cms, '--content', root, '--trust', root)
    expect(good).toMatchObject({
      exitCode: 0,
      json: { signatures: [{ target: 'detached content', digest: 'matches', chain: 'trusted' }] },
    })
    const alone = await runJson(cms)
    expect(alone).toMatchObject({
      exitCode: 1,
      json: { signatures: [{ digest: 'unsupported', signature: 'verifies' }] },
    })
  })
})

describe('in words', () => {
  test('aligned, with names that can be read', async () => {
    const { output } = await run(SENT, '--trust', ROOT, '--at', AT)
    const lines = output.split('\n')
    expect(lines[0]).toBe(`${SENT}: XML, 2 signatures, all good`)
    expect(lines).toContain('   operation           SendRequest (SendRequestRequest), SMEV 1.1')
    expect(lines).toContain('1. PersonalSignature over SIGNED_BY_OFFICIAL (Inquiry)')
    expect(lines).toContain('   digest     matches')
    expect(lines).toContain('   signature  verifies')
    expect(output).toContain('   signer     CN=Соколова Ольга Николаевна, SNILS=00000000101, ')
    expect(lines).toContain('   issuer     CN=Корневой УЦ (ОБРАЗЕЦ), O=Шлюз ЗАГС\\, среда разработки, C=RU')
    expect(lines).toContain('   chain      leads to a trusted root')
    expect(lines.at(-1)).toMatch(/^the door would find nothing wrong/)
    expect(Math.max(...lines.slice(1).map(({ length }) => length))).toBeLessThanOrEqual(110)
  })

  test('a name is read without effort, and cannot pass for several', async () => {
    const { output } = await run(fixturePath('own/response.xml'))
    expect(output).toContain('O=Шлюз ЗАГС\\, среда разработки, C=RU')
    const certificate = { subject: String.raw`CN=ООО \"Дом\, CN=Суд\",C=RU`, issuer: '', serial: '' }
    const dates = { notBefore: new Date(0), notAfter: new Date(1) }
    const finding = {
      role: 'unknown',
      target: 'a',
      covers: undefined,
      digest: 'matches',
      signature: 'verifies',
    } as const
    const rest = { algorithm: '', accompanying: [], reasons: [], chain: 'trusted' } as const
    const signer = { ...certificate, ...dates } as Certificate
    const report = describeInspection(
      'a.xml',
      { kind: 'XML', message: undefined, findings: [{ ...finding, ...rest, signer }], door: [] },
      new Date(0),
    )
    expect(report).toContain(String.raw`signer     CN=ООО "Дом\, CN=Суд", C=RU`)
  })

  test('what is wrong stands out, with what the door would say', async () => {
    const { output } = await run(temporaryFile('a.xml', changed(prettyPrinted(sent), 'Соколова', 'Смирнова')))
    expect(output).toContain('   digest     DIFFERS: it was changed after signing')
    expect(output).toContain('   signature  only after removing white space from SignedInfo')
    expect(output).toMatch(/the door would refuse it:\n {3}SIGNATURE_STRUCTURE {2}malformed signature/)
  })

  test('the file cannot move the cursor of who reads about it', async () => {
    const text = changed(sent, 'URI="#SIGNED_BY_OFFICIAL"', 'URI="#x&#x9b;2J&#x202e;y"')
    const { output } = await run(temporaryFile('a.xml', text))
    expect(output).toContain('PersonalSignature over x·2J·y')
  })
})

describe('wrong use is one line and exit code 2', () => {
  test.each([
    [[], 'exactly one file has to be named'],
    [[SENT, SENT], 'exactly one file has to be named'],
    [['no-such-file'], 'no-such-file: no such file'],
    [[dirname(SENT)], `${dirname(SENT)}: not a file`],
    [[SENT, '--trust', 'nowhere'], '--trust nowhere: no such file or folder'],
    [[SENT, '--trust', SENT], `--trust ${SENT}: no certificate in PEM`],
    [[SENT, '--at', 'yesterday'], '--at yesterday: not an instant such as 2026-11-21T12:00:00+02:00 or 2026-11-21'],
    [
      [SENT, '--at', '2026-11-21T12:00:00'],
      '--at 2026-11-21T12:00:00: not an instant such as 2026-11-21T12:00:00+02:00 or 2026-11-21',
    ],
    [[SENT, '--at', '2026-13-45'], '--at 2026-13-45: not an instant such as 2026-11-21T12:00:00+02:00 or 2026-11-21'],
    [[SENT, '--at', '2026-06-31'], '--at 2026-06-31: not an instant such as 2026-11-21T12:00:00+02:00 or 2026-11-21'],
    [[SENT, '--colour'], "Unknown option '--colour'"],
  ])('%j', async (words, expected) => {
    expect(await run(...words)).toEqual({ exitCode: 2, output: expected })
  })

  test.each([
    ['nothing', '', 'the file is empty'],
    ['a text', 'Здравствуйте', 'neither XML nor CMS'],
    ['a certificate', readFileSync(ROOT), 'neither XML nor CMS'],
    [
      'half of a CMS',
      readFileSync(fixturePath('own/document.p7s')).subarray(0, 1000),
      'malformed CMS: truncated (CMS_MALFORMED)',
    ],
  ])('%s', async (_what, content, expected) => {
    const file = temporaryFile('file', content)
    expect(await run(file)).toEqual({ exitCode: 2, output: `${file}: ${expected}` })
  })
})

describe('XML that cannot be read has exit code 2, and what the door would say to it', () => {
  test.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', ['XML_DOCTYPE']],
    ['a DOCTYPE behind an instruction', '<?x?><!DOCTYPE a><a/>', ['XML_PROCESSING_INSTRUCTION', 'XML_DOCTYPE']],
    ['half of a document', sent.slice(0, 2000), ['XML_NOT_WELL_FORMED']],
    ['UTF-16', Buffer.from('\ufeff<a/>', 'utf16le'), ['XML_ENCODING']],
    ['6 MB that end too early', `<a>${' '.repeat(6 * 1024 * 1024)}`, ['XML_TOO_LARGE', 'XML_NOT_WELL_FORMED']],
  ])('%s', async (_what, content, codes) => {
    const { exitCode, json } = await runJson(temporaryFile('a.xml', content))
    expect(exitCode).toBe(2)
    expect(json).toEqual({ signatures: [], door: codes.map((code) => ({ code, message: expect.any(String) })) })
  })

  test('in words', async () => {
    const file = temporaryFile('a.xml', '<!DOCTYPE a><a/>')
    const output = `${file}: XML that cannot be read\n\nthe door would refuse it:\n   XML_DOCTYPE  DOCTYPE`
    expect(await run(file)).toEqual({ exitCode: 2, output })
  })
})
