import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import { createReadingPool, type PoolOptions, type ReadingPool } from '../../gateway/reading/pool.ts'

const SETUP: PoolOptions['setup'] = {
  trustBundle: new Uint8Array(),
  trustSigner: new Uint8Array(),
  at: new Date(0),
  decryptionCertificates: {},
}

let pool: ReadingPool
let lost: unknown[]

async function startPool(changes: Partial<PoolOptions> = {}): Promise<(text: string) => Promise<unknown>> {
  lost = []
  pool = createReadingPool({
    threads: 1,
    deadlineMs: 5_000,
    setup: SETUP,
    program: new URL('program.ts', import.meta.url),
    keys: {
      agree: () => Promise.reject(new Error('not asked')),
      agree512: () => Promise.reject(new Error('not asked')),
      decrypt: async (_, [first = 0]) => Uint8Array.of(first + 1),
    },
    askStatus: ({ certificate, issuer }) => (certificate[0] === 1 && issuer[0] === 2 ? 'GOOD' : 'UNKNOWN'),
    onThreadLost: (error) => lost.push(error),
    ...changes,
  })
  await pool.start()
  return async (text) => {
    const call = await pool.readCall(Buffer.from(text), new Date(0))
    return call.operation === 'Ack' ? call.messageId : call
  }
}

afterEach(() => pool.close())

describe('a reading thread', () => {
  test('answers, refuses and fails as the reader in it does', async () => {
    const read = await startPool()
    expect(await read('hello')).toBe('hello')
    const refusal = await read('refuse').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(GatewayError)
    expect(refusal).toMatchObject({ code: 'XML_DOCTYPE', facts: { smevVersion: '1.3' } })
    await expect(read('be buggy')).rejects.toThrow(TypeError)
    expect(lost).toEqual([])
  })

  test('asks the main thread about revocation, and keys for what only they can open', async () => {
    const read = await startPool()
    expect(await read('ask about revocation')).toBe('GOOD')
    expect(await read('ask a key')).toBe('key says 8')
    expect(await read('ask the key before it')).toBe('key says 8')
  })

  test('is given no key that signs', async () => {
    const read = await startPool()
    expect(await read('ask a key that signs')).toBe('key fails')
  })

  test('hears that the main thread failed to say', async () => {
    const read = await startPool({
      askStatus: () => {
        throw new Error('no status')
      },
    })
    expect(await read('ask about revocation')).toBe('BUG')
  })
})

describe('a thread is replaced', () => {
  test('when a message takes more than its time, and those that waited are read', async () => {
    const read = await startPool({ deadlineMs: 300 })
    const overrun = read('spin for ever')
    const next = read('next')
    await expect(overrun).rejects.toMatchObject({ code: 'READING_OVERRUN' })
    expect(await next).toBe('next')
    expect(lost).toMatchObject([{ code: 'READING_OVERRUN' }])
  })

  test.each(['throw', 'exit'])('when it ends of itself: %s', async (way) => {
    const read = await startPool()
    const [broken, next] = [read(way), read('next')]
    await expect(broken).rejects.toThrow(way === 'throw' ? 'broken thread' : 'ended with 3')
    expect(await next).toBe('next')
    expect(lost).toHaveLength(1)
  })

  test('when it ends while nothing is asked of it', async () => {
    const read = await startPool()
    expect(await read('answer, then exit')).toBe('answered')
    while (lost.length === 0) await sleep(5)
    expect(await read('next')).toBe('next')
    expect(lost).toMatchObject([{ message: 'a reading thread ended with 4' }])
  })

  test('when it takes more memory than it may', { timeout: 60_000 }, async () => {
    const read = await startPool({ deadlineMs: 50_000 })
    await expect(read('eat memory')).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' })
    expect(await read('next')).toBe('next')
  })
})

test('the time a key takes is not counted', async () => {
  const slow = { agree: () => Promise.reject(new Error()), agree512: () => Promise.reject(new Error()) }
  const read = await startPool({
    deadlineMs: 200,
    keys: { ...slow, decrypt: async () => (await sleep(500), Uint8Array.of(1)) },
  })
  expect(await read('ask a key')).toBe('key says 1')
  await expect(read('spin for ever')).rejects.toMatchObject({ code: 'READING_OVERRUN' })
})

test('another thread is started when the first is busy', async () => {
  const read = await startPool({ threads: 2, deadlineMs: 2_000 })
  const overrun = read('spin for ever').catch(() => 'overrun')
  expect(await Promise.race([overrun, read('next')])).toBe('next')
  expect(await overrun).toBe('overrun')
})

test('what waits is bounded in number and in size', async () => {
  const read = await startPool()
  const busy = read('spin a while')
  const big = [1, 2].map(() => read(' '.repeat(33 * 1024 * 1024)).catch((error: unknown) => error))
  expect(await big[1]).toMatchObject({ code: 'READING_BUSY' })
  expect(await big[0]).toHaveLength(33 * 1024 * 1024)
  expect(await busy).toBe('spun')
  const many = Array.from({ length: 600 }, () => read('x').catch((error: GatewayError) => error.code))
  const answers = await Promise.all(many)
  expect(answers.filter((answer) => answer === 'x')).toHaveLength(513)
  expect(answers.filter((answer) => answer === 'READING_BUSY')).toHaveLength(87)
})

test('closing reads what was asked before, and nothing after', async () => {
  const read = await startPool()
  const asked = [read('spin a while'), read('last')]
  const closed = pool.close()
  await expect(read('late')).rejects.toMatchObject({ code: 'READING_BUSY' })
  await closed
  expect(await Promise.all(asked)).toEqual(['spun', 'last'])
})

test('closing does not wait for a thread that the last call has cost', async () => {
  const read = await startPool()
  const [broken, closed] = [read('exit'), pool.close()]
  await expect(broken).rejects.toThrow('ended with 3')
  await closed
})

test('threads that cannot be started fail the start', async () => {
  const program = new URL('no-such-program.ts', import.meta.url)
  await expect(startPool({ program })).rejects.toThrow('no-such-program')
})
