import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { CLERK, get, OFFICER, startHarness } from './support/gateway.ts'

interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: object }
}
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[]
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>
}

const shared = startHarness()
let description: Description
const routes: string[] = []

beforeAll(async () => {
  const { public: app } = startHarness()
  app.addHook('onRoute', ({ method, url, schema }) => {
    const isApi = url.startsWith('/api') || url.startsWith('/audit')
    if (isApi && !(schema as { hide?: boolean } | undefined)?.hide) routes.push(`${String(method)} ${url}`)
  })
  const answer = await app.inject(get('/api/v1/openapi.json'))
  expect(answer.statusCode).toBe(200)
  description = answer.json()
})

test('describes every route of both APIs, and no other', () => {
  const described = Object.entries(description.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(described.toSorted()).toEqual(routes.toSorted())
  expect(described).toContain('GET /audit/v1/entries')
})

test('is OpenAPI 3.1 whose references all resolve', () => {
  expect(description.openapi).toBe('3.1.0')
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference)
  expect(references.length).toBeGreaterThan(10)
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference ?? '')?.[1]
    expect(description.components.schemas, reference).toHaveProperty(name ?? 'none')
  }
})

test('every schema in it is a JSON schema of 2020-12, and every example in it obeys its schema', () => {
  const ajv = createAjv()
  for (const { schema, examples } of schemasWithExamples(description)) {
    const validate = ajv.compile(schema)
    for (const example of examples) expect(validate(example), JSON.stringify({ schema, example })).toBe(true)
  }
})

test('every operation has a name, a summary, its problems, and one role or none', () => {
  for (const [path, item] of Object.entries(description.paths))
    for (const operation of Object.values(item)) {
      expect(operation).toMatchObject({ operationId: expect.any(String), summary: expect.any(String) })
      const expected = path.endsWith('openapi.json') ? [] : [{ [roleOf(path)]: [] }]
      expect(operation.security).toEqual(expected)
      const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)
      expect(problems.length).toBeGreaterThanOrEqual(3)
      for (const [, { content }] of problems)
        expect(content).toEqual({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } })
    }
  expect(description.components.securitySchemes).toMatchObject({
    backOffice: { type: 'http', scheme: 'bearer' },
    securityOfficer: { type: 'http', scheme: 'bearer' },
  })
})

test('names every filter of the list of cases with its rule', () => {
  const parameters = description.paths['/api/v1/cases']?.['get']?.parameters ?? []
  expect(parameters.map(({ name }) => name)).toEqual(['state', 'requester', 'dueFrom', 'dueTo', 'limit', 'after'])
  expect(parameters.find(({ name }) => name === 'limit')?.schema).toMatchObject({
    minimum: 1,
    maximum: 200,
    default: 50,
  })
})

test.each([
  ['/api/v1/cases', '/api/v1/cases', CLERK, '200'],
  ['/api/v1/cases', '/api/v1/cases?limit=1', CLERK, '200'],
  ['/api/v1/cases', '/api/v1/cases?limit=0', CLERK, '400'],
  ['/api/v1/cases', '/api/v1/cases', {}, '401'],
  ['/api/v1/cases', '/api/v1/cases', OFFICER, '403'],
  ['/api/v1/cases/{number}', '/api/v1/cases/39-2026-000001', CLERK, '200'],
  ['/api/v1/cases/{number}', '/api/v1/cases/39-2026-000002', CLERK, '200'],
  ['/api/v1/cases/{number}', '/api/v1/cases/39-2026-000003', CLERK, '200'],
  ['/api/v1/cases/{number}', '/api/v1/cases/39-2026-000999', CLERK, '404'],
  [
    '/api/v1/cases/{number}/documents/{id}',
    '/api/v1/cases/39-2026-000001/documents/d0c00000-0000-4000-8000-00000000000f',
    CLERK,
    '404',
  ],
  ['/audit/v1/entries', '/audit/v1/entries?limit=2', OFFICER, '200'],
  ['/audit/v1/entries', '/audit/v1/entries?event=x', OFFICER, '400'],
  ['/api/v1/openapi.json', '/api/v1/openapi.json', {}, '200'],
])('an answer of %s (%s, %o) is as described for %s', async (path, url, headers, status) => {
  const answer = await shared.public.inject(get(url, headers))
  expect(answer.statusCode).toBe(Number(status))
  const content = description.paths[path]?.['get']?.responses[status]?.content ?? {}
  const mediaType = String(answer.headers['content-type']).split(';')[0] ?? ''
  const validate = createAjv().compile(withComponents(content[mediaType]?.schema))
  expect(validate(answer.json()), JSON.stringify(validate.errors)).toBe(true)
})

test('needs no token, but counts as a call without one', async () => {
  const { public: app, audited } = startHarness({ limits: { anonymousCallsPerMinute: 1 } })
  const status = async (headers = {}) => (await app.inject(get('/api/v1/openapi.json', headers))).statusCode
  expect([await status(), await status(), await status(CLERK), await status(OFFICER)]).toEqual([200, 429, 200, 200])
  expect(audited).toHaveLength(4)
})

test('names the configured address of the gateway', async () => {
  const { public: app } = startHarness({ publicUrl: 'https://zags39.example' })
  const { servers } = (await app.inject(get('/api/v1/openapi.json'))).json()
  expect(servers).toEqual([{ url: 'https://zags39.example' }])
})

function roleOf(path: string): string {
  return path.startsWith('/audit') ? 'securityOfficer' : 'backOffice'
}

/** Keywords of JSON Schema only: an unknown one in the description is an error of the description. */
function createAjv(): Ajv2020 {
  return new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    formats: { date: /^\d{4}-\d{2}-\d{2}$/, 'date-time': /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/ },
    keywords: ['example'],
  })
}

function withComponents(schema: object | undefined): object {
  expect(schema).toBeDefined()
  const { schemas } = description.components
  return JSON.parse(JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/'))
}

/** All schemas of the document with the examples beside or inside them. */
function schemasWithExamples(of: Description): { schema: object; examples: readonly unknown[] }[] {
  const components = Object.values(of.components.schemas).map((schema) => ({ schema, examples: [] }))
  const operations = Object.values(of.paths).flatMap((item) => Object.values(item))
  const parameters = operations.flatMap(({ parameters: all = [] }) => all)
  const inner = JSON.stringify(of.components.schemas).matchAll(/\{[^{}]*"examples":\[[^\]]*\][^{}]*\}/g)
  return [
    ...components.map(({ schema }) => ({ schema: withComponents(schema), examples: [] })),
    ...parameters.map(({ schema, ...rest }) => ({ schema, examples: examplesOf(rest) })),
    ...[...inner].map(([text]) => JSON.parse(text)).map((schema) => ({ schema, examples: schema.examples })),
  ]
}

function examplesOf(parameter: object): readonly unknown[] {
  return 'example' in parameter ? [parameter.example] : []
}
