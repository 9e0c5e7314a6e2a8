/** Who may import what (README, «House»). A failing line says why the rule is there. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const FOLDERS = ['gateway', 'adapters', 'xsd', 'crypto', 'queue']
const SOURCES = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
)

/** Composition roots: they introduce everybody to everybody, and nobody imports them. */
const ROOTS = [
  'gateway/main.ts',
  'gateway/compose.ts',
  'gateway/reading/thread.ts',
  'gateway/commands/',
  'gateway/development/',
]

const MAY_IMPORT: readonly { of: string; may: readonly string[]; because: string }[] = [
  { of: 'gateway/domain/', may: ['gateway/domain/'], because: 'the domain is pure: no I/O, no clock, no library' },
  { of: 'gateway/ports/', may: ['gateway/ports/', 'gateway/domain/'], because: 'ports speak of the domain only' },
  {
    of: 'gateway/flow/',
    may: ['gateway/flow/', 'gateway/ports/', 'gateway/domain/'],
    because: 'steps take ports, so that each can be read and tested alone',
  },
  {
    of: 'gateway/http/',
    may: ['gateway/http/', 'gateway/flow/', 'gateway/ports/', 'gateway/domain/'],
    because: 'the doors know the flow, not what stands behind its ports',
  },
  {
    of: 'gateway/reading/',
    may: ['gateway/reading/', 'gateway/ports/', 'gateway/domain/'],
    because: 'threads carry calls and answers; what reads them is put together in the thread itself',
  },
  {
    of: 'queue/',
    may: ['queue/', 'gateway/flow/', 'gateway/ports/', 'gateway/domain/'],
    because: 'a job is one call into the flow',
  },
  {
    of: 'crypto/',
    may: ['crypto/', 'gateway/ports/', 'gateway/domain/', 'xsd/document.ts'],
    because: 'a signature is checked on the parsed tree, and needs nothing else of the house',
  },
  { of: 'xsd/', may: ['xsd/', 'gateway/ports/', 'gateway/domain/'], because: 'schemas and parsing stand alone' },
  {
    of: 'adapters/',
    may: ['adapters/', 'gateway/ports/', 'gateway/domain/'],
    because: 'adapters implement ports; main introduces them to crypto and xsd',
  },
]

const OWNERS: readonly { library: RegExp; owners: readonly string[] }[] = [
  { library: /^(fastify|@fastify\/)/, owners: ['gateway/http/'] },
  { library: /^(pg$|pg-copy-streams$|@electric-sql\/pglite)/, owners: ['adapters/postgres/'] },
  { library: /^pg-boss/, owners: ['queue/'] },
  { library: /^libxml2-wasm/, owners: ['xsd/'] },
  { library: /^@noble\//, owners: ['crypto/'] },
  { library: /^node-forge/, owners: ['crypto/key-providers/pkcs12.ts'] },
  { library: /^pkcs11js/, owners: ['crypto/key-providers/pkcs11-library.ts'] },
  {
    library: /^ajv/,
    owners: [
      'gateway/config.ts',
      'gateway/trust-bundle-schema.ts',
      'gateway/token-file.ts',
      'gateway/http/',
      'adapters/registry-http/',
    ],
  },
  { library: /^pino/, owners: ['gateway/main.ts', 'gateway/compose.ts'] },
  { library: /^(nock|xml-crypto|vitest|fast-xml-parser|pkijs|asn1js)/, owners: [] },
]

/** What a fault is made of. */
const FAULTS_FOR_CRYPTO: ReadonlySet<string> = new Set(['GatewayError', 'withFacts'])

describe('the import arrows point to the domain', () => {
  test.each(MAY_IMPORT)('$of: $because', ({ of, may }) => {
    const wrong = SOURCES.filter((file) => file.startsWith(of) && !isRoot(file)).flatMap((file) =>
      importsOf(file)
        .filter((target) => isOurs(target) && !may.some((allowed) => target.startsWith(allowed)))
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('nobody imports a composition root, so that parts stay parts', () => {
    const wrong = SOURCES.filter((file) => !isRoot(file)).flatMap((file) =>
      importsOf(file)
        .filter(isRoot)
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('adapters never import each other, but for the envelopes an agency writes', () => {
    const folder = (path: string): string => path.split('/').slice(0, 2).join('/')
    const wrong = SOURCES.filter((file) => file.startsWith('adapters/')).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('adapters/') && folder(target) !== folder(file))
        .filter((target) => !(folder(file) === 'adapters/agency' && folder(target) === 'adapters/smev'))
        .map((target) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

test('only inspect reads with patience: the door can never reach the tolerant parser, nor the archive suites', () => {
  const patient = ['xsd/inspection', 'crypto/inspection/', 'crypto/archive-suite.ts', 'gateway/commands/inspect']
  const wrong = SOURCES.filter((file) => !patient.some((part) => file.startsWith(part))).flatMap((file) =>
    importsOf(file)
      .filter((target) => patient.some((part) => target.startsWith(part)))
      .filter((target) => !(file === 'gateway/commands/run-command.ts' && target === 'gateway/commands/inspect.ts'))
      .map((target) => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('only inspect reads certificates of version 1, which may be neither authorities nor signers', () => {
  const wrong = SOURCES.filter((file) =>
    valueImportsOf(file).some(({ name }) => name === 'parseCertificateOfAnyVersion'),
  ).filter((file) => !['crypto/inspection/', 'gateway/commands/inspect'].some((part) => file.startsWith(part)))
  expect(wrong).toEqual([])
})

test('of ports and domain crypto takes types and the faults: it applies no rule of the domain', () => {
  const wrong = SOURCES.filter((file) => file.startsWith('crypto/')).flatMap((file) =>
    valueImportsOf(file)
      .filter(({ target }) => target.startsWith('gateway/'))
      .filter(({ name, target }) => target !== 'gateway/domain/faults.ts' || !FAULTS_FOR_CRYPTO.has(name))
      .map(({ name }) => `${file} imports ${name}`),
  )
  expect(wrong).toEqual([])
})

test.each(OWNERS)('one owner of $library', ({ library, owners }) => {
  const wrong = SOURCES.filter((file) => !owners.some((owner) => file.startsWith(owner))).flatMap((file) =>
    importsOf(file)
      .filter((target) => library.test(target))
      .map((target) => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('no file is longer than 300 lines: a reader keeps one in mind at a time', () => {
  const long = SOURCES.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301)
  expect(long).toEqual([])
})

test('only the system clock asks for the time', () => {
  const wrong = SOURCES.filter((file) => file !== 'adapters/system-clock.ts').filter((file) =>
    /new Date\(\)|Date\.now\(\)/.test(readFileSync(file, 'utf8')),
  )
  expect(wrong).toEqual([])
})

test('only the configuration reads the environment', () => {
  const wrong = SOURCES.filter((file) => file !== 'gateway/main.ts').filter((file) =>
    readFileSync(file, 'utf8').includes('process.env'),
  )
  expect(wrong).toEqual([])
})

test('the lock file names no host, so that any mirror serves', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, object> }
  const resolved = Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry)
  expect(resolved).toEqual([])
})

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const targets = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...targets].map(([, target = '']) =>
    target.startsWith('.') ? normalize(join(dirname(file), target)) : target,
  )
}

/** Names that are there at run time; types are gone by then. */
function valueImportsOf(file: string): { readonly name: string; readonly target: string }[] {
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (\{[^}]*\}|\*[^'\n]*|\w+) from '(\.[^']+)'/gm)
  return [...imports].flatMap(([, names = '', target = '']) =>
    names
      .replaceAll(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => ({ name, target: normalize(join(dirname(file), target)) })),
  )
}

function isOurs(target: string): boolean {
  return FOLDERS.some((folder) => target.startsWith(`${folder}/`))
}

function isRoot(file: string): boolean {
  return ROOTS.some((root) => file.startsWith(root))
}
