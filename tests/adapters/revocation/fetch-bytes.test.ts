import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFetchBytes } from '../../../adapters/revocation/fetch-bytes.ts'

const ORIGIN = 'http://crl.example'
const fetchBytes = createFetchBytes()
const read = (path = '/a.crl', maxBytes = 1000) => fetchBytes({ url: `${ORIGIN}${path}`, maxBytes })

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

describe('a source', () => {
  test('is read as the bytes it sends', async () => {
    const list = Buffer.from([0x30, 0x00, 0xff, 0x80])
    nock(ORIGIN).get('/a.crl').reply(200, list)
    expect(Buffer.from(await read()).equals(list)).toBe(true)
  })

  test('is asked with a body of its own media type', async () => {
    const question = Buffer.from([0x30, 0x01, 0x05])
    let received = ''
    nock(ORIGIN, { reqheaders: { 'content-type': 'application/ocsp-request' } })
      .post('/ocsp', (body) => {
        received = String(body)
        return true
      })
      .reply(200, Buffer.from([7]))
    const body = { mediaType: 'application/ocsp-request', bytes: question }
    expect([...(await fetchBytes({ url: `${ORIGIN}/ocsp`, maxBytes: 10, body }))]).toEqual([7])
    // nock shows a body that is no text as hex.
    expect([question.toString('latin1'), question.toString('hex')]).toContain(received)
  })

  test('may send as much as allowed and no byte more', async () => {
    nock(ORIGIN).get('/a.crl').times(2).reply(200, Buffer.alloc(1000))
    expect((await read('/a.crl', 1000)).length).toBe(1000)
    await expect(read('/a.crl', 999)).rejects.toMatchObject({
      code: 'REVOCATION_UNREACHABLE',
      message: expect.stringContaining('longer than 999 bytes') as string,
    })
  })
})

describe('REVOCATION_UNREACHABLE', () => {
  test.each([404, 500, 204])('is the answer %i', async (status) => {
    nock(ORIGIN).get('/a.crl').reply(status)
    await expect(read()).rejects.toMatchObject({ code: 'REVOCATION_UNREACHABLE' })
  })

  test('is a redirect: nobody has configured where it leads', async () => {
    nock(ORIGIN).get('/a.crl').reply(302, '', { location: 'http://elsewhere.example/a.crl' })
    const elsewhere = nock('http://elsewhere.example').get('/a.crl').reply(200, 'x')
    await expect(read()).rejects.toMatchObject({ code: 'REVOCATION_UNREACHABLE' })
    expect(elsewhere.isDone()).toBe(false)
  })

  test('is a peer that refuses the connection, with the cause kept', async () => {
    nock(ORIGIN).get('/a.crl').replyWithError('connection refused')
    const error: unknown = await read().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'REVOCATION_UNREACHABLE', cause: expect.anything() as unknown })
  })

  test('is a peer that does not answer in time', async () => {
    nock.restore()
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/a.crl`
    const impatient = createFetchBytes({ timeoutMs: 20 })
    await expect(impatient({ url, maxBytes: 10 })).rejects.toMatchObject({ code: 'REVOCATION_UNREACHABLE' })
    silent.closeAllConnections()
    silent.close()
    nock.activate()
  })

  test.each(['file:///etc/passwd', 'data:,x', 'ftp://crl.example/a.crl', 'crl.example/a.crl'])(
    'is the address %s',
    async (url) => {
      await expect(fetchBytes({ url, maxBytes: 10 })).rejects.toMatchObject({ code: 'REVOCATION_UNREACHABLE' })
    },
  )
})
