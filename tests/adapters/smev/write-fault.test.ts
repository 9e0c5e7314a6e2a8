import { expect, test } from 'vitest'
import { readAnswer } from '../../../adapters/smev/agency-answers.ts'
import { FAULT_TEXTS } from '../../../adapters/smev/fault-texts.ts'
import { writeFault } from '../../../adapters/smev/write-fault.ts'
import { FAULTS } from '../../../gateway/domain/faults.ts'
import type { FaultCode, FaultKind } from '../../../gateway/domain/faults.ts'
import type { FaultContext } from '../../../gateway/ports/exchange.ts'
import { parseXml } from '../../../xsd/document.ts'
import { schemaErrors } from './official-schemas.ts'

const CODES = Object.keys(FAULTS) as FaultCode[]
const told = CODES.filter((code) => smevOf(code) !== undefined)
const kept = CODES.filter((code) => smevOf(code) === undefined)
/** b:Void: the fact of the fault and nothing else. */
const VOID = new Set([
  'MessageIsAlreadySent',
  'InvalidMessageIdFormat',
  'StaleMessageId',
  'EndOfLifeReached',
  'AttachmentContentMiscoordination',
  'UnknownMessageType',
  'TargetMessageIsNotFound',
  'SenderIsNotRegistered',
  'SMEVFailure',
])

function smevOf(code: FaultCode): string | undefined {
  return (FAULTS[code] as FaultKind).smev
}

function read(code: FaultCode | 'BUG', context?: FaultContext) {
  const bytes = writeFault(code, context)
  using document = parseXml(bytes)
  const [fault] = document.root.children[1]?.children ?? []
  if (!fault) throw new Error('no fault')
  expect(document.validate(fault, 'soap-1.1')).toEqual([])
  return { answer: readAnswer(document), bytes, text: Buffer.from(bytes).toString() }
}

test.each(told)('%s reaches the agency as its SMEV fault, valid by the schema', (code) => {
  const { answer, bytes, text } = read(code)
  const smev = smevOf(code) ?? ''
  const body = VOID.has(smev) ? {} : { code }
  expect(answer).toEqual({ kind: 'FAULT', fault: smev, text: FAULT_TEXTS[code as keyof typeof FAULT_TEXTS], ...body })
  expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
  expect(text).toContain('<faultcode>soap:Server</faultcode>')
})

test.each<FaultCode | 'BUG'>([...kept, 'BUG'])('%s is not told: a failure of ours without particulars', (code) => {
  const { answer, bytes } = read(code)
  expect(answer).toMatchObject({ kind: 'FAULT', fault: 'SMEVFailure', text: expect.stringContaining('Внутренняя') })
  expect(Buffer.from(bytes).includes(code)).toBe(false)
  expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
})

test('the table of texts holds every code that an agency is told, and a text of its own for each rule', () => {
  expect(Object.keys(FAULT_TEXTS).toSorted()).toEqual(told.toSorted())
  const rules = told
    .filter((code) => FAULTS[code].blame === 'sender')
    .map((code) => FAULT_TEXTS[code as keyof typeof FAULT_TEXTS])
  expect(new Set(rules).size).toBe(rules.length)
})

test('every code fits into b:Code', () => {
  expect(told.filter((code) => code.length > 50)).toEqual([])
})

test('InvalidContent names the rule in its one validation error', () => {
  const { text } = read('XML_COMMENT')
  const [error, ...others] = text.match(/<f:ValidationError.*?<\/f:ValidationError>/g) ?? []
  expect(error).toBe(`<f:ValidationError errorPosition="0">${FAULT_TEXTS.XML_COMMENT}</f:ValidationError>`)
  expect(others).toEqual([])
})

test('an unknown type is named as it was sent', () => {
  const { text, bytes } = read('MESSAGE_TYPE_UNSUPPORTED', { type: { namespace: 'urn:x?a=1&b', name: 'Вопрос' } })
  expect(text).toContain('<f:RootElementLocalName>Вопрос</f:RootElementLocalName>')
  expect(text).toContain('<f:RootElementNamespaceURI>urn:x?a=1&amp;b</f:RootElementNamespaceURI>')
  expect(schemaErrors(bytes)).toEqual({ soap: [], ours: [], published: [] })
})
