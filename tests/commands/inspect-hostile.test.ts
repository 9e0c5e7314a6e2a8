/** The hostile corpus before `inspect`: it lists the rule by which the door refuses each message, and crashes at none. */
import { expect, test } from 'vitest'
import { inspectFile } from '../../gateway/commands/inspect-file.ts'
import type { Inspection } from '../../gateway/commands/inspect-file.ts'
import { UsageError } from '../../gateway/commands/usage-error.ts'
import { readHolder, RECEIVED_AT } from '../fixtures/signature/pki.ts'
import { CORPUS } from '../hostile/corpus/index.ts'
import { messagesOf } from '../hostile/defect.ts'
import type { Defect, Defects } from '../hostile/defect.ts'

const trust = { anchors: [readHolder('root').certificate], authorities: [] }

/** What inspect says; undefined for what is no XML even at a glance. */
async function inspected(bytes: Uint8Array): Promise<Inspection | undefined> {
  try {
    return await inspectFile({ bytes, trust, at: RECEIVED_AT, content: undefined })
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

/** The rules of a door that admits UTF-8 only: inspect knows no other. */
function expectedOf({ expected, admitsWindows1251 }: Defect): readonly string[] {
  if ('fault' in expected) return [expected.fault]
  return admitsWindows1251 ? ['XML_ENCODING'] : []
}

const NO_XML = ['XML_NOT_WELL_FORMED', 'XML_ENCODING']

const messages = Object.entries<Defects>(CORPUS).flatMap(([group, defects]) =>
  Object.entries(defects)
    .filter(([, { isBig, packageType }]) => !isBig && packageType === undefined)
    .map(([name, defect]) => [`${group}/${name}`, defect] as const),
)

test.each(messages)('%s', async (_name, defect) => {
  const rules = [...expectedOf(defect)]
  for (const bytes of await messagesOf(defect)) {
    const inspection = await inspected(bytes)
    if (inspection === undefined) expect(NO_XML).toEqual(expect.arrayContaining(rules))
    else if (rules.length === 0) expect(inspection.door).toEqual([])
    else expect(inspection.door.map(({ code }) => code)).toEqual(expect.arrayContaining(rules))
  }
})
