/**
 * How far a read replica has followed, measured without trusting what it says of itself. `pg_last_xact_replay_timestamp`
 * looks old on an idle primary, and a replica whose stream broke has replayed all that it received: both lie. So a row is
 * changed on the primary every few seconds; a replica that shows a beat has everything that was committed before that
 * beat was sent, as changes are replayed in the order of their commits. Its age is counted here, by a clock that never
 * goes back, from the moment the beat was sent: nobody's wall clock matters, and what is measured is never too small.
 * All this is true of a server that only follows: once it was promoted, others may write beats and records of their own.
 */
import type { Sql } from '../../gateway/ports/database.ts'

export interface Beat {
  /** Wall clock of the primary: everything committed by then is shown with the beat. */
  readonly at: Date
  /** Milliseconds of `elapsed`, before the beat was sent. */
  readonly sentAt: number
}

export interface HeartbeatOptions {
  readonly primary: Sql
  readonly replica: Sql
  readonly intervalSeconds: number
  /** Beats older than this are not remembered: a replica that shows none younger is stale. */
  readonly rememberSeconds: number
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number
  /** Hears of each beat that could not be sent. */
  readonly onError: (error: unknown) => void
}

export interface Heartbeat {
  /** Sends the first beat; resolves also when it could not be sent. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Changes the row now. Throws STORE_UNREACHABLE. */
  beat(): Promise<void>
  /** The newest of our beats that the replica shows; undefined when it shows none, another store's, or was promoted. */
  findFollowed(): Promise<Beat | undefined>
}

interface Row {
  readonly store: string
  readonly beat: string
}

const BEAT = `update registry.heartbeat set beat = beat + 1, at = clock_timestamp() returning store, beat, at`
const SHOWN = `select store, beat from registry.heartbeat where pg_is_in_recovery()`

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { primary, replica, intervalSeconds, rememberSeconds, elapsed, onError } = options
  let sent: readonly (Beat & { readonly no: bigint; readonly store: string })[] = []
  let last: { readonly no: bigint; readonly store: string } | undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  const beat = async (): Promise<void> => {
    const sentAt = elapsed()
    const [row] = await primary.query<Row & { at: Date }>(BEAT)
    if (!row) throw new Error('the store was made without its heartbeat')
    const { store, at } = row
    const no = BigInt(row.beat)
    // A primary that counts back has lost beats which a replica may show: only numbers above them tell anything.
    if (last?.store === store && no <= last.no) return void (sent = [])
    last = { no, store }
    const remembered = sent.filter((one) => sentAt - one.sentAt <= rememberSeconds * 1000)
    sent = [...remembered, { no, store, at, sentAt }]
  }
  const beatAgain = (): void => {
    running ??= beat()
      .catch(onError)
      .finally(() => (running = undefined))
  }
  return {
    beat,
    async start() {
      timer = setInterval(beatAgain, intervalSeconds * 1000).unref()
      beatAgain()
      await running
    },
    async stop() {
      clearInterval(timer)
      await running
    },
    async findFollowed() {
      const [shown] = await replica.query<Row>(SHOWN)
      // Another gateway's beat counts as the last of ours before it.
      return shown && sent.findLast(({ no, store }) => store === shown.store && no <= BigInt(shown.beat))
    },
  }
}
