import type { RunId } from '#contract/ids.ts'
import type { ChangeFeed } from '#server/store/ports/changes.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import { DAGMetadataEnricher } from '#server/enrich/DAGMetadataEnricher.ts'
import { ListChannel } from './ListChannel.ts'
import { type ChannelParts, movedFrame, RunChannel } from './RunChannel.ts'
import { SSE_HEARTBEAT } from './sse.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'

/** Interval at which every reader receives something. */
const HEARTBEAT_MS = 15_000
/** A lost notification delays a change of a run or the list by at most this long; the change itself is never lost. */
const RECHECK_MS = 5_000

export type LiveParts = {
  readonly changes: ChangeFeed
  readonly repositories: Repositories
  readonly spans: Pick<SpanStore, 'movedTo'>
  readonly recheckMs?: number | undefined
}

/**
 * The streams of one server: one channel per watched run, and one for the list. Does nothing while there are no
 * readers.
 */
export class LiveStreams {
  readonly #parts: ChannelParts
  readonly #recheckMs: number
  readonly #channels = new Map<RunId, Promise<RunChannel | undefined>>()
  #list: ListChannel | undefined
  #stopListening: (() => void) | undefined
  #timers: readonly ReturnType<typeof setInterval>[] = []

  constructor({ changes, repositories, spans, recheckMs = RECHECK_MS }: LiveParts) {
    this.#recheckMs = recheckMs
    this.#parts = { changes, repositories, spans, enricher: new DAGMetadataEnricher(repositories) }
  }

  /**
   * Streams what is written to the run from now on, or since write number `after`. If the run moved, says where to.
   * Undefined if there is no such run.
   */
  async openRun(run_id: RunId, after: number | undefined): Promise<ReadableStream<Uint8Array> | undefined> {
    this.#listen()
    const channel = await this.#channelOf(run_id)
    if (channel === undefined) {
      this.#channels.delete(run_id)
      this.#restIfIdle()
      const movedTo = await this.#parts.spans.movedTo(run_id)
      return movedTo && streamOf(movedFrame(run_id, movedTo))
    }
    const stream = await channel.open(await this.#parts.changes.epoch(), after)
    // Picks up writes made while the channel was being created.
    channel.wake()
    return stream
  }

  async openList(): Promise<ReadableStream<Uint8Array>> {
    this.#listen()
    const { changes, repositories } = this.#parts
    const [epoch, { mark }] = await Promise.all([changes.epoch(), changes.writtenSince(undefined, 0)])
    this.#list ??= new ListChannel({ changes, runs: repositories.runs }, mark, () => {
      this.#list?.close()
      this.#list = undefined
      this.#restIfIdle()
    })
    return this.#list.open(epoch)
  }

  /** Ends all streams. Readers reconnect to the next server by themselves. */
  async close(): Promise<void> {
    this.#list?.close()
    const channels = await Promise.all(this.#channels.values())
    for (const channel of channels) channel?.close()
    this.#channels.clear()
    this.#list = undefined
    this.#restIfIdle()
  }

  #channelOf(run_id: RunId): Promise<RunChannel | undefined> {
    const known = this.#channels.get(run_id)
    if (known) return known
    const made = this.#makeChannel(run_id)
    this.#channels.set(run_id, made)
    made.catch(() => this.#channels.delete(run_id))
    return made
  }

  async #makeChannel(run_id: RunId): Promise<RunChannel | undefined> {
    const seq = await this.#parts.changes.revisionOf(run_id)
    if (seq === undefined) return undefined
    const channel = new RunChannel(run_id, seq, this.#parts, () => {
      channel.close()
      this.#channels.delete(run_id)
      this.#restIfIdle()
    })
    return channel
  }

  #listen(): void {
    if (this.#stopListening) return
    this.#stopListening = this.#parts.changes.subscribe((run_ids) => {
      this.#wake(run_ids)
      if (run_ids.length === 0) this.#list?.wakeWhole()
      else this.#list?.wake()
    })
    this.#timers = [
      setInterval(() => {
        this.#wake([])
        this.#list?.wake()
      }, this.#recheckMs),
      setInterval(() => this.#each((channel) => channel.beat(SSE_HEARTBEAT)), HEARTBEAT_MS),
    ]
  }

  #restIfIdle(): void {
    if (this.#channels.size > 0 || this.#list) return
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
    this.#stopListening?.()
    this.#stopListening = undefined
  }

  #wake(run_ids: readonly RunId[]): void {
    const woken = run_ids.length === 0 ? this.#channels.values() : run_ids.map((run_id) => this.#channels.get(run_id))
    for (const channel of woken) void channel?.then((known) => known?.wake())
  }

  #each(work: (channel: RunChannel | ListChannel) => void): void {
    if (this.#list) work(this.#list)
    for (const channel of this.#channels.values()) void channel.then((known) => known && work(known))
  }
}

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })
