import { describe, expect, test } from 'vitest'
import { parseKeyReference } from '../../../crypto/key-providers/reference.ts'

describe('a reference to a key is', () => {
  test.each([
    ['keys/office.key', { kind: 'FILE', path: 'keys/office.key' }],
    ['C:\\keys\\office.key', { kind: 'FILE', path: 'C:\\keys\\office.key' }],
    ['./pkcs11:odd', { kind: 'FILE', path: './pkcs11:odd' }],
    ['pkcs12:office.p12', { kind: 'PKCS12', path: 'office.p12', alias: undefined }],
    [
      'pkcs12:a#b/office.p12#%D0%BE%D1%80%D0%B3%D0%B0%D0%BD',
      { kind: 'PKCS12', path: 'a#b/office.p12', alias: 'орган' },
    ],
    ['engine:/lib/gost.so?key=office.key', { kind: 'ENGINE', engine: '/lib/gost.so', path: 'office.key' }],
  ])('read: %s', (reference, source) => {
    expect(parseKeyReference(reference)).toEqual(source)
  })

  test('read: a token by label or serial number, a key by identifier or label', () => {
    expect(parseKeyReference('pkcs11:/lib/token.so?token=%D0%97%D0%90%D0%93%D0%A1%201&id=0A')).toEqual({
      kind: 'PKCS11',
      module: '/lib/token.so',
      tokenLabel: 'ЗАГС 1',
      tokenSerial: undefined,
      keyId: '0a',
      keyLabel: undefined,
    })
    expect(parseKeyReference('PKCS11:/lib/token.so?serial=77&label=a=b')).toMatchObject({
      tokenSerial: '77',
      keyLabel: 'a=b',
    })
  })
})

describe('a reference to a key is refused, with a reason and without a word of it:', () => {
  test.each([
    ['nothing', '', 'a path is missing'],
    ['an unknown kind', 'vault:secret/office', 'a key is a path, pkcs12:, pkcs11: or engine:'],
    ['no file', 'pkcs12:#secret', 'a path is missing'],
    ['an empty alias', 'pkcs12:secret.p12#', 'an alias after # is missing'],
    ['an alias that does not decode', 'pkcs12:secret.p12#%zz', 'percent-encoded'],
    ['no library', 'pkcs11:?token=secret&id=01', 'the path of the library is missing'],
    ['no token', 'pkcs11:/lib/token.so?id=01', 'token= or serial= is missing'],
    ['no key', 'pkcs11:/lib/token.so?token=secret', 'id= or label= is missing'],
    ['an identifier that is not hex', 'pkcs11:/lib/token.so?token=secret&id=key', 'CKA_ID in hex'],
    ['half an octet', 'pkcs11:/lib/token.so?token=secret&id=012', 'CKA_ID in hex'],
    ['an empty value', 'pkcs11:/lib/token.so?token=&id=01', 'token= is missing'],
    ['a value given twice', 'pkcs11:/lib/token.so?token=a&token=b&id=01', 'token= stands twice'],
    ['an unknown parameter', 'pkcs11:/lib/token.so?token=secret&slot=1&id=01', 'known are token, serial, id, label'],
    ['a PIN', 'pkcs11:/lib/token.so?token=secret&id=01&pin-value=secret', 'a PIN is never part of a reference'],
    ['a second question mark', 'pkcs11:/lib/token.so?token=secret?&id=01', '%3F'],
    ['an engine without a key', 'engine:/lib/gost.so', 'key= is missing'],
    ['an engine without a library', 'engine:?key=secret.key', 'the path of the library is missing'],
  ])('%s', (_defect, reference, reason) => {
    expect(() => parseKeyReference(reference)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
    expect(() => parseKeyReference(reference)).toThrow(reason)
    expect(() => parseKeyReference(reference)).not.toThrow('secret')
  })
})
