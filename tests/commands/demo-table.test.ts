import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createDemoTable, type Verdict } from '../../gateway/commands/demo-table.ts'

const rows = [
  { id: 'a', agency: 'Суд', asks: 'рождение' },
  { id: 'b', agency: 'УМВД', asks: 'смерть' },
]
const verdict: Verdict = { received: 'YES', verified: 'NO', decrypted: 'NOT_DUE', expected: 'NO', note: 'changed' }

function terminal(columns?: number) {
  let written = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  const output = Object.assign(stream, columns === undefined ? {} : { isTTY: true, columns })
  return { output: output as unknown as NodeJS.WriteStream, read: () => written }
}

test('prints a line per milestone where lines cannot be redrawn', () => {
  const { output, read } = terminal()
  const table = createDemoTable(rows, output)
  table.move('b', 'sent', false)
  table.move('b', 'registered', true)
  expect(read()).toBe('b  УМВД  смерть    registered\n')
})

test('redraws the same lines on a terminal, none longer than it is wide', () => {
  const { output, read } = terminal(30)
  const table = createDemoTable(rows, output)
  table.move('a', 'a stage that is longer than this terminal', false)
  const [first = '', second = ''] = read().split('\u001B[2F\u001B[0J')
  expect(first.split('\n')).toHaveLength(3)
  expect(second.split('\n')).toHaveLength(3)
  for (const line of second.split('\n')) expect(line.length).toBeLessThan(30)
})

test('gives every inquiry its verdict, and NO to one that has none', () => {
  const { output, read } = terminal()
  createDemoTable(rows, output).finish(new Map([['a', verdict]]))
  const [, , first = '', second = ''] = read().split('\n')
  expect(first.split(/\s+/)).toEqual(['a', 'Суд', 'yes', 'NO', '-', 'NO', 'changed'])
  expect(second.split(/\s+/).slice(0, 6)).toEqual(['b', 'УМВД', 'NO', 'NO', 'NO', 'NO'])
})
