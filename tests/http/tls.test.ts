import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureVersion } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHarness } from './support/gateway.ts'

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/certs/${name}`, import.meta.url))
const harness = startHarness({ tls: { cert: fixture('rsa.pem'), key: fixture('rsa.key') } })

beforeAll(async () => {
  await harness.public.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => harness.public.close())

test('serves over TLS and tells browsers to stay there', async () => {
  const { statusCode, headers } = await getOver('TLSv1.2')
  expect(statusCode).toBe(401)
  expect(headers['strict-transport-security']).toBe('max-age=31536000')
})

test('refuses a version of TLS older than 1.2', async () => {
  await expect(getOver('TLSv1.1')).rejects.toThrow('alert protocol version')
})

test('does not speak of TLS where there is none', async () => {
  const { headers } = await startHarness().public.inject({ url: '/api/v1/cases' })
  expect(headers).not.toHaveProperty('strict-transport-security')
})

function getOver(maxVersion: SecureVersion): Promise<{ statusCode?: number; headers: NodeJS.Dict<string | string[]> }> {
  const { port } = harness.public.server.address() as AddressInfo
  // An old client's own library would refuse first; at level 0 the server decides.
  const client = { rejectUnauthorized: false, minVersion: 'TLSv1' as const, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/api/v1/cases', agent: false, ...client }, (answer) => {
      answer.resume()
      resolve(answer as { statusCode?: number; headers: NodeJS.Dict<string | string[]> })
    })
    sent.on('error', reject).end()
  })
}
