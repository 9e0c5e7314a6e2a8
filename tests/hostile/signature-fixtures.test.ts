/** The stored defects of the signature profile, sent to the door: it never says less than the profile does. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { FaultCode } from '../../gateway/domain/faults.ts'
import { BY_CRYPTOGRAPHY, BY_STRUCTURE, BY_THE_GATE } from '../fixtures/signature/expected-faults.ts'
import { createDoor } from './door.ts'

/** What the envelope, which the profile does not look at, forbids before the signature is read. */
const BY_THE_ENVELOPE: Readonly<Record<string, FaultCode>> = {
  'inclusive-namespaces': 'XML_NAMESPACE',
  'signature-in-another-namespace': 'XML_NAMESPACE',
  'something-else-beside-the-signature': 'XML_NAMESPACE',
  'signed-xml-lang': 'XML_NAMESPACE',
  'signed-element-moved': 'ENVELOPE_STRUCTURE',
  'signed-element-moved-and-another-id-in-its-place': 'ENVELOPE_STRUCTURE',
}

const ask = createDoor()
const stored = (file: string): Buffer => readFileSync(new URL(`../fixtures/signature/${file}.xml`, import.meta.url))

test.each(Object.entries({ ...BY_THE_GATE, ...BY_STRUCTURE, ...BY_CRYPTOGRAPHY, ...BY_THE_ENVELOPE }))(
  '%s is refused with %s',
  async (name, fault) => {
    expect(await ask(stored(`invalid/${name}`))).toMatchObject({ fault })
  },
)

test('its valid message gets past the signature, to a content that is not served', async () => {
  expect(await ask(stored('valid/send-request'))).toMatchObject({ fault: 'MESSAGE_TYPE_UNSUPPORTED' })
})
