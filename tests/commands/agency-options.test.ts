import { describe, expect, test } from 'vitest'
import { parseAgencySend } from '../../gateway/commands/agency-options.ts'

const defaults = { url: 'http://127.0.0.1:8080/smev', dataDir: '.data' }
const parse = (line: string) => parseAgencySend(line === '' ? [] : line.split(' '), defaults)

describe('agency send', () => {
  test('asks, without a word, as the court for the birth of the example', () => {
    expect(parse('')).toMatchObject({
      as: 'court',
      subject: { actKind: 'BIRTH', persons: [{ role: 'CHILD', familyName: 'Иванова' }] },
      ...defaults,
      print: false,
      json: false,
      waitSeconds: 30,
    })
  })

  test('takes the person, the period and the place as they are given, and adds nothing', () => {
    const { subject } = parse(
      '--kind DEATH --family Лесной --given Пётр --born 1950-01-02 --from 2001-01-01 --to 2001-12-31 --office 39000001',
    )
    expect(subject).toEqual({
      actKind: 'DEATH',
      persons: [{ role: 'DECEASED', familyName: 'Лесной', givenName: 'Пётр', birthDate: '1950-01-02' }],
      period: { from: '2001-01-01', to: '2001-12-31' },
      office: '39000001',
    })
  })

  test('takes the version, the consent and the package', () => {
    expect(parse('')).toMatchObject({ packaged: false, encrypted: false })
    expect(parse('--smev-version 1.3 --consent a.pdf --mtom --encrypted')).toMatchObject({
      smevVersion: '1.3',
      consent: 'a.pdf',
      packaged: true,
      encrypted: true,
    })
    expect(() => parse('--smev-version 1.0')).toThrow('expected one of 1.1, 1.2, 1.3')
  })

  test('takes one date as a period of one day', () => {
    expect(parse('--family А --from 2001-02-03').subject.period).toEqual({ from: '2001-02-03', to: '2001-02-03' })
  })

  test.each([
    ['MARRIAGE', 'SPOUSE', 'SPOUSE'],
    ['PATERNITY', 'CHILD', 'FATHER'],
  ])('asks in a %s for both persons in their roles', (kind, first, second) => {
    const { persons } = parse(`--kind ${kind} --family А --second-family Б`).subject
    expect(persons.map(({ role, familyName }) => `${role} ${familyName}`)).toEqual([`${first} А`, `${second} Б`])
  })

  test('passes on mark, result and outgoing number', () => {
    expect(parse('--mark URGENT --result RECORD_COPY --outgoing-number 7').details).toEqual({
      mark: 'URGENT',
      requestedResult: 'RECORD_COPY',
      outgoingNumber: '7',
    })
  })

  test.each([
    ['--as mayor', '--as mayor: expected one of court, pension-fund, prosecutor, police, company'],
    ['--kind WEDDING', '--kind WEDDING: expected one of BIRTH, DEATH'],
    ['--born 1990-02-30', '--born 1990-02-30: expected a date as YYYY-MM-DD'],
    ['--from 2002-01-01 --to 2001-01-01', '--from 2002-01-01 is after --to 2001-01-01'],
    ['--second-family Б', '--kind BIRTH has one person; --second-* options do not fit it'],
    ['--kind ADOPTION', '--kind ADOPTION: there is no example, so --family and --given are needed'],
    ['--wait soon', '--wait soon: expected seconds'],
    ['--url ftp://example', '--url ftp://example: expected an http or https address'],
    ['--mark SOON', '--mark SOON: expected one of NONE, URGENT, OPERATIVE'],
    ['--colour red', "Unknown option '--colour'"],
    ['court', "Unexpected argument 'court'"],
  ])('refuses %s in one line that says what and where', (line, message) => {
    expect(() => parse(line)).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(/^[^\n]+$/) }),
    )
    expect(() => parse(line)).toThrow(message)
  })
})
