import { describe, expect, test } from 'vitest'
import type { Job } from '../../gateway/ports/store.ts'
import { JOB_NAMES, JOBS, jobKey, parseJob, payloadOf } from '../../queue/jobs.ts'

const DAY_SECONDS = 86_400
const ADVANCE: Job = { name: 'advance', caseId: 'a1', version: 3 }
const SEAL: Job = { name: 'seal', caseId: 'a1' }

describe.each(JOB_NAMES)('%s', (name) => {
  const { retryDelaySeconds, retryDelayMaxSeconds, retryLimit, retentionSeconds } = JOBS[name]
  // pg-boss waits between the half and the whole of this before retry n, never more than the maximum.
  const delays = Array.from({ length: retryLimit }, (_, n) => retryDelaySeconds * 2 ** Math.min(16, n + 1))
  const total = (share: number): number =>
    delays.reduce((sum, delay) => sum + Math.min(retryDelayMaxSeconds, delay * share), 0)

  test('is retried for more than thirty days before it is given up', () => {
    expect(total(0.5)).toBeGreaterThan(30 * DAY_SECONDS)
  })

  test('is kept longer than it is retried, so that it ends in the dead letter and is never just deleted', () => {
    expect(total(1) + 7 * DAY_SECONDS).toBeLessThan(retentionSeconds)
  })

  test('is first retried after seconds, later every quarter of an hour', () => {
    expect({ retryDelaySeconds, retryDelayMaxSeconds }).toEqual({ retryDelaySeconds: 5, retryDelayMaxSeconds: 900 })
  })
})

test.each([ADVANCE, SEAL])('a stored $name is read back as it was sent', (job) => {
  expect(parseJob(job.name, JSON.parse(JSON.stringify(payloadOf(job))))).toEqual(job)
})

test.each([
  ['a name nobody sends', 'deliver', { caseId: 'a1' }],
  ['no case', 'seal', {}],
  ['a case that is no string', 'seal', { caseId: 7 }],
  ['no version', 'advance', { caseId: 'a1' }],
  ['a version that is no number', 'advance', { caseId: 'a1', version: '3' }],
  ['no payload', 'advance', null],
])('refuses a stored job with %s', (_defect, name, payload) => {
  expect(() => parseJob(name, payload)).toThrow(TypeError)
})

test('jobs for two versions of one case are different work', () => {
  expect(jobKey(ADVANCE)).not.toBe(jobKey({ ...ADVANCE, version: 4 }))
})
