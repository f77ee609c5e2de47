import { Client, escapeLiteral } from 'pg'
import { GatheredWords, type Message } from '../GatheredWords.ts'

/** A network that swallows everything looks like a server that is busy; this long is long enough. */
const QUERY_MS = 5000

/**
 * Notifies channels on a connection of its own, which is made when there is something to tell. A transaction that notifies
 * holds a lock of the whole database while it commits, so that writes which did it themselves would commit one by one.
 * What these few commits say need not survive a crash, so they do not wait for the disk either.
 */
export class PostgresTeller {
  readonly #url: string
  readonly #words = new GatheredWords((messages) => this.#send(messages))
  /** While it is connected. */
  #client: Client | undefined
  #isClosed = false

  constructor(url: string) {
    this.#url = url
  }

  /** As `Sql.tell` says. */
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
    // Unheard, the error of a broken connection would end the process.
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

/** One round trip. The setting is the transaction's: a pooler hands the connection to others, whose commits must not get it. */
function notifying(messages: readonly Message[]): string {
  const calls = messages.map(
    ({ channel, payload }) => `pg_notify(${escapeLiteral(channel)}, ${escapeLiteral(payload)})`,
  )
  return `begin; set local synchronous_commit = off; select ${calls.join(', ')}; commit`
}
