/** A reading thread that does what the text it is given says. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { FromThread, StatusAnswer, ThreadData, ToThread } from '../../gateway/reading/messages.ts'
import type { IncomingCall } from '../../gateway/ports/exchange.ts'

const { statusLine } = workerData as ThreadData
const tell = (message: FromThread): void => parentPort?.postMessage(message)

const answer = (messageId: string): void =>
  tell({ kind: 'READ', call: { ended: 'WELL', value: { operation: 'Ack', messageId } as IncomingCall } })

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

const askKey = (key: string): void =>
  tell({ kind: 'KEY_QUESTION', question: { operation: 'decrypt', key, octets: [Uint8Array.of(7)] } })

const ACTIONS: Readonly<Record<string, () => void>> = {
  'spin for ever': () => spin(Infinity),
  'spin a while': () => {
    spin(100)
    answer('spun')
  },
  throw: () => {
    throw new Error('broken thread')
  },
  exit: () => process.exit(3),
  'answer, then exit': () => {
    answer('answered')
    setTimeout(() => process.exit(4), 10)
  },
  'eat memory': () => {
    const eaten: unknown[] = []
    for (;;) eaten.push(Array.from({ length: 1000 }, () => ({})))
  },
  refuse: () => {
    const fault = { code: 'XML_DOCTYPE', message: 'DOCTYPE', facts: { smevVersion: '1.3' }, cause: undefined } as const
    tell({ kind: 'READ', call: { ended: 'FAULT', fault } })
  },
  'be buggy': () => tell({ kind: 'READ', call: { ended: 'BUG', error: new TypeError('a bug') } }),
  'ask a key': () => askKey('DECRYPTION'),
  'ask the key before it': () => askKey('DECRYPTION_PREVIOUS'),
  'ask a key that signs': () => askKey('AUTOMATIC_SIGNING'),
  'ask about revocation': () => {
    const flag = new Int32Array(statusLine.answered)
    Atomics.store(flag, 0, 0)
    statusLine.port.postMessage({ certificate: Uint8Array.of(1), issuer: Uint8Array.of(2), at: new Date(0) })
    Atomics.wait(flag, 0, 0)
    const said = receiveMessageOnPort(statusLine.port)?.message as StatusAnswer
    answer(said.ended === 'WELL' ? said.value : said.ended)
  },
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'END') return parentPort?.close()
  if (message.kind === 'KEY_ANSWER') {
    const { answer: said } = message
    return answer(said.ended === 'WELL' ? `key says ${said.value.join()}` : 'key fails')
  }
  const text = Buffer.from(message.received.bytes).toString()
  const act = ACTIONS[text]
  if (act) act()
  else answer(text)
})
tell({ kind: 'READY' })
