import { describe, expect, test } from 'vitest'
import type { CaseIn } from '../../gateway/domain/case.ts'
import { checkIntakeGrounds } from '../../gateway/flow/3-check-intake.ts'
import { inquiry, registered, SIGNED_BY_OFFICIAL, STRANGER, subject } from '../support/builders.ts'
import { fakePorts } from '../support/fakes.ts'

const asking = (changes: Parameters<typeof inquiry>[0]): Partial<CaseIn<'REGISTERED'>> => ({
  reading: { readable: true, inquiry: inquiry(changes), official: SIGNED_BY_OFFICIAL },
})

async function checking(changes: Partial<CaseIn<'REGISTERED'>> = {}) {
  const before = registered(changes)
  const ports = fakePorts({ cases: [before] })
  await checkIntakeGrounds(before, ports)
  return { now: ports.store.tables.cases.get(before.id) as CaseIn<'HEAD_REVIEW'>, jobs: ports.store.tables.jobs }
}

test('an inquiry without grounds is passed to the Head and goes on (¶42-49)', async () => {
  const { now, jobs } = await checking()
  expect(now).toMatchObject({ state: 'HEAD_REVIEW', grounds: [] })
  expect(now).not.toHaveProperty('waitsFor')
  expect(jobs).toEqual([{ name: 'advance', caseId: now.id, version: 3 }])
})

describe('what no standing order covers waits for a person (section 18)', () => {
  test.each<[string, Partial<CaseIn<'REGISTERED'>>, string]>([
    ['intake grounds', asking({ addresseeOffice: ' ' }), 'INTAKE_GROUNDS'],
    [
      'content that cannot be read',
      { reading: { readable: false, errors: ['x'], official: SIGNED_BY_OFFICIAL } },
      'INTAKE_GROUNDS',
    ],
    ["a stranger in a registered body's name (I6)", { sender: STRANGER }, 'INTAKE_GROUNDS'],
    ['an adoption (C1, C2)', asking({ subjects: [subject({ actKind: 'ADOPTION' })] }), 'ADOPTION_SECRECY'],
    [
      'an adoption among others (C2a)',
      asking({ subjects: [subject(), subject({ actKind: 'ADOPTION' })] }),
      'ADOPTION_SECRECY',
    ],
    ['several subjects (G1)', asking({ subjects: [subject(), subject()] }), 'SEVERAL_SUBJECTS'],
    [
      'grounds before adoption: the order of ¶42 (I6)',
      asking({ addresseeOffice: ' ', subjects: [subject({ actKind: 'ADOPTION' })] }),
      'INTAKE_GROUNDS',
    ],
  ])('%s', async (_what, changes, reason) => {
    const { now, jobs } = await checking(changes)
    expect(now).toMatchObject({ state: 'HEAD_REVIEW', waitsFor: { reason } })
    expect(jobs).toEqual([])
  })

  test('with every ground found kept in the case (I1)', async () => {
    const { now } = await checking({ sender: STRANGER, ...asking({ addresseeOffice: ' ' }) })
    expect(now.grounds.map(({ code }) => code)).toEqual(['ORG_SIGNATURE', 'ILLEGIBLE'])
  })
})

test("a stranger's proper inquiry goes on: its refusal is of ¶28 (I6, I8)", async () => {
  const { now, jobs } = await checking({
    sender: STRANGER,
    ...asking({ requester: { id: 'heir-39', name: 'ООО «Наследник»' } }),
  })
  expect(now).toMatchObject({ state: 'HEAD_REVIEW', grounds: [] })
  expect(jobs).toHaveLength(1)
})
