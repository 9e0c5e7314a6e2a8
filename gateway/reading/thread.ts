/**
 * A reading thread: where a stranger's bytes are parsed, proved and validated (design section 5), one call at a time. It
 * holds no key and no store; of the main thread it asks what is known of revocation and what only the keys can open.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { runSelfTests } from '../../crypto/self-test.ts'
import { openTrustBundle, type TrustBundle } from '../../crypto/trust-bundle.ts'
import type { StatusOf } from '../../crypto/trust-store.ts'
import { parseCertificate } from '../../crypto/x509/certificate.ts'
import { composeReadCall } from '../compose-read-call.ts'
import { GatewayError } from '../domain/faults.ts'
import type { ReadCall } from '../ports/exchange.ts'
import type { KeyProvider } from '../ports/keys.ts'
import type {
  FromThread,
  KeyQuestion,
  StatusAnswer,
  StatusLine,
  StatusQuestion,
  ThreadData,
  ToThread,
} from './messages.ts'
import { outcomeOf, valueOf, type Outcome } from './outcome.ts'

if (!parentPort) throw new Error('a reading thread is started by the gateway')
const main = parentPort
const tell = (message: FromThread): void => main.postMessage(message)

let takeKeyAnswer = (_answer: Outcome<Uint8Array>): void => undefined

/** One at a time, as one call is read at a time. */
function askKeys(question: KeyQuestion): Promise<Uint8Array> {
  const answered = new Promise<Outcome<Uint8Array>>((resolve) => (takeKeyAnswer = resolve))
  tell({ kind: 'KEY_QUESTION', question })
  return answered.then(valueOf)
}

const keysOfMain: KeyProvider = {
  sign: () => Promise.reject(new GatewayError('KEY_UNUSABLE', 'a reading thread signs nothing')),
  agree: (key, peerSpki, ukm) => askKeys({ operation: 'agree', key, octets: [peerSpki, ukm] }),
  agree512: (key, peerSpki, ukm) => askKeys({ operation: 'agree512', key, octets: [peerSpki, ukm] }),
  decrypt: (key, encrypted) => askKeys({ operation: 'decrypt', key, octets: [encrypted] }),
}

/** The trust store waits for no promise, so this thread waits. */
function askStatusOver({ port, answered }: StatusLine): StatusOf {
  const flag = new Int32Array(answered)
  return ({ certificate, issuer }, at) => {
    Atomics.store(flag, 0, 0)
    port.postMessage({ certificate: certificate.der, issuer: issuer.der, at } satisfies StatusQuestion)
    Atomics.wait(flag, 0, 0)
    const answer = receiveMessageOnPort(port) as { readonly message: StatusAnswer } | undefined
    if (!answer) throw new Error('no answer about revocation')
    return valueOf(answer.message)
  }
}

function openReading(data: ThreadData): ReadCall {
  const bundle = openTrustBundle(data.trustBundle, {
    signerCertificate: parseCertificate(data.trustSigner),
    at: data.at,
    // The main thread has checked the same bytes.
    checkShape: (value) => value as TrustBundle,
    askStatus: askStatusOver(data.statusLine),
  })
  const openingKeys = Object.entries(data.decryptionCertificates).map(
    ([key, der]) => [key, { key, certificate: parseCertificate(der) }] as const,
  )
  return composeReadCall(bundle, { provider: keysOfMain, keys: Object.fromEntries(openingKeys) })
}

await runSelfTests()
const readCall = openReading(workerData as ThreadData)
main.on('message', async (message: ToThread) => {
  if (message.kind === 'KEY_ANSWER') return takeKeyAnswer(message.answer)
  if (message.kind === 'END') return main.close()
  const { bytes, receivedAt, packageType } = message.received
  tell({ kind: 'READ', call: await outcomeOf(() => readCall(bytes, receivedAt, packageType)) })
})
tell({ kind: 'READY' })
