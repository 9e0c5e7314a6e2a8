import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { PERSONAL } from './support/cases.ts'
import { get, soap, startHarness, type Harness } from './support/gateway.ts'

const SOAP_TYPE = 'text/xml; charset=utf-8'
/** For tables of calls that only look at the answer. */
const shared = startHarness()

test('hands the bytes of a message over as they came, with the address of the peer', async () => {
  const { public: app, calls } = startHarness()
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x3c, 0x61, 0x2f, 0x3e, 0xff])
  const answer = await app.inject({ ...soap(bytes), remoteAddress: '10.1.1.1' })
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, SOAP_TYPE, '<answer/>'])
  expect(calls).toEqual([{ bytes, source: '10.1.1.1' }])
})

test('answers with the status of the flow, also for a fault', async () => {
  const answered = { status: 500, body: Buffer.from('<fault/>') }
  const answer = await startHarness({ answerCall: async () => answered }).public.inject(soap('<a/>'))
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([500, SOAP_TYPE, '<fault/>'])
})

test.each(['text/xml', 'text/xml; charset=UTF-8', 'text/xml;charset="utf-8"', 'Text/XML; action="urn:Ack"'])(
  'accepts the media type %s',
  async (type) => {
    expect((await shared.public.inject(soap('<a/>', { 'content-type': type }))).statusCode).toBe(200)
  },
)

test.each([
  ['application/soap+xml', 'text/xml'],
  ['application/json', 'text/xml'],
  ['text/plain', 'text/xml'],
  ['text/xml-evil', 'text/xml'],
  ['nonsense', 'text/xml'],
  ['text/xml; charset=windows-1251', 'charset'],
  ['multipart/mixed; boundary=b', 'multipart/related'],
])('refuses the media type %s with 415 and says what is expected', async (type, words) => {
  const { public: app, calls } = startHarness()
  const answer = await app.inject(soap('<a/>', { 'content-type': type }))
  expect(answer.statusCode).toBe(415)
  expect(answer.json()).toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED', detail: expect.stringContaining(words) })
  expect(calls).toEqual([])
})

test('hands a package over with its media type, and answers with the one the flow gives', async () => {
  const packageType = 'multipart/related; type="application/xop+xml"; boundary=b'
  const seen: unknown[] = []
  const { public: app } = startHarness({
    answerCall: async (...given) => {
      seen.push(given)
      return { status: 200, body: Buffer.from('--x--'), packageType: 'multipart/related; boundary=x' }
    },
  })
  const answer = await app.inject({ ...soap('--b--', { 'content-type': packageType }), remoteAddress: '10.1.1.1' })
  expect([answer.headers['content-type'], answer.body]).toEqual(['multipart/related; boundary=x', '--x--'])
  expect(seen).toEqual([[Buffer.from('--b--'), '10.1.1.1', packageType]])
})

test('refuses a message without a media type, and a compressed one', async () => {
  const { public: app, calls } = startHarness()
  expect((await app.inject({ method: 'POST', url: '/smev', payload: Buffer.from('<a/>') })).statusCode).toBe(415)
  expect((await app.inject({ method: 'POST', url: '/smev' })).statusCode).toBe(415)
  expect((await app.inject(soap('<a/>', { 'content-encoding': 'gzip' }))).statusCode).toBe(415)
  expect(calls).toEqual([])
})

test('leaves the judgement of an empty message to the flow', async () => {
  const { public: app, calls } = startHarness()
  expect((await app.inject(soap(''))).statusCode).toBe(200)
  expect(calls.map(({ bytes }) => bytes.length)).toEqual([0])
})

test.each(['urn:SendRequest', '"urn:SendRequest"', '"urn:GetResponse"', '"urn:Ack"', 'urn:GetStatus', '""', ''])(
  'accepts the SOAPAction %j',
  async (soapaction) => {
    expect((await shared.public.inject(soap('<a/>', { soapaction }))).statusCode).toBe(200)
  },
)

test.each(['urn:SendResponse', '"urn:sendrequest"', 'SendRequest', '"urn:Ack'])(
  'answers the SOAPAction %j, which is no operation here, with a SOAP fault',
  async (soapaction) => {
    const { public: app, calls } = startHarness()
    const answer = await app.inject(soap('<a/>', { soapaction }))
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      500,
      SOAP_TYPE,
      '<fault>ENVELOPE_OPERATION</fault>',
    ])
    expect(calls).toEqual([])
  },
)

describe('a message above the limit', () => {
  const limits = { maxBodyBytes: 1000 }
  let harness: Harness | undefined
  afterEach(async () => harness?.public.close())

  test('is answered with a SOAP fault, one of exactly the limit is not', async () => {
    harness = startHarness({ limits })
    const answer = await harness.public.inject(soap(Buffer.alloc(1001)))
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      413,
      SOAP_TYPE,
      '<fault>XML_TOO_LARGE</fault>',
    ])
    expect(harness.calls).toEqual([])
    expect((await harness.public.inject(soap(Buffer.alloc(1000)))).statusCode).toBe(200)
  })

  test('is 12 MB and one byte for a package', async () => {
    harness = startHarness()
    const limit = 12 * 1024 * 1024
    const type = { 'content-type': 'multipart/related; boundary=b' }
    expect((await harness.public.inject(soap(Buffer.alloc(limit), type))).statusCode).toBe(200)
    expect((await harness.public.inject(soap(Buffer.alloc(limit + 1), type))).statusCode).toBe(413)
  })

  test('is 5 MB and one byte when nothing else is configured', async () => {
    harness = startHarness()
    const limit = 5 * 1024 * 1024
    expect((await harness.public.inject(soap(Buffer.alloc(limit)))).statusCode).toBe(200)
    expect((await harness.public.inject(soap(Buffer.alloc(limit + 1)))).statusCode).toBe(413)
  })

  test.each([
    ['announced', 'Content-Type: text/xml\r\nContent-Length: 100000\r\n', '<a>'],
    [
      'sent in chunks',
      'Content-Type: text/xml\r\nTransfer-Encoding: chunked\r\n',
      `${(1001).toString(16)}\r\n${'x'.repeat(1001)}`,
    ],
    ['of a wrong type', 'Content-Type: text/plain\r\nContent-Length: 100000\r\n', 'x'],
  ])('is refused and the connection closed without its rest, when %s', async (_how, headers, body) => {
    harness = startHarness({ limits })
    await harness.public.listen({ host: '127.0.0.1', port: 0 })
    const answer = await sendRaw(harness, `POST /smev HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`)
    expect(answer).toMatch(/^HTTP\/1\.1 41[35] /)
    expect(answer.toLowerCase()).toContain('connection: close')
  })
})

test('limits how long a request may take, how long a socket may idle, and how many there are', () => {
  const limits = { requestTimeoutMs: 1234, idleTimeoutMs: 2345, maxConnections: 7 }
  const { server } = startHarness({ limits }).public
  expect([server.requestTimeout, server.headersTimeout, server.timeout, server.maxConnections]).toEqual([
    1234, 1234, 2345, 7,
  ])
  expect(shared.public.server.requestTimeout).toBeGreaterThan(0)
})

test('gives up on a body that does not come', async () => {
  const harness = startHarness({ limits: { requestTimeoutMs: 50 } })
  await harness.public.listen({ host: '127.0.0.1', port: 0 })
  const headers = 'Host: localhost\r\nContent-Type: text/xml\r\nContent-Length: 10\r\n'
  const answer = await sendRaw(harness, `POST /smev HTTP/1.1\r\n${headers}\r\n<a>`)
  await harness.public.close()
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(harness.calls).toEqual([])
})

test('answers bytes that are no HTTP without repeating or logging them', async () => {
  const harness = startHarness()
  await harness.public.listen({ host: '127.0.0.1', port: 0 })
  const answer = await sendRaw(harness, `\x16\x03\x01 ${PERSONAL}\r\n\r\n`)
  await harness.public.close()
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer + harness.log.join('')).not.toContain(PERSONAL)
})

test('a bug behind the door is a SOAP fault of ours; its words and the message stay out of answer and log', async () => {
  const { public: app, log } = startHarness({ answerCall: throwing(new Error(PERSONAL)) })
  const answer = await app.inject(soap(`<a>${PERSONAL}</a>`))
  expect([answer.statusCode, answer.body]).toEqual([500, '<fault>BUG</fault>'])
  expect(log.join('')).not.toContain(PERSONAL)
})

test('a fault that leaves the flow keeps its code', async () => {
  const fault = new GatewayError('STORE_UNREACHABLE', 'no connection')
  const answer = await startHarness({ answerCall: throwing(fault) }).public.inject(soap('<a/>'))
  expect([answer.statusCode, answer.body]).toEqual([503, '<fault>STORE_UNREACHABLE</fault>'])
})

test('answers with a bland problem when not even a SOAP fault can be written', async () => {
  const bug = new Error(PERSONAL)
  const options = { answerCall: throwing(bug), refuseCall: throwing(bug) }
  const answer = await startHarness(options).public.inject(soap('<a/>'))
  expect([answer.statusCode, answer.json().type]).toEqual([500, 'about:blank'])
  expect(answer.body).not.toContain(PERSONAL)
})

test('never logs what a message says', async () => {
  const { public: app, log } = startHarness()
  await app.inject(soap(`<a>${PERSONAL}</a>`))
  expect(log.join('')).toContain('"route":"/smev"')
  expect(log.join('')).not.toContain(PERSONAL)
})

describe('the description of the service', () => {
  test.each(['/smev?wsdl', '/smev?WSDL', '/smev?wsdl='])(
    'is served at %s with the address it was asked at',
    async (url) => {
      const answer = await shared.public.inject(get(url, { host: 'zags.example:8443' }))
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, SOAP_TYPE])
      expect(answer.body).toBe('<definitions location="http://zags.example:8443/smev" version="1.1"/>')
    },
  )

  test('is served for the version that is asked for, and for no other', async () => {
    const { public: app } = startHarness()
    const answer = await app.inject(get('/smev?wsdl=1.3', { host: 'zags.example' }))
    expect(answer.body).toBe('<definitions location="http://zags.example/smev" version="1.3"/>')
    expect((await app.inject(get('/smev?wsdl=2'))).statusCode).toBe(404)
    expect((await app.inject(get('/smev?wsdl=1.1&wsdl=1.3'))).statusCode).toBe(400)
  })

  test('names the configured address whatever the Host header says', async () => {
    const { public: app } = startHarness({ publicUrl: 'https://zags39.example' })
    const answer = await app.inject(get('/smev?wsdl', { host: 'evil.example' }))
    expect(answer.body).toBe('<definitions location="https://zags39.example/smev" version="1.1"/>')
  })

  test('lets no markup in through the Host header', async () => {
    const answer = await startHarness().public.inject(get('/smev?wsdl', { host: 'a"/><evil/>' }))
    expect(answer.statusCode).toBe(400)
    expect(answer.body).not.toContain('evil')
  })

  test('serves its schemas by name, and nothing else', async () => {
    const { public: app } = startHarness()
    const schema = await app.inject(get('/smev?xsd=types-1.1.xsd'))
    expect([schema.statusCode, schema.headers['content-type'], schema.body]).toEqual([200, SOAP_TYPE, '<schema/>'])
    expect((await app.inject(get('/smev?xsd=../../etc/passwd'))).statusCode).toBe(404)
    expect((await app.inject(get('/smev?xsd=a&xsd=b'))).statusCode).toBe(400)
    expect((await app.inject(get('/smev'))).statusCode).toBe(400)
  })

  test('has no other methods', async () => {
    const answer = await startHarness().public.inject({ method: 'PUT', url: '/smev', payload: 'x' })
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, POST'])
  })
})

function throwing(thrown: Error): () => never {
  return () => {
    throw thrown
  }
}

/** Sends bytes, never more of them, and reads until the server closes the connection. */
function sendRaw({ public: app }: Harness, request: string): Promise<string> {
  const { port } = app.server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    socket.on('error', reject)
  })
}
