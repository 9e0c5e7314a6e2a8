/** What the main thread and a reading thread say to each other. All of it is copied between them: plain data only. */
import type { MessagePort } from 'node:worker_threads'
import type { RevocationStatus } from '../domain/revocation.ts'
import type { IncomingCall } from '../ports/exchange.ts'
import type { KeyProvider, KeyRef, OpeningKey } from '../ports/keys.ts'
import type { Outcome } from './outcome.ts'

/** What a thread needs to read and prove calls. Certificates are DER. */
export interface ReadingSetup {
  readonly trustBundle: Uint8Array
  readonly trustSigner: Uint8Array
  /** When the main thread opened it. */
  readonly at: Date
  readonly decryptionCertificates: Readonly<Partial<Record<OpeningKey, Uint8Array>>>
}

export interface ThreadData extends ReadingSetup {
  readonly statusLine: StatusLine
}

/** Over it the thread asks about revocation, and waits: `answered` becomes 1 when the answer is there. */
export interface StatusLine {
  readonly port: MessagePort
  readonly answered: SharedArrayBuffer
}

export interface StatusQuestion {
  readonly certificate: Uint8Array
  readonly issuer: Uint8Array
  readonly at: Date
}

export type StatusAnswer = Outcome<RevocationStatus>

/** One call of a stranger, as it came. */
export interface ReceivedBytes {
  readonly bytes: Uint8Array
  readonly receivedAt: Date
  readonly packageType: string | undefined
}

/** What opens an encrypted inquiry; keys that sign are out of a thread's reach. */
export type OpeningKeys = Pick<KeyProvider, 'agree' | 'agree512' | 'decrypt'>
export type OpeningOperation = keyof OpeningKeys

export interface KeyQuestion {
  readonly operation: OpeningOperation
  readonly key: KeyRef
  readonly octets: readonly Uint8Array[]
}

export type ToThread =
  | { readonly kind: 'READ'; readonly received: ReceivedBytes }
  | { readonly kind: 'KEY_ANSWER'; readonly answer: Outcome<Uint8Array> }
  | { readonly kind: 'END' }

export type FromThread =
  | { readonly kind: 'READY' }
  | { readonly kind: 'KEY_QUESTION'; readonly question: KeyQuestion }
  | { readonly kind: 'READ'; readonly call: Outcome<IncomingCall> }
