/** The interface as an OpenAPI 3.1 document, for those who build the other side. */
import { COVERAGE_ANSWER, COVERAGE_QUESTION, SEARCH_ANSWER, SEARCH_QUESTION } from './schemas.ts'

export const PATHS = { search: '/v1/search', coverage: '/v1/coverage' } as const

const RULES = [
  'Only status 200 with a whole JSON body that fits its schema is an answer. Whatever else comes (another status, a',
  'redirect, a body that is cut, too long, or for another question) means «the registry did not answer» and is never',
  'read as «no record». A question may come again under its id when no answer arrived. No search may be of an earlier',
  'state than coverage told before it. With 429 or 503, Retry-After in seconds tells when to ask again.',
].join(' ')

function operation(summary: string, schemas: { question: object; answer: object }) {
  const content = (schema: object) => ({ 'application/json': { schema } })
  return {
    post: {
      summary,
      requestBody: { required: true, content: content(schemas.question) },
      responses: {
        200: { description: 'The answer.', content: content(schemas.answer) },
        default: { description: 'No answer: asked again later.' },
      },
    },
  }
}

export const REGISTRY_OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Registry of act records, as the gateway asks it', version: '1', description: RULES },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  security: [{ bearer: [] }],
  paths: {
    [PATHS.search]: operation('Records of one kind like a subject', {
      question: SEARCH_QUESTION,
      answer: SEARCH_ANSWER,
    }),
    [PATHS.coverage]: operation('What is held in full, per office and year', {
      question: COVERAGE_QUESTION,
      answer: COVERAGE_ANSWER,
    }),
  },
} as const
