/**
 * The agencies' door over HTTP: SOAP 1.1 in, SOAP 1.1 out (WS-I Basic Profile 1.1). Here only the transport is judged:
 * media type, size, SOAPAction. What the bytes say is judged behind `answerCall`; bodies are never logged.
 */
import { MIMEType } from 'node:util'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../domain/faults.ts'
import type { Door } from '../flow/door.ts'
import type { HttpLimits } from './app.ts'
import { createBodiesInFlight } from './bodies-in-flight.ts'
import { answerProblem, refuseOtherMethods } from './error-handler.ts'
import { ApiRefusal } from './problem.ts'

export interface ExchangePorts {
  /** `refuseCall` is for what is refused before the flow sees any bytes: too large, another operation. */
  readonly door: Door
  readonly describeService: () => ServiceDescription
  /** Address under which agencies reach us, without a trailing slash; without it the Host of the call is used. */
  readonly publicUrl?: string | undefined
}

export interface ServiceDescription {
  /** WSDL of a version of the exchange, by default of 1.1, whose service address is `baseUrl`; undefined for another. */
  wsdl(baseUrl: string, version?: string): string | undefined
  /** Text of a schema that the WSDL or another schema imports, by its name there. */
  schema(name: string): string | undefined
}

const SOAP_TYPE = 'text/xml; charset=utf-8'
/** SOAP with attachments (MTOM); what its parameters say is judged with its bytes. */
const PACKAGE = 'multipart/related'
const SOAP_ACTIONS = new Set(['urn:SendRequest', 'urn:GetResponse', 'urn:Ack', 'urn:GetStatus'])

export function serveExchange(
  door: FastifyInstance,
  ports: ExchangePorts,
  { maxBodyBytes, maxPackageBytes, maxBytesInFlight }: HttpLimits,
): void {
  const bodies = createBodiesInFlight(maxBytesInFlight, maxPackageBytes)
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    checkTransport(request)
    bodies.admit(request, reply)
  }
  const takeBytes = async (_: unknown, body: Buffer): Promise<Buffer> => body
  door.addContentTypeParser('text/xml', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, takeBytes)
  door.addContentTypeParser(PACKAGE, { parseAs: 'buffer', bodyLimit: maxPackageBytes }, takeBytes)
  door.setErrorHandler((error, request, reply) => answerFault(error, request, reply, ports))
  door.post<{ Body: Buffer | undefined }>(
    '/smev',
    { schema: { hide: true }, onRequest },
    async ({ body: bytes = Buffer.alloc(0), ip, headers }, reply) => {
      const { 'content-type': type } = headers
      const packageType = parseMediaType(type)?.essence === PACKAGE ? type : undefined
      const { status, body, packageType: answered } = await ports.door.answerCall(bytes, ip, packageType)
      return reply
        .code(status)
        .type(answered ?? SOAP_TYPE)
        .send(body)
    },
  )
  door.get('/smev', { schema: { hide: true } }, async (request, reply) =>
    reply.type(SOAP_TYPE).send(describe(request, ports)),
  )
  refuseOtherMethods(door, '/smev', ['GET', 'POST'])
}

/** Before the body is read. Throws MEDIA_TYPE_UNSUPPORTED, ENVELOPE_OPERATION. */
function checkTransport({ headers }: FastifyRequest): void {
  checkMediaType(headers['content-type'])
  const coding = headers['content-encoding']
  if (coding !== undefined && coding !== 'identity') refuseType('Content-Encoding is not accepted.')
  const action = headers['soapaction']
  // SOAP 1.1 section 6.1.1: an empty action says nothing of the intent; the body alone tells the operation.
  const stated = (typeof action === 'string' ? action : '').trim().replace(/^"(.*)"$/, '$1')
  if (stated !== '' && !SOAP_ACTIONS.has(stated))
    throw new GatewayError('ENVELOPE_OPERATION', 'SOAPAction names no operation of this service')
}

function checkMediaType(header: string | undefined): void {
  const type = parseMediaType(header)
  if (type?.essence === PACKAGE) return
  if (type?.essence !== 'text/xml') refuseType('A SOAP 1.1 message is sent as text/xml, or as multipart/related.')
  const charset = type.params.get('charset') ?? 'utf-8'
  if (charset.toLowerCase() !== 'utf-8') refuseType('The charset of a message is utf-8.')
}

function parseMediaType(header: string | undefined): MIMEType | undefined {
  try {
    return new MIMEType(header ?? '')
  } catch {
    return undefined
  }
}

function refuseType(detail: string): never {
  throw new ApiRefusal('MEDIA_TYPE_UNSUPPORTED', { detail })
}

/** A call is answered in SOAP; what concerns HTTP alone (media type, method, query), as a problem. */
async function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply, { door }: ExchangePorts) {
  const { code, statusCode = 500 } = error as Partial<FastifyError>
  const tooLarge = code === 'FST_ERR_CTP_BODY_TOO_LARGE'
  if (!tooLarge && (error instanceof ApiRefusal || statusCode < 500 || request.method !== 'POST'))
    return answerProblem(error, request, reply)
  const fault = tooLarge ? new GatewayError('XML_TOO_LARGE', 'the body is larger than a message may be') : error
  const { status, body } = await door.refuseCall(fault, request.ip)
  return reply.code(status).type(SOAP_TYPE).send(body)
}

/** `?wsdl` or `?wsdl=<version>`, in either case as clients write it, or `?xsd=<name>`. */
function describe(request: FastifyRequest, { describeService, publicUrl }: ExchangePorts): string {
  const query = request.query as Record<string, unknown>
  const service = describeService()
  const version = query['wsdl'] ?? query['WSDL']
  const name = query['xsd']
  if (typeof version !== 'string' && typeof name !== 'string') {
    const violations = [{ field: 'query', rule: 'must be ?wsdl, ?wsdl=<version> or ?xsd=<name>' }]
    throw new ApiRefusal('QUERY_INVALID', { violations })
  }
  const text =
    typeof version === 'string'
      ? service.wsdl(publicUrl ?? ownUrl(request), version === '' ? undefined : version)
      : service.schema(String(name))
  if (text === undefined) throw new ApiRefusal('ROUTE_UNKNOWN')
  return text
}

/** The Host header is written by the caller and goes into an XML document: only a plain host and port pass. */
function ownUrl({ protocol, host }: FastifyRequest): string {
  if (/^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?$/.test(host)) return `${protocol}://${host}`
  throw new ApiRefusal('QUERY_INVALID', { violations: [{ field: 'Host', rule: 'must be a host name and a port' }] })
}
