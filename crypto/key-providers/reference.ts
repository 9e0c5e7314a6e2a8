/**
 * References to keys, as configuration writes them. None holds a secret: passphrases and PINs come from a file of their own.
 *
 *     office.key                                            PKCS#8 in PEM, plain or encrypted
 *     pkcs12:office.p12#alias                               a PKCS#12 file; the alias chooses one of several keys
 *     pkcs11:/lib/token.so?token=OFFICE&id=01               a key on a token; also serial= and label=
 *     engine:/lib/gost.so?key=office.key                    a key file that an engine of OpenSSL reads and signs with
 */
import { GatewayError } from '../../gateway/domain/faults.ts'

export type KeySource = FileSource | Pkcs12Source | Pkcs11Source | EngineSource

export interface FileSource {
  readonly kind: 'FILE'
  readonly path: string
}

export interface Pkcs12Source {
  readonly kind: 'PKCS12'
  readonly path: string
  /** friendlyName of the key; undefined when the file holds one key only. */
  readonly alias: string | undefined
}

/** At least one of the first two and one of the last two is given, and everything given must match. */
export interface Pkcs11Source {
  readonly kind: 'PKCS11'
  /** Path of the vendor's library. */
  readonly module: string
  readonly tokenLabel: string | undefined
  readonly tokenSerial: string | undefined
  /** CKA_ID in hex. */
  readonly keyId: string | undefined
  readonly keyLabel: string | undefined
}

export interface EngineSource {
  readonly kind: 'ENGINE'
  /** Path of the engine's library. */
  readonly engine: string
  readonly path: string
}

/** Throws CONFIG_INVALID. The message repeats nothing of the reference: a mistyped one may hold a secret. */
export function parseKeyReference(reference: string): KeySource {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(reference) ?? []
  switch (scheme.toLowerCase()) {
    case '':
      return { kind: 'FILE', path: required(reference, 'a path') }
    case 'pkcs12':
      return parsePkcs12(rest)
    case 'pkcs11':
      return parsePkcs11(rest)
    case 'engine':
      return parseEngine(rest)
    default:
      throw invalid('a key is a path, pkcs12:, pkcs11: or engine: (a path with a colon begins with ./)')
  }
}

function parsePkcs12(rest: string): Pkcs12Source {
  const mark = rest.lastIndexOf('#')
  const path = required(mark < 0 ? rest : rest.slice(0, mark), 'pkcs12: a path')
  if (mark < 0) return { kind: 'PKCS12', path, alias: undefined }
  return { kind: 'PKCS12', path, alias: required(decode(rest.slice(mark + 1)), 'pkcs12: an alias after #') }
}

function parsePkcs11(rest: string): Pkcs11Source {
  const { path, parameters } = splitQuery(rest, ['token', 'serial', 'id', 'label'])
  const { token: tokenLabel, serial: tokenSerial, id, label: keyLabel } = parameters
  if (tokenLabel === undefined && tokenSerial === undefined) throw invalid('pkcs11: token= or serial= is missing')
  if (id === undefined && keyLabel === undefined) throw invalid('pkcs11: id= or label= is missing')
  if (id !== undefined && !/^([0-9a-f]{2})+$/i.test(id)) throw invalid('pkcs11: id= is CKA_ID in hex')
  const module = required(path, 'pkcs11: the path of the library')
  return { kind: 'PKCS11', module, tokenLabel, tokenSerial, keyId: id?.toLowerCase(), keyLabel }
}

function parseEngine(rest: string): EngineSource {
  const { path, parameters } = splitQuery(rest, ['key'])
  return {
    kind: 'ENGINE',
    engine: required(path, 'engine: the path of the library'),
    path: required(parameters['key'] ?? '', 'engine: key='),
  }
}

type Parameters = Readonly<Record<string, string | undefined>>

function splitQuery(
  rest: string,
  known: readonly string[],
): { readonly path: string; readonly parameters: Parameters } {
  const [path = '', ...queries] = rest.split('?')
  if (queries.length > 1) throw invalid('a second ? must be written as %3F')
  const parameters: Record<string, string> = {}
  for (const pair of queries.join('').split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=')
    if (name.startsWith('pin')) throw invalid('a PIN is never part of a reference, it belongs in the passphrase file')
    if (!known.includes(name)) throw invalid(`unknown parameter, known are ${known.join(', ')}`)
    if (parameters[name] !== undefined) throw invalid(`${name}= stands twice`)
    parameters[name] = required(decode(value.join('=')), `${name}=`)
  }
  return { path, parameters }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', 'a % that begins no percent-encoded character', { cause })
  }
}

function required(value: string, what: string): string {
  if (value === '') throw invalid(`${what} is missing`)
  return value
}

const invalid = (reason: string): GatewayError => new GatewayError('CONFIG_INVALID', reason)
