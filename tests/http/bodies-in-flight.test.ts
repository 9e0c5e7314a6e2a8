import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { soap, startHarness } from './support/gateway.ts'

describe('bodies in flight', () => {
  const limits = { maxBytesInFlight: 100, maxPackageBytes: 60 }

  test('are bounded together, and make room when their answer has left', async () => {
    const begun: (() => void)[] = []
    const { public: app } = startHarness({
      answerCall: async () => {
        await new Promise<void>((resolve) => begun.push(resolve))
        return { status: 200, body: Buffer.from('<answer/>') }
      },
      limits,
    })
    const first = app.inject(soap('a'.repeat(60)))
    await expect.poll(() => begun.length).toBe(1)
    const second = await app.inject(soap('b'.repeat(41)))
    expect([second.statusCode, second.body]).toEqual([503, expect.stringContaining('READING_BUSY')])
    begun[0]?.()
    expect((await first).statusCode).toBe(200)
    const third = app.inject(soap('c'.repeat(60)))
    await expect.poll(() => begun.length).toBe(2)
    begun[1]?.()
    expect((await third).statusCode).toBe(200)
  })

  test('make room when the sender goes away', async () => {
    const { public: app } = startHarness({ limits })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /smev HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: 60\r\n\r\n<a')
    await expect.poll(async () => (await app.inject(soap('b'.repeat(50)))).statusCode).toBe(503)
    socket.destroy()
    await expect.poll(async () => (await app.inject(soap('b'.repeat(50)))).statusCode).toBe(200)
    await app.close()
  })
})
