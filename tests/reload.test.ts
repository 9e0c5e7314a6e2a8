/** The exchange of what is in use: whole, in order, and never against those who hold the old one. */
import { describe, expect, test } from 'vitest'
import { createReloadable, type Reloadable } from '../gateway/reload.ts'

interface Scene {
  readonly reloadable: Reloadable<string>
  /** What the next reading of the files gives; an Error is thrown. */
  readonly files: (string | Error)[]
  readonly told: string[]
}

function scene(...files: (string | Error)[]): Scene {
  const told: string[] = []
  const reloadable = createReloadable({
    first: 'first',
    load: async (old) => {
      const next = files.shift() ?? new Error('no more files')
      if (next instanceof Error) throw next
      told.push(`${next} after ${old}`)
      return next
    },
    retire: async (old) => void told.push(`retired ${old}`),
    onReloaded: (next) => told.push(`reloaded ${next}`),
    onRefused: (error) => told.push(`refused ${String(error)}`),
    onRetireFailed: (error) => told.push(`not retired ${String(error)}`),
  })
  return { reloadable, files, told }
}

test('the new one is used only when all of it is ready, and the old one is retired then', async () => {
  const { reloadable, told } = scene('second')
  const held = reloadable.current()
  const reloading = reloadable.reload()
  expect(reloadable.current()).toBe('first')
  expect(await reloading).toBe('RELOADED')
  expect(reloadable.current()).toBe('second')
  expect(held).toBe('first')
  expect(told).toEqual(['second after first', 'reloaded second', 'retired first'])
})

test('a broken one is refused, and the old one stays', async () => {
  const { reloadable, told } = scene(new Error('broken'), 'second')
  expect(await reloadable.reload()).toBe('REFUSED')
  expect(reloadable.current()).toBe('first')
  expect(told).toEqual(['refused Error: broken'])
  expect(await reloadable.reload()).toBe('RELOADED')
  expect(reloadable.current()).toBe('second')
})

test('reloads follow each other, and many that are asked for at once are one', async () => {
  const { reloadable, told } = scene('second', 'third')
  const first = reloadable.reload()
  const same = reloadable.reload()
  await Promise.resolve()
  // The files may have changed since the first one read them.
  const later = [reloadable.reload(), reloadable.reload()]
  expect(await Promise.all([first, same, ...later])).toEqual(['RELOADED', 'RELOADED', 'RELOADED', 'RELOADED'])
  expect(reloadable.current()).toBe('third')
  expect(told.filter((line) => line.startsWith('reloaded'))).toEqual(['reloaded second', 'reloaded third'])
})

test('an old one that cannot be retired is reported and not used again', async () => {
  const failures: unknown[] = []
  const reloadable = createReloadable({
    first: 'first',
    load: async () => 'second',
    retire: () => Promise.reject(new Error('token')),
    onReloaded: () => {},
    onRefused: () => {},
    onRetireFailed: (error) => failures.push(error),
  })
  expect(await reloadable.reload()).toBe('RELOADED')
  expect(reloadable.current()).toBe('second')
  expect(failures).toEqual([new Error('token')])
})

describe('at the end', () => {
  test('what is in use is retired, after the reload that is running', async () => {
    const { reloadable, told } = scene('second')
    const reloading = reloadable.reload()
    await Promise.resolve()
    await reloadable.close()
    expect(await reloading).toBe('RELOADED')
    expect(told.at(-1)).toBe('retired second')
  })

  test('nothing is read any more', async () => {
    const { reloadable, files } = scene('second')
    await reloadable.close()
    expect(await reloadable.reload()).toBe('REFUSED')
    expect(files).toEqual(['second'])
  })
})
