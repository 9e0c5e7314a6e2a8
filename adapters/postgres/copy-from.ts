/** COPY FROM STDIN on a PostgreSQL server, at the pace of its connection. */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { CopyTarget, CopyText } from '../../gateway/ports/database.ts'
import { statementError } from './statement-error.ts'

/** Throws what `text` throws, once the server has let the COPY go; a StatementError when the server refuses a row. */
export async function copyFrom(client: pg.PoolClient, { table, columns }: CopyTarget, text: CopyText): Promise<void> {
  const copy = client.query(from(`copy ${table} (${columns.join()}) from stdin`))
  let refusal: { readonly error: unknown } | undefined
  const ended = new Promise<void>((resolve) => {
    copy.once('finish', resolve).once('error', (error) => {
      refusal = { error }
      // What it still holds would be written to a connection that it has let go.
      copy.destroy()
      resolve()
    })
  })
  try {
    for await (const part of text) {
      if (refusal) break
      if (!copy.write(part)) await Promise.race([once(copy, 'drain'), ended])
      // A socket that takes everything at once would keep the event loop, and a refusal would stay unread.
      await setImmediate()
    }
  } catch (error) {
    // The server's log gets this text, and never what was thrown: that may name a person.
    if (!refusal) copy.destroy(new Error('the rows broke off'))
    await ended
    throw error
  }
  if (!refusal) copy.end()
  await ended
  if (refusal) throw statementError(refusal.error)
}
