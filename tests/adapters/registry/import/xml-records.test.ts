import { describe, expect, test } from 'vitest'
import { actsOf } from '../../../../adapters/registry/import/open-acts.ts'
import { START, type Position } from '../../../../adapters/registry/import/source.ts'
import { endOfElement } from '../../../../adapters/registry/import/xml-elements.ts'
import { parseXml } from '../../../../xsd/document.ts'
import { inMemory } from './in-memory.ts'
import { RULES } from './seven-kinds.ts'

interface Reading {
  readonly from?: Position
  /** Where the rows go, for those that are given out before a refusal. */
  readonly rows?: Read['rows']
}

interface Read {
  readonly rows: { line: number; told: string; text: string }[]
  readonly ends: Position[]
}

async function read(content: string | Buffer, blockBytes = 4096, reading: Reading = {}): Promise<Read> {
  const { from = START, rows = [] } = reading
  const bytes = Buffer.from(content)
  const batches = await actsOf(
    { file: inMemory(bytes), blockBytes },
    { format: 'xml', rules: RULES, parseXml },
  )((taken) => taken)
  const ends: Position[] = []
  for await (const batch of batches(from)) {
    for (const row of batch.rows)
      rows.push({
        line: row.line,
        told: 'value' in row ? row.value.recordNumber : row.reason,
        text: bytes.toString('utf8', row.offset, row.offset + row.length),
      })
    ends.push(batch.end)
  }
  return { rows, ends }
}

function act(number: string, inside = ''): string {
  const deceased = '<Deceased><FamilyName>Ёж</FamilyName><GivenName>-</GivenName></Deceased>'
  return `<Act><Office>39000001</Office><RecordNumber>${number}</RecordNumber><RecordedOn>1941</RecordedOn>
  <EventOn>1941-06</EventOn>${inside}<Death>${deceased}</Death></Act>`
}

const OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n<Acts xmlns="urn://zags-gateway/acts/1.0">'
const FILE = `${OPENING}\n${act('1')}\n\n${act('2')}${act('3')}\n</Acts>\n`

describe('a large document', () => {
  test('is cut into the same records wherever a block ends', async () => {
    const whole = await read(FILE)
    expect(whole.rows).toEqual([
      { line: 3, told: '1', text: act('1') },
      { line: 6, told: '2', text: act('2') },
      { line: 7, told: '3', text: act('3') },
    ])
    for (let blockBytes = 1; blockBytes <= Buffer.byteLength(FILE) + 1; blockBytes++)
      expect((await read(FILE, blockBytes)).rows, `blocks of ${blockBytes}`).toEqual(whole.rows)
  })

  test('is read on from the end of every batch', async () => {
    const { rows, ends } = await read(FILE, 100)
    expect(ends.length).toBeGreaterThan(2)
    for (const end of ends) {
      const rest = await read(FILE, 100, { from: end })
      expect(rest.rows).toEqual(rows.filter(({ text }) => Buffer.from(FILE).indexOf(text) >= end.offset))
    }
  })

  test('may use a prefix, attributes with > in them, and empty elements', async () => {
    const prefixed = FILE.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1a:').replace('xmlns=', 'xmlns:a=')
    expect((await read(prefixed)).rows.map(({ told }) => told)).toEqual(['1', '2', '3'])
    const odd = FILE.replace('<Act>', '<Act b="/>" c=\'">\'>').replace('</Office>', '</Office ><Year/>')
    const [first, ...others] = (await read(odd)).rows
    expect(first?.told).toContain("attribute 'b'")
    expect(others.map(({ told }) => told)).toEqual(['2', '3'])
  })

  test.each<[string, string, string]>([
    ['what the schema refuses', act('2').replace('1941-06', '22.06.1941'), 'EventOn: '],
    ['what the rules refuse', act('2').replace('39000001', '77'), 'is no office'],
    ['tags that do not fit', act('2').replace('</GivenName>', '</Givenname>'), 'cannot be read (XML_NOT_WELL_FORMED)'],
    ['an unknown entity', act('&who;'), 'cannot be read (XML_NOT_WELL_FORMED)'],
    ['another element', '<Deed/>', 'no such element is declared'],
    ['control characters', act('\u0001bad\u0001'), 'cannot be read (XML_'],
  ])('loses the one record with %s', async (_what, bad, told) => {
    const bytes = Buffer.from(`${OPENING}${act('1')}${bad}${act('3')}</Acts>`)
    const { rows } = await read(bytes)
    expect(rows.map((row) => row.told)).toEqual(['1', expect.stringContaining(told), '3'])
  })

  test.each<[string, string, string]>([
    ['a CDATA section', FILE.replace('Ёж', '<![CDATA[</Act>]]>'), 'holds CDATA, instructions'],
    ['an instruction', FILE.replace('Ёж', '<?x?>'), 'holds CDATA, instructions'],
    ['an instruction between records', FILE.replace('</Act>', '</Act><?x?>'), 'holds CDATA, instructions'],
    ['a comment with two dashes', FILE.replace('</Act>', '</Act><!-- -- -->'), 'half a comment'],
    ['a comment without an end', `${FILE.replace('</Acts>', '')}<!--`, 'the file ends inside the document'],
    ['half a comment behind the root', `${FILE}<!-- -`, 'something else than the end'],
    ['text between records', FILE.replace('</Act>', '</Act>x'), 'line 4: text stands between the records'],
    ['no end', FILE.replace('</Acts>', ''), 'the file ends inside the document'],
    ['half a record', FILE.slice(0, -40), 'the file ends inside the document'],
    ['another root tag at the end', FILE.replace('</Acts>', '</Act>'), 'something else than the end'],
    ['something behind the root', `${FILE}<Acts/>`, 'something else than the end'],
    ['a DOCTYPE', FILE.replace('<Acts', '<!DOCTYPE Acts []><Acts'), 'instructions or a DOCTYPE'],
    ['an instruction before the root', FILE.replace('<Acts', '<?x?><Acts'), 'instructions or a DOCTYPE'],
    ['another namespace', FILE.replace('acts/1.0', 'acts/2.0'), 'the root is none of Acts'],
    ['another root', FILE.replaceAll('Acts', 'Deeds'), 'the root is none of Acts'],
    ['another encoding', FILE.replace('UTF-8', 'windows-1251'), 'the root tag cannot be read'],
    ['a root tag that is none', FILE.replace('<Acts ', '<Acts x '), 'the root tag cannot be read'],
    ['no root tag', 'kind;office\n', 'no root tag'],
  ])('is refused with %s', async (_what, content, told) => {
    for (const blockBytes of [7, 4096])
      await expect(read(content, blockBytes)).rejects.toMatchObject({
        code: 'IMPORT_REFUSED',
        message: expect.stringContaining(told),
      })
  })

  test('may have comments before, between and behind its records, wherever a block ends', async () => {
    const comment = '<!-- <Act> > -->'
    const commented = FILE.replace('\n<Acts', `\n${comment}\n<Acts`)
      .replaceAll('</Act>', `</Act>${comment}<!---->`)
      .replace('</Acts>', `</Acts>${comment}`)
    for (let blockBytes = 1; blockBytes <= Buffer.byteLength(commented) + 1; blockBytes += 3) {
      const { rows } = await read(commented, blockBytes)
      expect(rows, `blocks of ${blockBytes}`).toEqual([
        { line: 4, told: '1', text: act('1') },
        { line: 7, told: '2', text: act('2') },
        { line: 8, told: '3', text: act('3') },
      ])
    }
  })

  test('may have comments between the elements of a record; the one with a comment beside text is lost', async () => {
    const beside = await read(FILE.replace('1941-06', '1941-<!-- </Act> -->06'))
    expect(beside.rows.map(({ told }) => told)).toEqual(['cannot be read (XML_COMMENT)', '2', '3'])
    const between = await read(FILE.replace('</Deceased>', '</Deceased><!-- </Act> -->'))
    expect(between.rows.map(({ told }) => told)).toEqual(['1', '2', '3'])
  })

  test.each([7, 4096, 1_000_000])(
    'gives out what stands before an unreadable place, in blocks of %i',
    async (bytes) => {
      const rows: Read['rows'] = []
      const cutOff = read(FILE.replace('\n</Acts>', ''), bytes, { rows })
      await expect(cutOff).rejects.toMatchObject({ code: 'IMPORT_REFUSED' })
      expect(rows.map(({ told }) => told)).toEqual(['1', '2', '3'])
    },
  )

  test('is refused when a comment never ends', async () => {
    const endless = `${OPENING}<!--${'x'.repeat(1_100_000)}`
    await expect(read(endless, 100_000)).rejects.toMatchObject({ message: expect.stringContaining('is longer than') })
  })

  test('is refused when a record never ends', async () => {
    const endless = `${OPENING}<Act>${'<a></a>'.repeat(160_000)}`
    await expect(read(endless, 100_000)).rejects.toMatchObject({
      message: expect.stringContaining('a record is longer'),
    })
  })
})

test('an element ends where its own end tag stands, or it is not whole', () => {
  const element = Buffer.from('<a b="</a>"><a/><c d=">"></c>\n</a>')
  expect(endOfElement(Buffer.concat([element, element]), 0)).toBe(element.length)
  for (let length = 1; length < element.length; length++)
    expect(endOfElement(element.subarray(0, length), 0)).toBe('INCOMPLETE')
})

test.each(['<!---->', '<!-->-->', '<!--->-->', '<!-- <a> - > </a> -->'])(
  '%s is one comment, and half of it none',
  (comment) => {
    const bytes = Buffer.from(`${comment}<a/>`)
    expect(endOfElement(bytes, 0)).toBe(comment.length)
    for (let length = 2; length < comment.length; length++)
      expect(endOfElement(bytes.subarray(0, length), 0)).toBe('INCOMPLETE')
  },
)
