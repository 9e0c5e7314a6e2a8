import { describe, expect, test } from 'vitest'
import { GatewayError } from '../../gateway/domain/faults.ts'
import type { JobHandlers } from '../../queue/inquiry-worker.ts'
import { runJob } from '../../queue/inquiry-worker.ts'

const STORED = { name: 'advance', data: { caseId: 'a1', version: 3 } }

function throwing(error: unknown): JobHandlers {
  const handle = (): Promise<void> => Promise.reject(error)
  return { advance: handle, seal: handle }
}

describe('a job that succeeds', () => {
  test.each([
    ['advance', { caseId: 'a1', version: 3 }, ['advance', 'a1', 3]],
    ['seal', { caseId: 'a1' }, ['seal', 'a1']],
  ])('%s calls its own handler with its payload', async (name, data, call) => {
    const calls: unknown[] = []
    const outcome = await runJob(
      { name, data },
      {
        advance: async (...args) => void calls.push(['advance', ...args]),
        seal: async (...args) => void calls.push(['seal', ...args]),
      },
    )
    expect(outcome).toEqual({ status: 'completed' })
    expect(calls).toEqual([call])
  })
})

describe('a fault', () => {
  test('that may pass is retried', async () => {
    const fault = new GatewayError('REGISTRY_UNREACHABLE', 'the registry did not answer')
    expect(await runJob(STORED, throwing(fault))).toEqual({
      status: 'failed',
      job: { name: 'advance', caseId: 'a1', version: 3 },
      error: fault,
      failure: { code: 'REGISTRY_UNREACHABLE', bugs: 0, detail: 'the registry did not answer' },
    })
  })

  test('that may pass is retried however often it came', async () => {
    const fault = new GatewayError('REGISTRY_UNREACHABLE', 'the registry did not answer')
    const output = { code: 'REGISTRY_UNREACHABLE', bugs: 0 }
    expect(await runJob({ ...STORED, output }, throwing(fault))).toMatchObject({ status: 'failed' })
  })

  test('that stays goes to the dead letter at once', async () => {
    const fault = new GatewayError('LIFE_CYCLE_VIOLATED', 'no such move')
    expect(await runJob(STORED, throwing(fault))).toMatchObject({
      status: 'deadletter',
      failure: { code: 'LIFE_CYCLE_VIOLATED', bugs: 0 },
    })
  })
})

describe('a bug', () => {
  const bug = new TypeError('Cannot read Иванов of undefined')

  test.each([
    ['the first time', undefined, 'failed', 1],
    ['the second time', { code: 'BUG', bugs: 1 }, 'failed', 2],
    ['the third time', { code: 'BUG', bugs: 2 }, 'deadletter', 3],
    ['after a fault, which is a new count', { code: 'REGISTRY_UNREACHABLE', bugs: 0 }, 'failed', 1],
    ['after an expiry noted by pg-boss', { value: { message: 'job timed out' } }, 'failed', 1],
  ])('%s', async (_time, output, status, bugs) => {
    const outcome = await runJob({ ...STORED, output }, throwing(bug))
    expect(outcome).toMatchObject({ status, error: bug, failure: { code: 'BUG', bugs } })
  })

  test('leaves its kind and place with the job, not its message, which may quote data', async () => {
    const outcome = await runJob(STORED, throwing(bug))
    expect(outcome).toMatchObject({
      failure: { detail: expect.stringMatching(/^TypeError at .*inquiry-worker\.test/) },
    })
    expect(JSON.stringify(outcome)).not.toContain('Иванов')
  })

  test('is also anything thrown that is no error', async () => {
    expect(await runJob(STORED, throwing('Иванов'))).toMatchObject({ failure: { code: 'BUG', detail: 'string' } })
  })

  test('is also a stored job nobody can read; no handler sees it', async () => {
    const outcome = await runJob({ name: 'advance', data: { caseId: 'a1' } }, throwing(new Error('called')))
    expect(outcome).toMatchObject({ status: 'failed', job: undefined, error: expect.any(TypeError) })
  })
})
