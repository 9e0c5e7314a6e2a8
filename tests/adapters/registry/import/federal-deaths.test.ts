import { existsSync, readFileSync } from 'node:fs'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { actsOf } from '../../../../adapters/registry/import/open-acts.ts'
import { START } from '../../../../adapters/registry/import/source.ts'
import { parseXml } from '../../../../xsd/document.ts'
import { compileSchema } from '../../../../xsd/schema-compiler.ts'
import { explainSkip } from '../../../support/external-tools.ts'
import { day } from '../samples.ts'
import { FATALOIV_REQUEST, FATAL_REQUEST } from './federal-messages.ts'
import { openImport } from './files.ts'
import { RULES } from './seven-kinds.ts'

const FOLDER = new URL('../../../../../shared/smev3/xsd/zags/', import.meta.url)
const isPublishedAtHand = existsSync(FOLDER)
if (!isPublishedAtHand) explainSkip('validity of federal death messages', 'the published schemas beside the project')

describe.skipIf(!isPublishedAtHand)('the messages of these tests are valid by the published schemas', () => {
  test.each([
    ['zags-fatal', FATAL_REQUEST],
    ['zags-fataloiv', FATALOIV_REQUEST],
  ])('%s', (family, message) => {
    const files = [`${family}-ru-root.xsd`, `commons/${family}-types.xsd`]
    const texts = files.map((file) => [`mem:/zags/${file}`, readFileSync(new URL(file, FOLDER), 'utf8')] as const)
    const document = XmlDocument.fromString(message)
    expect(compileSchema(new Map(texts), `mem:/zags/${files[0]}`).validate(document.root)).toEqual([])
    document.dispose()
  })
})

async function readDeaths(content: string, format: 'federal' | 'xml' = 'federal') {
  const file = await openImport(content)
  const read = await actsOf({ file, blockBytes: 1000 }, { format, rules: RULES, parseXml })((act) => act)
  const rows = []
  for await (const batch of read(START))
    for (const row of batch.rows) rows.push('value' in row ? row.value : { field: row.field, reason: row.reason })
  return rows
}

const DEATH = { kind: 'DEATH', copyNo: 1, restricted: false, annulled: false } as const

describe('death records of the federal register', () => {
  test('are read from zags-fatal', async () => {
    expect(await readDeaths(FATAL_REQUEST)).toEqual([
      {
        ...DEATH,
        office: '39000001',
        recordNumber: '170259390000100012000',
        recordedOn: day('2026-11-03'),
        eventOn: day('2026-11-01'),
        certificateSerial: 'II-РД 123456',
        persons: [
          {
            role: 'DECEASED',
            familyName: 'Воронова',
            givenName: 'Анна',
            patronymic: 'Львовна',
            birthDate: day('1931-05-06'),
            details: {
              birthPlace: 'с. Новое',
              sex: 'FEMALE',
              citizenship: 'Российская Федерация',
              residence: 'г. Светлый, ул. Мира, 1',
              identityDocument: 'Паспорт 27 01 123456 2001-02-03 УВД',
            },
          },
        ],
        details: {
          sourceStatus: '01 Составлена',
          confirmingDocument: 'Медицинское свидетельство 27 77 2026-11-02 Больница № 1',
          deathPlace: 'г. Светлый',
          deathCauses: 'I25.1 болезнь сердца\nстарость',
        },
      },
      expect.objectContaining({
        office: '39000002',
        recordedOn: day('1946-02-03'),
        eventOn: { value: '1946-01', precision: 'MONTH' },
        persons: [
          {
            role: 'DECEASED',
            familyName: 'Грин',
            givenName: 'Ева',
            birthDate: { value: '1890', precision: 'YEAR' },
            details: { residence: 'Польша Гданьск' },
          },
        ],
      }),
      expect.objectContaining({
        recordNumber: '8',
        annulled: true,
        eventOn: { value: '1945', precision: 'YEAR' },
        persons: [{ role: 'DECEASED', familyName: 'Грин', givenName: 'Адам' }],
      }),
    ])
  })

  test('are read from zags-fataloiv', async () => {
    const [whole, nameless, changed, dateless] = await readDeaths(FATALOIV_REQUEST)
    expect(whole).toEqual({
      ...DEATH,
      office: '39000001',
      recordNumber: '1',
      recordedOn: day('2026-11-03'),
      eventOn: day('2026-11-01'),
      certificateSerial: 'III-РД 654321',
      marks: 'повторное свидетельство III-РД 654322 2026-11-05',
      persons: [
        {
          role: 'DECEASED',
          familyName: 'Сорокин',
          givenName: 'Лев',
          patronymic: 'Ильич',
          birthDate: day('1950-01-02'),
          details: {
            birthPlace: 'г. Тильзит',
            sex: 'MALE',
            citizenship: 'Российская Федерация',
            nationality: '002',
            residence: 'Польша Гданьск',
            identityDocument: 'Паспорт 27 02 1',
          },
        },
      ],
      details: {
        recordVersion: 1,
        lastChangedOn: day('2026-11-04'),
        sourceStatus: '02 Изменена',
        confirmingDocument: 'Справка Белов Яков',
        applicant: 'Белова Зоя',
        deathPlace: 'г. Советск',
        deathCauses: 'R54 старость\nгоре',
      },
    })
    expect(nameless).toMatchObject({
      eventOn: day('1949-11-05'),
      persons: [{ familyName: '', givenName: 'Лев', birthDate: { value: '1949-03', precision: 'MONTH' } }],
    })
    expect(changed).toMatchObject({
      eventOn: { value: '1949', precision: 'YEAR' },
      annulled: true,
      restored: true,
      annulledBy: '2026-11-13 Решение суда 2-5 2026-11-10',
      restoredBy: '2026-11-12 Решение суда 2-5 2026-11-10',
      marks: expect.stringContaining('2026-11-11 имя запись о браке 9 1970-01-01\nповторное'),
    })
    expect(dateless).toMatchObject({ recordNumber: '4', recordedOn: day('2026-11-03') })
    expect(dateless).not.toHaveProperty('eventOn')
  })

  test.each<[string, object]>([
    ['Составлена', { annulled: false }],
    ['Исправленная', { annulled: false }],
    ['ИЗМЕНЕНА', { annulled: false }],
    ['Аннулировано', { annulled: true }],
    ['Восстановлена', { annulled: false, restored: true, liftsAnnulment: true }],
    ['Недействительна', { field: 'sourceStatus', reason: expect.stringContaining('not known') }],
    ['Составлена с ошибкой', { field: 'sourceStatus' }],
    ['Не аннулирована', { field: 'sourceStatus' }],
    ['', { field: 'sourceStatus' }],
  ])('are in force or not by the name of their state: «%s»', async (name, expected) => {
    const [read] = await readDeaths(FATAL_REQUEST.replace('"Составлена"', `"${name}"`))
    expect(read).toMatchObject(expected)
  })

  test('that were annulled and restored later stand again', async () => {
    const [, , changed] = await readDeaths(FATALOIV_REQUEST.replace('2026-11-12', '2026-11-14'))
    expect(changed).toMatchObject({
      annulled: false,
      restored: true,
      liftsAnnulment: true,
      restoredBy: '2026-11-14 Решение суда 2-5 2026-11-10',
      marks: expect.stringContaining('2026-11-13 Решение суда 2-5 2026-11-10\n2026-11-11 имя'),
    })
    expect(changed).not.toHaveProperty('annulledBy')
  })

  test('are not looked for in other documents, nor our acts in theirs', async () => {
    const refused = { code: 'IMPORT_REFUSED' }
    await expect(readDeaths(FATAL_REQUEST, 'xml')).rejects.toMatchObject(refused)
    await expect(readDeaths(FATAL_REQUEST.replaceAll('4.0.2', '4.0.3'))).rejects.toMatchObject(refused)
  })

  test('need the element of a record and of the deceased', async () => {
    const other = await readDeaths(FATAL_REQUEST.replaceAll('СведРегСмерт', 'СведРегБрак'))
    expect(other).toHaveLength(3)
    expect(other[0]).toMatchObject({ reason: expect.stringContaining('is neither СведРегСмерт') })
    const empty = await readDeaths(FATAL_REQUEST.replaceAll(/<f:ПрдСведРег>[\s\S]*?<\/f:ПрдСведРег>/g, ''))
    expect(empty[0]).toMatchObject({ reason: 'tells nothing of the deceased' })
  })
})
