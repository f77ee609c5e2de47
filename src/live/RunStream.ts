import type { RunId } from '#contract/ids.ts'
import { isLive } from '#contract/words.ts'
import { urlOf } from '#src/api/http.ts'
import { runKey } from '#src/api/keys.ts'
import { refreshRun } from '#src/api/refreshRun.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { hashKey, type QueryCacheNotifyEvent, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { createStore } from 'zustand/vanilla'
import { applyChange } from './applyChange.ts'
import { EventNewsKeeper } from './EventNewsKeeper.ts'
import { runFrame, type RunFrame } from './frames.ts'
import { keepStream, type Connection } from './keepStream.ts'
import { Refetcher } from './Refetcher.ts'
import { followsRun, isEventList } from './runLists.ts'
import { RunMovedError } from './RunMovedError.ts'
import type { LiveTiming } from './timing.ts'

/**
 * Follows one run: applies its stream to the cache, and tracks the connection state and the news of events. Created
 * and discarded with the run.
 */
export class RunStream {
  readonly run_id: RunId
  readonly connection = createStore<Connection>()(() => ({ kind: 'connecting' }))
  readonly news: EventNewsKeeper
  readonly #client: QueryClient
  readonly #timing: LiveTiming
  readonly #refetcher: Refetcher
  #epoch: string | undefined
  /** The last revision that the cache contains. */
  #last: number | undefined
  #openedAt = 0
  /** The run was not loaded when the stream started, so it is not known whether it is live. */
  #catchesUp = false
  #dag: unknown
  #open: AbortController | undefined

  constructor(client: QueryClient, run_id: RunId, timing: LiveTiming) {
    this.run_id = run_id
    this.#client = client
    this.#timing = timing
    this.#refetcher = new Refetcher(client)
    this.news = new EventNewsKeeper(client, this.#refetcher, run_id, timing.refetch)
  }

  /** Whether the run was ever followed, so that a lost connection matters. */
  get wasLive(): boolean {
    return this.#last !== undefined
  }

  get pollSeconds(): number {
    return this.#timing.poll / 1000
  }

  /** Opens the stream; returns a function that closes it. */
  start(): () => void {
    this.#open?.abort()
    const open = new AbortController()
    this.#open = open
    this.#epoch = this.#last = undefined
    this.#openedAt = Date.now()
    this.connection.setState({ kind: 'connecting' }, true)
    const unsubscribe = this.#client.getQueryCache().subscribe((event) => this.#onCache(event))
    open.signal.addEventListener('abort', () => {
      unsubscribe()
      this.#refetcher.stop()
    })
    void keepStream(
      {
        url: urlOf('runStream', { run_id: this.run_id }),
        timing: this.#timing,
        lastEventId: () => this.#last?.toString(),
        onEvent: (event) => this.#take(runFrame(this.run_id, event)),
        onConnection: (connection) => this.connection.setState(connection, true),
        poll: () => this.#poll(),
      },
      open.signal,
    )
    // Closes the current one, which may have been restarted meanwhile.
    return () => this.#open?.abort()
  }

  /** Restarts after a refusal, which only the reader can do. Also refetches everything. */
  retry(): void {
    refreshRun(this.#client, this.run_id)
    this.start()
  }

  #take(frame: RunFrame): void {
    switch (frame.kind) {
      case 'hello': {
        const isOther = this.#epoch !== undefined && this.#epoch !== frame.epoch
        this.#epoch = frame.epoch
        if (this.#last === undefined) {
          this.#last = frame.seq
          this.#catchUp()
        } else if (isOther || frame.seq < this.#last) this.#readAgain(frame.seq)
        return
      }
      case 'change': {
        const { prev, seq } = frame.change
        if (this.#last !== undefined && seq <= this.#last) return
        if (this.#last === undefined || prev > this.#last) {
          this.#readAgain(seq)
          return
        }
        this.#last = seq
        for (const key of applyChange(this.#client, frame.change)) this.#refetcher.ask(key, this.#timing.refetch)
        this.news.note(frame.change)
        return
      }
      case 'reset':
        this.#readAgain(frame.seq)
        return
      case 'moved':
        throw new RunMovedError(frame.to)
      case 'unknown':
        return
    }
  }

  #readAgain(seq: number): void {
    this.#last = seq
    this.#askAll((key) => followsRun(this.run_id, key))
    this.news.noteMissed()
  }

  /**
   * A new stream does not report earlier writes, and data in the cache or in flight may be older. A finished run is
   * refetched only if its data is from before this visit.
   */
  #catchUp(): void {
    const detail = this.#client.getQueryData(runQueries.detail(this.run_id).queryKey)
    this.#catchesUp = detail === undefined
    if (!detail) return
    const isOld = (key: QueryKey) => (this.#client.getQueryState(key)?.dataUpdatedAt ?? 0) < this.#openedAt
    this.#askAll(
      (key) =>
        (followsRun(this.run_id, key) || isEventList(this.run_id, key)) &&
        (isLive(detail.status) || (isOld(key) && this.#client.getQueryData(key) !== undefined)),
    )
  }

  #poll(): void {
    const detail = this.#client.getQueryData(runQueries.detail(this.run_id).queryKey)
    if (detail && isLive(detail.status)) this.#askAll((key) => followsRun(this.run_id, key))
  }

  #askAll(which: (key: QueryKey) => boolean): void {
    this.#refetcher.askAll(runKey(this.run_id), this.#timing.refetch, which)
  }

  #onCache(event: QueryCacheNotifyEvent): void {
    this.news.onCache(event)
    if (event.type !== 'updated' || event.action.type !== 'success') return
    const { queryHash, state } = event.query
    if (queryHash === hashKey(runQueries.dag(this.run_id).queryKey)) {
      // While polling, only the metrics of nodes reveal that events arrived. A reply shares unchanged objects with
      // the last one.
      const isPolling = this.connection.getState().kind === 'polling'
      if (isPolling && this.#dag !== undefined && this.#dag !== state.data) this.news.noteMissed()
      this.#dag = state.data
    }
    if (this.#catchesUp && queryHash === hashKey(runQueries.detail(this.run_id).queryKey)) this.#catchUp()
  }
}
