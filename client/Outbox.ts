import { type Fetch, postBatch } from './postBatch.ts'
import { type Refused, ReportError } from './ReportError.ts'

export type List = 'run' | 'sessions' | 'nodes' | 'edges' | 'events' | 'files' | 'messages'
export type Row = Readonly<Record<string, unknown>>

export type OutboxOptions = {
  /** The URL that batches are posted to. */
  readonly url: string
  readonly fetch: Fetch
  /** How long a row waits so that others can go in the same batch. */
  readonly flushEveryMs: number
  /** How long to retry an unreachable server before leaving the rows for the next flush. */
  readonly giveUpAfterMs: number
}

/** Limits per batch, in rows and characters. The server accepts 5,000 rows and 8 MiB. */
const ROWS_AT_ONCE = 500
const CHARS_AT_ONCE = 2_000_000
/** Maximum number of rows buffered while the server is unreachable. */
const ROWS_MAX = 20_000
const REFUSED_MAX = 100
const BACKOFF_MS = 200
const BACKOFF_MAX_MS = 5_000

type Entry = { readonly list: List; readonly key: string; readonly row: Row }

/**
 * Rows waiting to be sent, in insertion order, so that a node precedes the rows that refer to it. Waiting rows with
 * the same key are merged. It is safe to send a row twice, because the server identifies it by its key.
 */
export class Outbox {
  readonly #options: OutboxOptions
  #waiting = new Map<string, Entry>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #sending: Promise<void> | undefined
  #rowsAtOnce = ROWS_AT_ONCE
  readonly #refused: Refused[] = []
  #dropped = 0
  #trouble = ''

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Adds a row, or merges it into the waiting row with the same key. Never throws. */
  add(list: List, key: string, row: Row): void {
    const place = `${list} ${key}`
    const waiting = this.#waiting.get(place)
    if (waiting === undefined && this.#waiting.size >= ROWS_MAX) {
      this.#dropped++
      return
    }
    // A field omitted from this report must not clear its earlier value.
    const told = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
    this.#waiting.set(place, { list, key, row: { ...waiting?.row, ...told } })
    this.#schedule()
  }

  #schedule(): void {
    if (this.#sending !== undefined) return
    if (this.#waiting.size >= ROWS_AT_ONCE) void this.#send()
    else this.#timer ??= setTimeout(() => void this.#send(), this.#options.flushEveryMs)
  }

  /** Sends all waiting rows. Rejects with a `ReportError` if any row added since the last flush is not stored. */
  async flush(): Promise<void> {
    // The send in progress may be close to giving up, so each caller gets a full attempt of its own.
    await this.#sending
    await this.#send()
    const unsent = this.#waiting.size + this.#dropped
    const refused = this.#refused.splice(0)
    this.#dropped = 0
    if (unsent > 0 || refused.length > 0) throw new ReportError(refused, unsent, this.#trouble)
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#sending ??= this.#sendAll().then((isDone) => {
      this.#sending = undefined
      // A row may arrive between the last check and this line. If the server is unreachable, the next row triggers
      // a retry.
      if (isDone && this.#waiting.size > 0) this.#schedule()
    })
    return this.#sending
  }

  /**
   * Sends one batch after another until none is waiting or the server stays unreachable. Returns whether the queue is
   * empty.
   */
  async #sendAll(): Promise<boolean> {
    let failures = 0
    let since = Date.now()
    while (this.#waiting.size > 0) {
      const entries = this.#take()
      const { body, places } = bodyOf(entries)
      // oxlint-disable-next-line no-await-in-loop -- batches must be sent in order
      const outcome = await postBatch(this.#options.fetch, this.#options.url, body)
      if (outcome.kind !== 'later') {
        failures = 0
        since = Date.now()
      }
      if (outcome.kind === 'refused') {
        // Drop the rejected rows and resend the others. If the server names none of our rows, drop the whole
        // batch.
        const faults = new Map([...outcome.places].map(([place, why]) => [places.get(place), why]))
        const kept = entries.filter((entry) => !faults.has(entry))
        const isNamed = kept.length < entries.length
        for (const entry of entries)
          if (!isNamed || faults.has(entry)) this.#refuse(entry, faults.get(entry) ?? outcome.why)
        if (isNamed) this.#putBack(kept)
      } else if (outcome.kind === 'too_large') {
        const [only, ...others] = entries
        if (only && others.length === 0) this.#refuse(only, outcome.why)
        else this.#putBack(entries)
        this.#rowsAtOnce = others.length === 0 ? ROWS_AT_ONCE : Math.ceil(entries.length / 2)
      } else if (outcome.kind === 'later') {
        this.#putBack(entries)
        this.#trouble = outcome.why
        const wait = Math.max(outcome.waitMs, Math.min(BACKOFF_MS * 2 ** failures++, BACKOFF_MAX_MS))
        if (Date.now() + wait - since > this.#options.giveUpAfterMs) return false
        // oxlint-disable-next-line no-await-in-loop -- the retry must wait
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
    return true
  }

  #take(): readonly Entry[] {
    const taken: Entry[] = []
    let chars = 0
    for (const [place, entry] of this.#waiting) {
      chars += JSON.stringify(entry.row).length
      if (taken.length >= this.#rowsAtOnce || (taken.length > 0 && chars > CHARS_AT_ONCE)) break
      taken.push(entry)
      this.#waiting.delete(place)
    }
    return taken
  }

  /** Puts rows back at the front, without overwriting values added to the same rows meanwhile. */
  #putBack(entries: readonly Entry[]): void {
    const later = this.#waiting
    this.#waiting = new Map(entries.map((entry) => [`${entry.list} ${entry.key}`, entry]))
    for (const [place, entry] of later)
      this.#waiting.set(place, { ...entry, row: { ...this.#waiting.get(place)?.row, ...entry.row } })
  }

  #refuse({ list, key }: Entry, why: string): void {
    if (this.#refused.length < REFUSED_MAX) this.#refused.push({ row: `${list} ${key}`.trim(), why })
  }
}

/** The body of a batch, and the JSON pointers of each row in it. */
function bodyOf(entries: readonly Entry[]): { readonly body: string; readonly places: ReadonlyMap<string, Entry> } {
  const lists = new Map<List, Row[]>()
  const places = new Map<string, Entry>()
  let run: Row | undefined
  for (const entry of entries) {
    if (entry.list === 'run') {
      run = entry.row
      places.set('/run', entry)
      continue
    }
    const rows = lists.get(entry.list) ?? []
    lists.set(entry.list, rows)
    places.set(`/${entry.list}/${rows.length}`, entry)
    rows.push(entry.row)
  }
  return { body: JSON.stringify({ run, ...Object.fromEntries(lists) }), places }
}
