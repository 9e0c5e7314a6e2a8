import { describe, expect, test } from 'vitest'
import type { Attachment, SignatureVerdict } from '../../gateway/domain/reading.ts'
import { checkIntake } from '../../gateway/domain/intake.ts'
import { COURT, COURT_SENDER, SIGNED_BY_OFFICIAL, TODAY } from '../support/builders.ts'
import { codesOf, groundsOf, stranger } from './intake-arrival.ts'

describe('attachments: nothing but its own signature covers the content of one', () => {
  const attached = (signature: SignatureVerdict, signer?: Attachment['signer']): Attachment => ({
    contentId: 'a1',
    mediaType: 'application/pdf',
    documentId: 'd1',
    signature,
    ...(signer ? { signer } : {}),
  })
  const where = 'AttachmentHeader[1]/SignaturePKCS7'
  const unauthorised = { ...SIGNED_BY_OFFICIAL, snils: '99988877766' }

  test.each<[string, Attachment]>([
    ['by an authorised official', attached(SIGNED_BY_OFFICIAL, 'OFFICIAL')],
    ['by the system that sent the message', attached(unauthorised, 'SYSTEM')],
  ])('one signed %s gives no ground', (_case, attachment) => {
    expect(groundsOf({ attachments: [attachment] })).toEqual([])
  })

  test.each<[string, Attachment, string, string, string]>([
    ['without a signature', attached({ verdict: 'MISSING' }), 'SIGNER', '¶24(7)', `${where} is missing`],
    [
      'whose content was changed',
      attached({ verdict: 'FAILED', code: 'CMS_SIGNATURE' }),
      'ALTERED',
      '¶24(1)',
      `${where}: CMS_SIGNATURE`,
    ],
    [
      'whose signature is none',
      attached({ verdict: 'FAILED', code: 'CMS_MALFORMED' }),
      'SIGNER',
      '¶24(7)',
      `${where}: CMS_MALFORMED`,
    ],
    [
      'whose signer lapsed',
      attached({ verdict: 'FAILED', code: 'CERTIFICATE_EXPIRED' }),
      'SIGNER',
      '¶24(7)',
      `${where}: CERTIFICATE_EXPIRED`,
    ],
    [
      'signed by somebody in no list',
      attached(unauthorised, 'OFFICIAL'),
      'SIGNER',
      '¶24(7)',
      `${where}: the signer is not an authorised official of that body`,
    ],
    [
      'signed by somebody of another body',
      attached({ ...SIGNED_BY_OFFICIAL, ogrn: '1' }, 'OFFICIAL'),
      'SIGNER',
      '¶24(7)',
      `${where}: SIGNER_OF_ANOTHER_BODY`,
    ],
  ])('one %s gives its ground', (_case, attachment, code, paragraph, detail) => {
    expect(groundsOf({ attachments: [attachment] })).toEqual([{ code, paragraph, detail }])
  })

  test('a stranger has no list of officials, but its attachments are signed like any other', () => {
    expect(
      codesOf({ ...stranger, isRegisteredId: () => false, attachments: [attached(unauthorised, 'OFFICIAL')] }),
    ).toEqual([])
    expect(
      codesOf({ ...stranger, isRegisteredId: () => false, attachments: [attached({ verdict: 'MISSING' })] }),
    ).toEqual(['SIGNER'])
  })

  test('each is named by its place, and an unreadable inquiry hides none', () => {
    const attachments = [
      attached(SIGNED_BY_OFFICIAL, 'OFFICIAL'),
      attached({ verdict: 'FAILED', code: 'CMS_SIGNATURE' }),
    ]
    const reading = { readable: false, errors: ['x'], official: SIGNED_BY_OFFICIAL, attachments } as const
    const facts = { sender: COURT_SENDER, requester: COURT, isRegisteredId: () => true, signedOn: TODAY, revoked: [] }
    expect(checkIntake({ reading, ...facts })).toMatchObject([
      { code: 'ALTERED', detail: 'AttachmentHeader[2]/SignaturePKCS7: CMS_SIGNATURE' },
      { code: 'UNREADABLE' },
    ])
  })

  test('a revoked signer of an attachment is a ground of its own', () => {
    expect(groundsOf({ revoked: ['ATTACHMENT'] })).toEqual([
      { code: 'SIGNER', paragraph: '¶24(7)', detail: 'SignaturePKCS7: CERTIFICATE_REVOKED' },
    ])
  })
})
