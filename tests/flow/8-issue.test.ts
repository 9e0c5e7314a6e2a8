import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { issue } from '../../gateway/flow/8-issue.ts'
import { STRANGER } from '../support/builders.ts'
import { fakePorts } from '../support/fakes.ts'
import { refusalDraft, signed, SIGNED_ID } from './cases.ts'

async function issuing(...cases: readonly CaseIn<'SIGNED'>[]) {
  const ports = fakePorts({ cases })
  for (const before of cases) await issue(before, ports)
  const { outgoing, history, jobs, series } = ports.store.tables
  const now = cases.map(({ id }) => ports.store.tables.cases.get(id) as CaseIn<'ISSUED'>)
  return { now, outgoing, history, jobs, series }
}
const absence = (id = signed().id) => signed({ id, draft: { kind: 'ABSENCE_NOTICE', documentId: 'd' } })
const refusal = () =>
  signed({ sender: STRANGER, eligibility: refusalDraft().eligibility, draft: { kind: 'REFUSAL', documentId: 'd' } })

describe('an answer', () => {
  test('is one final message with the routing facts in clear and the signed document (D6)', async () => {
    const { outgoing, now, jobs, history } = await issuing(signed())
    expect(outgoing).toMatchObject([
      {
        queue: 'court-39.1',
        final: true,
        content: {
          form: 'REPLY',
          documentId: SIGNED_ID,
          routing: {
            kind: 'INFORMATION',
            number: '39000000-2026-000001',
            registeredOn: '2026-03-10',
            outgoingNumber: 'КОС-17',
            outgoingDate: '2026-03-06',
            part: 1,
            last: true,
          },
        },
      },
    ])
    expect(outgoing[0]).not.toHaveProperty('sealed')
    expect(now[0]).toMatchObject({ state: 'ISSUED' })
    expect(history).toMatchObject([{ event: 'ISSUE', paragraph: '¶71, 72, 78' }])
    expect(jobs).toHaveLength(1)
  })

  test('of information has no journal number', async () => {
    const { now, series } = await issuing(signed())
    expect(now[0]).not.toHaveProperty('journalNumber')
    expect(series.size).toBe(0)
  })

  test('of absence gets the next number of the journal, gapless (¶71, D3)', async () => {
    const { now, outgoing } = await issuing(absence('a'), absence('b'))
    expect(now.map(({ journalNumber }) => journalNumber)).toEqual(['2026-1', '2026-2'])
    expect(outgoing[1]).toMatchObject({ content: { routing: { kind: 'ABSENCE_NOTICE', journalNumber: '2026-2' } } })
  })

  test('goes to the node that asked, under a MessageID of its own', async () => {
    const { message } = signed()
    const { outgoing } = await issuing(signed({ message: { ...message, nodeId: 'node-1' } }))
    expect(outgoing[0]).toMatchObject({ nodeId: 'node-1', type: message.type })
    expect(outgoing[0]?.messageId).not.toBe(message.messageId)
  })
})

describe('a refusal', () => {
  test('is a status with the document, then the rejection, which alone is final (design section 4)', async () => {
    const { outgoing } = await issuing(refusal())
    expect(outgoing).toMatchObject([
      { final: false, content: { form: 'STATUS', code: 60, documentId: SIGNED_ID } },
      { final: true, content: { form: 'REJECTED', entries: [{ code: 'ACCESS_DENIED' }] } },
    ])
  })

  test('names number and outgoing number in clear and no person', async () => {
    const { outgoing } = await issuing(refusal())
    const clear = JSON.stringify(outgoing.map(({ content }) => content))
    expect(clear).toContain('¶28; 39000000-2026-000001; исх. КОС-17 от 06.03.2026')
    expect(clear).not.toMatch(/Иванов|Соколова|1990/)
  })

  test('has no entry in a journal (¶78)', async () => {
    const { series } = await issuing(refusal())
    expect(series.size).toBe(0)
  })
})

test('issued twice the messages are laid down once', async () => {
  const ports = fakePorts({ cases: [absence()] })
  await Promise.all([issue(absence(), ports), issue(absence(), ports)])
  expect(ports.store.tables.outgoing).toHaveLength(1)
  expect([...ports.store.tables.series.values()]).toEqual([1])
})
