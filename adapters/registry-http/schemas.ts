/**
 * What is asked of an external registry system and what it answers, as JSON schemas (2020-12, in the part that ajv's
 * default dialect shares). `openapi.ts` makes the OpenAPI 3.1 document of them; `check-answer.ts` says what else an answer
 * must be. Unknown properties are refused: what is not understood may change the meaning.
 */
import { ACT_KINDS, PERSON_ROLES } from '../../gateway/domain/act.ts'

/** Of an inquiry, as its schema lets it in. */
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const
const LETTER = String.raw`[^\p{Cc}\p{Cs}\uFFFE\uFFFF]`
/** Of a record: it must be fit for a document. */
const line = (maxLength: number) =>
  ({
    ...text(maxLength),
    pattern: String.raw`^${LETTER}*(?!\s)${LETTER}+$`,
    description: 'Not blank; no control characters.',
  }) as const
const flag = { type: 'boolean' } as const
const YEAR = '[0-9]{4}'
const MONTH = '(?:0[1-9]|1[0-2])'
const DAY = '(?:0[1-9]|[12][0-9]|3[01])'

/** Every property is required unless its name stands in `optional`. */
function objectOf(properties: Record<string, object>, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', properties, required, additionalProperties: false } as const
}

const questionId = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  description: 'UUID, one per question and the same in its repetitions: the answer repeats it.',
} as const
const asOf = {
  type: 'string',
  format: 'date-time',
  pattern: `^${YEAR}-${MONTH}-${DAY}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z$`,
  description: 'Everything committed by this instant (UTC) was searched.',
} as const
const localDate = { type: 'string', format: 'date', pattern: `^${YEAR}-${MONTH}-${DAY}$` } as const
const year = { type: 'integer', minimum: 1000, maximum: 9999 } as const
const kind = { enum: [...ACT_KINDS] } as const

const partialDate = {
  description: 'A date of an old record may be a year, or a year and month.',
  oneOf: [
    objectOf({ precision: { const: 'DAY' }, value: localDate }),
    objectOf({ precision: { const: 'MONTH' }, value: { type: 'string', pattern: `^${YEAR}-${MONTH}$` } }),
    objectOf({ precision: { const: 'YEAR' }, value: { type: 'string', pattern: `^${YEAR}$` } }),
  ],
} as const

const nameOf = (part: (maxLength: number) => object) => ({
  familyName: part(200),
  givenName: part(200),
  patronymic: part(200),
})

const names = { type: 'array', maxItems: 20, items: objectOf(nameOf(line), ['patronymic']) } as const

const recordPerson = objectOf(
  {
    role: { enum: [...PERSON_ROLES] },
    ...nameOf(line),
    birthDate: partialDate,
    otherNames: { ...names, description: 'Names borne before or after the act.' },
    formerNames: {
      ...names,
      description:
        'Names that the record gave the person before it was changed: it is found by them, for a person to look at.',
    },
  },
  ['patronymic', 'birthDate', 'otherNames', 'formerNames'],
)

const actRecord = objectOf(
  {
    id: { ...line(100), description: 'Of the record in that system; it stands in our audit.' },
    kind,
    office: { ...line(20), description: 'Code of the office that made the record.' },
    officeName: line(500),
    recordNumber: line(50),
    recordedOn: partialDate,
    eventOn: { ...partialDate, description: 'Left out where the record says that it is not known.' },
    copyNo: { enum: [1, 2] },
    persons: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: recordPerson,
      description: 'All of the record, also of a restricted one: without them it is not known whose it is.',
    },
    restricted: { ...flag, description: 'Adoption, or a mark of it: never answered by a machine.' },
    annulled: flag,
    restored: { ...flag, description: 'Lost, and made anew by a decision of a court.' },
    restoredBy: { ...line(1000), description: 'That decision: it stands in our answer.' },
    transferred: { ...flag, description: 'The book was handed to the state archive.' },
    copyDiffers: { ...flag, description: 'Both copies are held and do not say the same.' },
  },
  ['eventOn', 'restored', 'restoredBy', 'copyDiffers'],
)

const subjectPerson = objectOf(
  {
    role: { enum: ['CHILD', 'DECEASED', 'SPOUSE', 'FATHER', 'MOTHER', 'SUBJECT'] },
    ...nameOf(text),
    otherFamilyName: text(200),
    birthDate: localDate,
    ageYears: { type: 'integer', minimum: 0, maximum: 150 },
    birthPlace: text(500),
  },
  ['familyName', 'givenName', 'patronymic', 'otherFamilyName', 'birthDate', 'ageYears', 'birthPlace'],
)

const window = objectOf({ from: localDate, to: localDate })
const methods = ['VARIANTS', 'FULL_SCAN'] as const

export const SEARCH_QUESTION = objectOf({
  questionId,
  method: {
    enum: methods,
    description: 'VARIANTS: surnames within one edit; FULL_SCAN: every surname held within two, or sounding alike.',
  },
  window: { ...window, description: 'Records whose event date or record date may lie in it, both ends inclusive.' },
  subject: objectOf(
    {
      actKind: kind,
      persons: { type: 'array', maxItems: 10, items: subjectPerson },
      period: window,
      office: text(50),
      recordNumber: text(50),
    },
    ['period', 'office', 'recordNumber'],
  ),
})

export const SEARCH_ANSWER = objectOf({
  questionId,
  asOf,
  method: { enum: methods, description: 'By which was searched: it must be the one that was asked for.' },
  window: { ...window, description: 'In which was searched: it must be the one that was asked for.' },
  isCut: { ...flag, description: 'There are more records than are listed.' },
  records: { type: 'array', maxItems: 200, items: actRecord, description: 'Empty: none is held. Never for «unknown».' },
})

export const COVERAGE_QUESTION = objectOf({ questionId, kind, fromYear: year, toYear: year })

const years = { fromYear: year, toYear: year }
const coverageSpan = {
  oneOf: [
    objectOf({ ...years, state: { enum: ['FULL', 'PARTIAL', 'NONE', 'NOT_EXISTING'] } }),
    objectOf({
      ...years,
      state: { const: 'TRANSFERRED', description: 'All books of these years went to the state archive.' },
      archive: line(500),
      fond: line(100),
      inventory: line(100),
    }),
  ],
} as const

export const COVERAGE_ANSWER = objectOf({
  questionId,
  asOf,
  kind: { ...kind, description: 'Of whose records the spans tell: it must be the one that was asked for.' },
  offices: {
    type: 'array',
    maxItems: 1_000,
    description: 'All offices of the region, also those that hold nothing in electronic form.',
    items: objectOf({
      code: line(20),
      name: line(500),
      coverage: {
        type: 'array',
        maxItems: 500,
        description: 'Spans of record years, both inclusive; a year that no span names, or two in other ways, is NONE.',
        items: coverageSpan,
      },
    }),
  },
})
