import { Client, escapeLiteral } from 'pg'
import { GatheredWords, type Message } from '../GatheredWords.ts'

/** A network that drops everything looks like a busy server. After this long, the connection is given up. */
const QUERY_MS = 5000

/**
 * Notifies channels on a dedicated connection, opened when needed. A transaction that notifies holds a database-wide
 * lock while it commits, so writes that notified themselves would commit one at a time. These notifications need not
 * survive a crash, so their commits do not wait for the disk either.
 */
export class PostgresTeller {
  readonly #url: string
  readonly #words = new GatheredWords((messages) => this.#send(messages))
  /** Set while connected. */
  #client: Client | undefined
  #isClosed = false

  constructor(url: string) {
    this.#url = url
  }

  /** See `Sql.tell`. */
  tell(channel: string, words: readonly string[]): void {
    this.#words.add(channel, words)
  }

  async close(): Promise<void> {
    await this.#words.close()
    this.#isClosed = true
    await this.#client?.end().catch(() => undefined)
  }

  async #send(messages: readonly Message[]): Promise<void> {
    const client = this.#client ?? (await this.#connect())
    try {
      await client.query(notifying(messages))
    } catch (error) {
      this.#drop(client)
      throw error
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 2000,
      query_timeout: QUERY_MS,
      keepAlive: true,
      application_name: 'runlens telling',
    })
    // Without a handler, the error of a broken connection would end the process.
    client.on('error', () => this.#drop(client))
    try {
      await client.connect()
    } catch (error) {
      this.#drop(client)
      throw error
    }
    if (this.#isClosed) this.#drop(client)
    else this.#client = client
    return client
  }

  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined
    void client.end().catch(() => undefined)
  }
}

/**
 * One round trip. The setting is local to the transaction: a pooler passes the connection on to others, whose commits
 * must not get it.
 */
function notifying(messages: readonly Message[]): string {
  const calls = messages.map(
    ({ channel, payload }) => `pg_notify(${escapeLiteral(channel)}, ${escapeLiteral(payload)})`,
  )
  return `begin; set local synchronous_commit = off; select ${calls.join(', ')}; commit`
}
