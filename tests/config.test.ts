import { describe, expect, test } from 'vitest'
import { readConfig } from '../gateway/config.ts'

const OFFICE = {
  DATABASE_URL: 'postgres://localhost/zags',
  ZAGS_OFFICE_CODE: '39000001',
  ZAGS_OFFICE_NAME: 'Отдел ЗАГС',
  ZAGS_OFFICE_LEVEL: 'DEPARTMENT',
  ZAGS_OFFICE_TIME_ZONE: 'Europe/Kaliningrad',
  ZAGS_OFFICE_MNEMONIC: 'ZAGS39',
  ZAGS_HEAD_NAME: 'Иванова',
  ZAGS_HEAD_POSITION: 'Начальник',
  ZAGS_KEY_SMEV: 'smev.key',
  ZAGS_CERT_SMEV: 'smev.pem',
  ZAGS_KEY_OFFICE: 'office.key',
  ZAGS_CERT_OFFICE: 'office.pem',
  ZAGS_KEY_AUTOMATIC_SIGNING: 'head.key',
  ZAGS_CERT_AUTOMATIC_SIGNING: 'head.pem',
  ZAGS_KEY_DECRYPTION: 'decryption.key',
  ZAGS_CERT_DECRYPTION: 'decryption.pem',
  ZAGS_TRUST_BUNDLE: 'bundle.p7s',
  ZAGS_TRUST_SIGNER_CERT: 'officer.pem',
  ZAGS_HEAD_CERT: 'head-personal.pem',
  ZAGS_TOKENS: 'tokens.json',
}

/** The one line that everything wrong with the settings is said in. */
function mistakesOf(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment)
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
    return (error as Error).message
  }
  return 'none'
}

describe('the keys of an office', () => {
  test('are named by references, with the file of a passphrase where there is one', () => {
    const { office } = readConfig({
      ...OFFICE,
      ZAGS_KEY_SMEV: 'pkcs11:/lib/token.so?token=SMEV&id=01',
      ZAGS_KEY_SMEV_PASSPHRASE_FILE: 'pin',
      ZAGS_KEY_OFFICE_PASSPHRASE_FILE: 'passphrase',
    })
    expect(office?.keys).toEqual({
      SMEV: {
        key: expect.objectContaining({ kind: 'PKCS11', module: '/lib/token.so', tokenLabel: 'SMEV', keyId: '01' }),
        passphraseFile: 'pin',
        certificate: 'smev.pem',
      },
      OFFICE: { key: { kind: 'FILE', path: 'office.key' }, passphraseFile: 'passphrase', certificate: 'office.pem' },
      AUTOMATIC_SIGNING: { key: { kind: 'FILE', path: 'head.key' }, certificate: 'head.pem' },
      DECRYPTION: { key: { kind: 'FILE', path: 'decryption.key' }, certificate: 'decryption.pem' },
    })
  })

  test('are all checked at once, and no value is repeated', () => {
    const mistakes = mistakesOf({
      ...OFFICE,
      ZAGS_KEY_SMEV: 'pkcs11:/lib/token.so?token=SMEV&id=01&pin-value=secret',
      ZAGS_KEY_OFFICE: 'pkcs12:secret.p12',
      ZAGS_KEY_AUTOMATIC_SIGNING: 'vault:secret',
    })
    expect(mistakes.split('; ')).toEqual([
      'ZAGS_KEY_SMEV: a PIN is never part of a reference, it belongs in the passphrase file',
      'ZAGS_KEY_OFFICE: needs ZAGS_KEY_OFFICE_PASSPHRASE_FILE, a file with its passphrase',
      'ZAGS_KEY_AUTOMATIC_SIGNING: a key is a path, pkcs12:, pkcs11: or engine: (a path with a colon begins with ./)',
    ])
  })

  test('on a token need a file with the PIN', () => {
    const mistakes = mistakesOf({ ...OFFICE, ZAGS_KEY_OFFICE: 'pkcs11:/lib/token.so?token=SMEV&id=01' })
    expect(mistakes).toBe('ZAGS_KEY_OFFICE: needs ZAGS_KEY_OFFICE_PASSPHRASE_FILE, a file with its PIN')
  })

  test('never come with a passphrase in the environment', () => {
    expect(mistakesOf({ ...OFFICE, ZAGS_KEY_OFFICE_PASSPHRASE: 'secret' })).toBe(
      'ZAGS_KEY_OFFICE_PASSPHRASE: no such setting',
    )
  })

  test('may be two for decryption, while senders change to the new certificate', () => {
    const previous = { ZAGS_KEY_DECRYPTION_PREVIOUS: 'old.key', ZAGS_CERT_DECRYPTION_PREVIOUS: 'old.pem' }
    const { office } = readConfig({ ...OFFICE, ...previous })
    const key = { kind: 'FILE', path: 'old.key' }
    expect(office?.keys.DECRYPTION_PREVIOUS).toEqual({ key, certificate: 'old.pem' })
    expect(mistakesOf({ ...OFFICE, ZAGS_KEY_DECRYPTION_PREVIOUS: 'old.key' })).toBe(
      'ZAGS_KEY_DECRYPTION_PREVIOUS and ZAGS_CERT_DECRYPTION_PREVIOUS go together',
    )
    expect(mistakesOf({ ...OFFICE, ...previous, ZAGS_KEY_DECRYPTION_PREVIOUS: 'pkcs12:old.p12' })).toContain(
      'ZAGS_KEY_DECRYPTION_PREVIOUS: needs ZAGS_KEY_DECRYPTION_PREVIOUS_PASSPHRASE_FILE',
    )
  })

  test('end development mode, a passphrase file alone too', () => {
    expect(mistakesOf({ ZAGS_KEY_OFFICE_PASSPHRASE_FILE: 'passphrase' })).toContain('an office needs every setting')
  })
})

describe('the registry', () => {
  test('may be an external system, or have a replica to read from', () => {
    const external = readConfig({
      ...OFFICE,
      ZAGS_REGISTRY_URL: 'https://registry.example/zags',
      ZAGS_REGISTRY_TOKEN_FILE: 'token',
      ZAGS_REGISTRY_DEADLINE_SECONDS: '20',
    })
    expect(external.office?.externalRegistry).toEqual({ url: 'https://registry.example/zags', tokenFile: 'token' })
    expect(external.registry).toEqual({
      maxLagSeconds: 60,
      deadlineSeconds: 20,
      breakerFailures: 5,
      breakerSeconds: 30,
    })
    const { office } = readConfig({ ...OFFICE, ZAGS_REGISTRY_READ_URL: 'postgres://replica/zags' })
    expect(office).toMatchObject({ registryReadUrl: 'postgres://replica/zags' })
    expect(office).not.toHaveProperty('externalRegistry')
  })

  test.each([
    [{ ZAGS_REGISTRY_URL: 'http://registry.example' }, 'ZAGS_REGISTRY_URL: plain HTTP is for loopback addresses only'],
    [{ ZAGS_REGISTRY_TOKEN_FILE: 'token' }, 'ZAGS_REGISTRY_TOKEN_FILE: needs ZAGS_REGISTRY_URL'],
    [
      { ZAGS_REGISTRY_URL: 'http://127.0.0.1:9', ZAGS_REGISTRY_READ_URL: 'postgres://replica/zags' },
      'ZAGS_REGISTRY_READ_URL: is of the own store, which ZAGS_REGISTRY_URL replaces',
    ],
  ])('%j is a mistake', (settings: Record<string, string>, mistake) => {
    expect(mistakesOf({ ...OFFICE, ...settings })).toBe(mistake)
  })

  test('in an address holds no user, and ends development mode', () => {
    expect(mistakesOf({ ...OFFICE, ZAGS_REGISTRY_URL: 'https://user:secret@registry.example' })).toMatch(
      /^ZAGS_REGISTRY_URL: must match/,
    )
    expect(mistakesOf({ ZAGS_REGISTRY_URL: 'https://registry.example' })).toContain('an office needs every setting')
  })
})

test('limits against fishing may be narrowed per office', () => {
  const { searchLimits } = readConfig({ ...OFFICE, ZAGS_SEARCHES_PER_HOUR: '7', ZAGS_ABSENT_PERCENT: '40' })
  const others = { perDay: 2000, unidentifiedPerDay: 30, alikePerDay: 20 }
  expect(searchLimits).toEqual({ perHour: 7, absentPercent: 40, ...others })
})
