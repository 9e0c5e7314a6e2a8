/** The file of API tokens: who may call the back office and audit APIs. Only hashes of tokens are kept in it. */
import { Ajv, type ErrorObject } from 'ajv'
import { GatewayError } from './domain/faults.ts'
import type { ApiToken } from './http/authorisation.ts'

const validate = new Ajv({ allErrors: true }).compile<readonly ApiToken[]>({
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['role', 'name', 'tokenHash'],
    properties: {
      role: { enum: ['BACK_OFFICE', 'SECURITY_OFFICER'] },
      name: { type: 'string', pattern: '^[^\\u0000-\\u001f]{1,100}$' },
      tokenHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
  },
})

/** Throws CONFIG_INVALID naming the JSON path; values are not repeated. */
export function parseTokenFile(text: string): readonly ApiToken[] {
  const tokens = parseJson(text)
  if (validate(tokens)) return tokens
  const mistakes = (validate.errors ?? []).map(({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`)
  throw new GatewayError('CONFIG_INVALID', mistakes.join('; '))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', 'it is no JSON', { cause })
  }
}
