import { describe, expect, test } from 'vitest'
import { checkIntake } from '../../gateway/domain/intake.ts'
import type { Inquiry } from '../../gateway/domain/inquiry.ts'
import {
  child,
  COURT,
  COURT_SENDER,
  inquiry,
  SIGNED_BY_OFFICIAL,
  STRANGER,
  subject,
  TODAY,
} from '../support/builders.ts'
import { codesOf, groundsOf, stranger } from './intake-arrival.ts'

const failed = (code: 'SIGNATURE_DIGEST' | 'SIGNATURE_VALUE' | 'CERTIFICATE_EXPIRED' | 'CERTIFICATE_USAGE') =>
  ({ verdict: 'FAILED', code }) as const
const without = <K extends keyof Inquiry>(field: K): Inquiry => {
  const { [field]: _, ...rest } = inquiry()
  return rest as Inquiry
}

test('a proper inquiry has no ground', () => {
  expect(groundsOf()).toEqual([])
})

describe('each ground alone, with its paragraph', () => {
  test.each(['SIGNATURE_DIGEST', 'SIGNATURE_VALUE'] as const)('ALTERED: %s of the official (¶24(1))', (code) => {
    expect(groundsOf({ official: failed(code) })).toEqual([
      { code: 'ALTERED', paragraph: '¶24(1)', detail: `PersonalSignature: ${code}` },
    ])
  })

  test('UNREADABLE: the content breaks its schema (¶24(3)); the rules are named', () => {
    const reading = {
      readable: false,
      errors: ['Subjects: missing', 'Mark: unknown'],
      official: SIGNED_BY_OFFICIAL,
    } as const
    const facts = { sender: COURT_SENDER, requester: COURT, isRegisteredId: () => true, signedOn: TODAY, revoked: [] }
    expect(checkIntake({ reading, ...facts })).toEqual([
      { code: 'UNREADABLE', paragraph: '¶24(3)', detail: 'Subjects: missing; Mark: unknown' },
    ])
  })

  test('ORG_SIGNATURE: the certificate is of another body than requester.id (¶24(4), I6)', () => {
    const content = inquiry({ requester: { id: 'prosecutor-39', name: 'Прокуратура' } })
    expect(groundsOf({ content })).toMatchObject([{ code: 'ORG_SIGNATURE', paragraph: '¶24(4)' }])
  })

  test.each([
    ['blanks', inquiry({ outgoingNumber: ' \u00a0 ' })],
    ['replacement characters', inquiry({ requester: { id: COURT.id, name: 'Обл\uFFFDстной суд' } })],
    ['control characters', inquiry({ addresseeOffice: '\u0085\u0090' })],
    ['marks without a letter', inquiry({ official: { familyName: '—', givenName: 'Ольга', position: 'Судья' } })],
    ['blanks for the case', inquiry({ purpose: { caseNumber: ' ' } })],
    [
      'an illegible name of a person',
      inquiry({ subjects: [subject({ persons: [child({ familyName: 'Ив\uFFFDнов' })] })] }),
    ],
  ])('ILLEGIBLE: mandatory text of %s (¶24(5))', (_kind, content) => {
    expect(groundsOf({ content })).toMatchObject([{ code: 'ILLEGIBLE', paragraph: '¶24(5)' }])
  })

  test('CONFIDENTIALITY: in clear where the channel policy demands encryption (¶24(6))', () => {
    expect(groundsOf({ requester: { ...COURT, clearAllowed: false } })).toMatchObject([
      { code: 'CONFIDENTIALITY', paragraph: '¶24(6)', detail: expect.stringContaining('clear') as string },
    ])
  })

  test.each(['legalBasis', 'pdBasis'] as const)('CONFIDENTIALITY: %s is missing (I7)', (field) => {
    expect(groundsOf({ content: without(field) })).toMatchObject([{ code: 'CONFIDENTIALITY', paragraph: '¶24(6)' }])
  })

  test('CONFIDENTIALITY: a blank legal basis is none (I7)', () => {
    expect(codesOf({ content: inquiry({ legalBasis: '  ' }) })).toEqual(['CONFIDENTIALITY'])
  })

  test('SIGNER: no personal signature (¶24(7))', () => {
    expect(groundsOf({ official: { verdict: 'MISSING' } })).toMatchObject([{ code: 'SIGNER', paragraph: '¶24(7)' }])
  })

  test.each(['CERTIFICATE_EXPIRED', 'CERTIFICATE_USAGE'] as const)('SIGNER: %s of the official (¶24(7))', (code) => {
    expect(groundsOf({ official: failed(code) })).toEqual([
      { code: 'SIGNER', paragraph: '¶24(7)', detail: `PersonalSignature: ${code}` },
    ])
  })

  test('MISSING_DOCUMENT: consent as the basis without the consent (¶23(2), 45, A2)', () => {
    expect(groundsOf({ content: inquiry({ pdBasis: 'CONSENT' }) })).toMatchObject([
      { code: 'MISSING_DOCUMENT', paragraph: '¶23(2), 45' },
    ])
    expect(groundsOf({ content: inquiry({ pdBasis: 'CONSENT', pdConsent: 'consent-1' }) })).toEqual([])
  })
})

describe('SIGNER: the holder is an authorised official of that body on the day (¶24(7))', () => {
  const [official] = COURT.officials
  if (!official) throw new Error('the court has an official')
  const { snils: _snils, ...unnamed } = SIGNED_BY_OFFICIAL
  test.each([
    ['another person', { official: { ...SIGNED_BY_OFFICIAL, snils: '99999999999' } }],
    ['a certificate without SNILS', { official: unnamed }],
    ['an official whose power has not begun', { signedOn: '2025-12-31' }],
    [
      'an official whose power has ended',
      { requester: { ...COURT, officials: [{ ...official, validTo: '2026-03-09' }] } },
    ],
  ] as const)('%s', (_holder, arrival) => {
    expect(codesOf(arrival)).toEqual(['SIGNER'])
  })

  test('the last day of the power still counts', () => {
    const requester = { ...COURT, officials: [{ ...official, validTo: TODAY }] }
    expect(groundsOf({ requester })).toEqual([])
  })
})

describe('SIGNER: the certificate names another body (¶24(7))', () => {
  test('when it carries the OGRN of another one, with a code of its own', () => {
    const official = { ...SIGNED_BY_OFFICIAL, ogrn: '1023900000099' }
    expect(groundsOf({ official })).toEqual([
      { code: 'SIGNER', paragraph: '¶24(7)', detail: 'PersonalSignature: SIGNER_OF_ANOTHER_BODY' },
    ])
  })

  test('not when it carries the OGRN of the body, or none: the SNILS decides', () => {
    expect(groundsOf({ official: { ...SIGNED_BY_OFFICIAL, ogrn: COURT.ogrn } })).toEqual([])
    expect(SIGNED_BY_OFFICIAL.ogrn).toBeUndefined()
  })

  test('not for a stranger, who has no record to compare with (I6)', () => {
    const content = inquiry({ requester: { id: 'heir-39', name: 'ООО «Наследник»' } })
    expect(groundsOf({ ...stranger, content, official: { ...SIGNED_BY_OFFICIAL, ogrn: '1023900000099' } })).toEqual([])
  })
})

describe('a certificate found revoked as of receipt (I9)', () => {
  const system = { code: 'ORG_SIGNATURE', detail: 'CallerInformationSystemSignature: CERTIFICATE_REVOKED' }
  const person = { code: 'SIGNER', detail: 'PersonalSignature: CERTIFICATE_REVOKED' }

  test('of the system is ORG_SIGNATURE, of the official SIGNER', () => {
    expect(groundsOf({ revoked: ['SYSTEM'] })).toMatchObject([{ ...system, paragraph: '¶24(4)' }])
    expect(groundsOf({ revoked: ['OFFICIAL'] })).toMatchObject([{ ...person, paragraph: '¶24(7)' }])
    expect(groundsOf({ revoked: ['SYSTEM', 'OFFICIAL'] })).toMatchObject([system, person])
  })

  test('is listed beside UNREADABLE, and for strangers, too', () => {
    const reading = { readable: false, errors: ['x'], official: SIGNED_BY_OFFICIAL } as const
    const facts = { sender: STRANGER, requester: undefined, isRegisteredId: () => false, signedOn: TODAY }
    const codes = checkIntake({ reading, ...facts, revoked: ['SYSTEM'] }).map(({ code }) => code)
    expect(codes).toEqual(['UNREADABLE', 'ORG_SIGNATURE'])
  })
})

describe('all grounds are checked and all found are listed (I1)', () => {
  test('several together', () => {
    const content: Inquiry = { ...without('pdBasis'), requester: { id: 'prosecutor-39', name: '...' } }
    expect(
      codesOf({ content, official: { verdict: 'MISSING' }, requester: { ...COURT, clearAllowed: false } }),
    ).toEqual(['ORG_SIGNATURE', 'ILLEGIBLE', 'CONFIDENTIALITY', 'CONFIDENTIALITY', 'SIGNER'])
  })

  test('an unreadable inquiry without a personal signature has both', () => {
    const reading = { readable: false, errors: ['x'], official: { verdict: 'MISSING' } } as const
    const facts = { sender: COURT_SENDER, requester: COURT, isRegisteredId: () => true, signedOn: TODAY, revoked: [] }
    expect(checkIntake({ reading, ...facts }).map(({ code }) => code)).toEqual(['UNREADABLE', 'SIGNER'])
  })

  test('no ground repeats a value of the inquiry', () => {
    const content = inquiry({ requester: { id: 'secret-id', name: '\uFFFDтайна' }, outgoingNumber: '№\uFFFD' })
    expect(JSON.stringify(groundsOf({ content }))).not.toMatch(/secret|тайна|№/)
  })
})

describe('a stranger (I6, I8)', () => {
  const own = inquiry({ requester: { id: 'heir-39', name: 'ООО «Наследник»' } })

  test('has no list of officials, so none is checked', () => {
    expect(groundsOf({ ...stranger, content: own })).toEqual([])
  })

  test('may not use the name of a registered body', () => {
    expect(codesOf({ ...stranger, content: inquiry() })).toEqual(['ORG_SIGNATURE'])
  })

  test('still needs a personal signature', () => {
    expect(codesOf({ ...stranger, content: own, official: { verdict: 'MISSING' } })).toEqual(['SIGNER'])
  })
})

test('a body by federal law without a norm has no intake ground: that is a refusal of ¶28 (I7, E4)', () => {
  const requester = { ...COURT, category: 'OTHER_BY_FEDERAL_LAW' } as const
  expect(groundsOf({ requester, content: without('legalBasis') })).toEqual([])
})
