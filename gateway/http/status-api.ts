/** Status API of the back office: cases, their control cards and their documents. Reads only. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Case, CaseState } from '../domain/case.ts'
import type { Clock } from '../ports/clock.ts'
import type { CaseDocument, Reads } from '../ports/store.ts'
import { controlCardOf } from './control-card.ts'
import { refuseOtherMethods } from './error-handler.ts'
import { ALL_PROBLEMS, answering, LIST_PROBLEMS, problems, protectedBy } from './openapi.ts'
import { ApiRefusal } from './problem.ts'
import {
  caseNumberSchema,
  checkRange,
  DOCUMENT_ID_PATTERN,
  filterTextSchema,
  localDateSchema,
  pageOf,
  pagingSchemas,
  type Paging,
} from './query.ts'
import { CASE_STATES } from './response-schemas.ts'

export interface StatusPorts {
  readonly reads: Reads
  readonly clock: Clock
  /** Zone of the office (T1). */
  readonly timeZone: string
}

interface CasesQuery extends Paging {
  readonly state?: CaseState
  readonly requester?: string
  readonly dueFrom?: string
  readonly dueTo?: string
}

const common = protectedBy('BACK_OFFICE')
const documentIdSchema = { type: 'string', pattern: DOCUMENT_ID_PATTERN, description: 'Id from the control card.' }

const LIST_SCHEMA = {
  ...common,
  summary: 'Cases, by filter',
  operationId: 'listCases',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      state: { type: 'string', enum: CASE_STATES },
      requester: { ...filterTextSchema, description: 'Id of a registered body, or queue of a stranger.' },
      dueFrom: { ...localDateSchema, description: 'Due on this day or later.' },
      dueTo: { ...localDateSchema, description: 'Due on this day or earlier.' },
      ...pagingSchemas,
    },
  },
  response: answering('CasePage', 'One page of cases.', LIST_PROBLEMS),
} as const

const CARD_SCHEMA = {
  ...common,
  summary: 'Control card of a case',
  operationId: 'getCase',
  params: { type: 'object', required: ['number'], properties: { number: caseNumberSchema } },
  response: answering('ControlCard', 'The control card; parts the case has not reached are absent.'),
} as const

const DOCUMENT_SCHEMA = {
  ...common,
  summary: 'A document of a case',
  operationId: 'getDocument',
  params: {
    type: 'object',
    required: ['number', 'id'],
    properties: { number: caseNumberSchema, id: documentIdSchema },
  },
  response: {
    200: {
      description: 'The bytes as they are stored: inquiry and draft as XML, the signed reply as CMS SignedData.',
      content: {
        'text/xml': { schema: { contentMediaType: 'text/xml' } },
        'application/pkcs7-mime': { schema: { contentMediaType: 'application/pkcs7-mime' } },
      },
    },
    ...problems(ALL_PROBLEMS),
  },
} as const

export function serveStatus(api: FastifyInstance, ports: StatusPorts): void {
  const { reads } = ports
  api.get<{ Querystring: CasesQuery }>('/v1/cases', { schema: LIST_SCHEMA }, async ({ query }) => {
    const { limit: _limit, after: _after, ...filter } = query
    checkRange({ field: 'dueFrom', value: filter.dueFrom }, { field: 'dueTo', value: filter.dueTo })
    return reads.listCases(filter, pageOf(query))
  })
  api.get<{ Params: { number: string } }>('/v1/cases/:number', { schema: CARD_SCHEMA }, async ({ params }) =>
    readCard(await getCase(params.number, reads), ports),
  )
  api.get<{ Params: { number: string; id: string } }>(
    '/v1/cases/:number/documents/:id',
    { schema: DOCUMENT_SCHEMA },
    async ({ params }, reply) => sendDocument(params.number, await getDocumentOf(params, reads), reply),
  )
  for (const url of ['/v1/cases', '/v1/cases/:number', '/v1/cases/:number/documents/:id'])
    refuseOtherMethods(api, url, ['GET'])
}

async function readCard(of: Case, { reads, clock, timeZone }: StatusPorts) {
  const [documents, history] = await Promise.all([reads.listDocuments(of.id), reads.listHistory(of.id)])
  return controlCardOf(of, { documents, history, now: clock.now(), timeZone })
}

/** Throws CASE_UNKNOWN. */
async function getCase(number: string, reads: Reads): Promise<Case> {
  const found = await reads.findCaseByNumber(number)
  if (!found) throw new ApiRefusal('CASE_UNKNOWN')
  return found
}

/** A document is given only under the number of its own case. Throws CASE_UNKNOWN, DOCUMENT_UNKNOWN. */
async function getDocumentOf({ number, id }: { number: string; id: string }, reads: Reads): Promise<CaseDocument> {
  const documents = await reads.listDocuments((await getCase(number, reads)).id)
  if (!documents.some((document) => document.id === id)) throw new ApiRefusal('DOCUMENT_UNKNOWN')
  return reads.getDocument(id)
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/xml': 'xml',
  'application/pkcs7-mime': 'p7m',
  'application/pdf': 'pdf',
}

/** As an attachment: a browser must not render what a stranger wrote. The XML declaration tells the encoding. */
function sendDocument(number: string, { kind, mediaType, bytes }: CaseDocument, reply: FastifyReply): FastifyReply {
  const extension = EXTENSIONS[mediaType] ?? 'bin'
  const name = `${number}-${kind}.${extension}`
  return reply.header('content-disposition', `attachment; filename="${name}"`).type(mediaType).send(bytes)
}
