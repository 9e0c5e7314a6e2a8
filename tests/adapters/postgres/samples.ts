/** Values for store tests: small, valid by type, each with its own identifiers. */
import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '../../../gateway/domain/audit-entry.ts'
import type { CaseIn } from '../../../gateway/domain/case.ts'
import type { Inquiry } from '../../../gateway/domain/inquiry.ts'
import type { OutgoingMessage } from '../../../gateway/ports/store.ts'

export const NOW = new Date('2026-11-20T09:00:00.000Z')

export const INQUIRY: Inquiry = {
  requester: { id: 'court-1', name: 'Районный суд' },
  addresseeOffice: '39000001',
  outgoingNumber: '2-1534/2026',
  outgoingDate: '2026-11-19',
  official: { familyName: 'Ёлкина', givenName: 'Анна', position: 'судья' },
  purpose: {},
  requestedResult: 'INFORMATION',
  mark: 'NONE',
  subjects: [{ actKind: 'DEATH', persons: [{ role: 'DECEASED', familyName: 'Иванов', givenName: 'Иван' }] }],
}

export function receivedCase(changes: Partial<CaseIn<'RECEIVED'>> = {}): CaseIn<'RECEIVED'> {
  return {
    id: randomUUID(),
    version: 1,
    state: 'RECEIVED',
    receivedAt: NOW.toISOString(),
    sender: { kind: 'REGISTERED', requesterId: 'court-1', systemId: 'court-1-gas', queue: 'court-1-gas' },
    certificate: { der: 'AA==', revocation: 'NOT_CHECKED' },
    message: {
      messageId: randomUUID(),
      type: { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' },
      digest: 'aa',
      contentDigest: 'bb',
      smevVersion: '1.2',
      test: false,
    },
    reading: { readable: true, inquiry: INQUIRY, official: { verdict: 'MISSING' } },
    ...changes,
  }
}

export function registered(
  from: CaseIn<'RECEIVED'>,
  number: string,
  dates: { registeredOn?: string; dueOn?: string } = {},
): CaseIn<'REGISTERED'> {
  const { registeredOn = '2026-11-20', dueOn = '2026-11-27' } = dates
  const deadline = { dueOn, terms: [], calendarVersion: 'test', warnings: [] }
  return { ...from, version: from.version + 1, state: 'REGISTERED', number, registeredOn, deadline }
}

export function notice(caseId: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    messageId: randomUUID(),
    caseId,
    queue: 'court-1-gas',
    type: { namespace: 'urn://zags-gateway/inquiry/1.0', name: 'Inquiry' },
    content: { form: 'STATUS', code: 10, parameters: [{ key: 'number', value: '1' }], description: 'принято' },
    final: false,
    ...changes,
  }
}

export function entry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return { at: NOW.toISOString(), event: 'MESSAGE_ACCEPTED', result: 'OK', details: { size: 1 }, ...changes }
}
