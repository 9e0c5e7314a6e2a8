/** The README is true: its settings, packages and commands are those of the program. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../gateway/settings.ts'

const readme = readFileSync('README.md', 'utf8')
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>

/** `ZAGS_KEY_SMEV`, `_OFFICE` stands for ZAGS_KEY_OFFICE. */
function settingsInReadme(): Set<string> {
  const rows = readme.split('\n').filter((line) => /^\| `(ZAGS_|DATABASE_URL)/.test(line))
  return new Set(
    rows.flatMap((row) => {
      const names = [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name)
      const prefix = /^(ZAGS_(?:KEY|CERT|OFFICE))_/.exec(names[0] ?? '')?.[1] ?? ''
      return names.map((name) => (name.startsWith('_') ? `${prefix}${name}` : name))
    }),
  )
}

test('the configuration table lists every setting, and no other', () => {
  expect([...settingsInReadme()].toSorted()).toEqual([...SETTINGS].toSorted())
})

test('the dependency table gives a reason for every package', () => {
  const table = readme.slice(readme.indexOf('## Dependencies'), readme.indexOf('## Decisions'))
  const packages = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.keys(manifest[kind] ?? {}),
  )
  const explained = new Set([...table.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  const missing = packages.filter((name) => !name.startsWith('@types/') && !explained.has(name))
  expect(missing).toEqual([])
})

test('versions are pinned exactly', () => {
  const loose = ['dependencies', 'devDependencies', 'optionalDependencies']
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
  expect(loose).toEqual([])
})

describe('commands of the README', () => {
  const scripts = [...readme.matchAll(/npm (?:run (?:-s )?)?(start|test|demo|gateway|bench|check|test:kill)\b/g)]
  test.each([...new Set(scripts.map(([, name = '']) => name))])('npm script %s exists', (name) => {
    expect(Object.keys(manifest['scripts'] ?? {})).toContain(name)
  })
})
