import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { StreamChange } from '#contract/stream.ts'
import { columnQueries } from '#src/api/columnPages.ts'
import { errorQueries } from '#src/api/errorQueries.ts'
import { runKey } from '#src/api/keys.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { hashKey, type Query, type QueryCacheNotifyEvent, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { createStore } from 'zustand/vanilla'
import { isNews, joinNews, NO_NEWS, type EventNews } from './eventNews.ts'
import type { Refetcher } from './Refetcher.ts'
import { isEventList } from './runLists.ts'

/**
 * Tracks new and changed events of one run, for each event list on screen. A list being read is not refetched until
 * the reader asks for it. An empty or loading list is refetched at once. A list off screen is only marked as stale.
 */
export class EventNewsKeeper {
  /** By the hash of the list's query key. */
  readonly store = createStore<ReadonlyMap<string, EventNews>>()(() => new Map())
  readonly #client: QueryClient
  readonly #refetcher: Refetcher
  readonly #run_id: RunId
  readonly #everyMs: number
  /** The news that a fetch in progress will show. Restored if the fetch fails. */
  readonly #beingRead = new Map<string, EventNews>()

  constructor(client: QueryClient, refetcher: Refetcher, run_id: RunId, everyMs: number) {
    this.#client = client
    this.#refetcher = refetcher
    this.#run_id = run_id
    this.#everyMs = everyMs
  }

  note({ events, removed_events }: StreamChange): void {
    if (events.length === 0 && removed_events.length === 0) return
    const run_id = this.#run_id
    this.#tell(columnQueries.run({ run_id }).queryKey, newsOf(events, removed_events))
    const byNode = new Map<NodeId, StreamChange['events'][number][]>()
    for (const event of events) {
      if (event.node_id === null) continue
      byNode.set(event.node_id, [...(byNode.get(event.node_id) ?? []), event])
    }
    // The node of a removed event is no longer known, so a list counts it if it contains it.
    for (const { queryKey } of removed_events.length > 0 ? this.#lists() : [])
      this.#tell(queryKey, newsOf([], removed_events))
    for (const [node_id, its] of byNode) this.#tell(columnQueries.node({ run_id, node_id }).queryKey, newsOf(its, []))
    void this.#client.invalidateQueries({ queryKey: errorQueries.inRun(run_id).queryKey, refetchType: 'none' })
    const isListed = this.#lists().some((list) => list.isActive())
    for (const { event_id } of events) {
      const { queryKey } = runQueries.event(run_id, event_id)
      if (!this.#client.getQueryState(queryKey)) continue
      // An opened event is a part of its list and is refetched with it.
      if (isListed) void this.#client.invalidateQueries({ queryKey, refetchType: 'none' })
      else this.#refetcher.ask(queryKey, this.#everyMs)
    }
  }

  /** Changes were missed, or there were too many to send. */
  noteMissed(): void {
    for (const { queryKey } of this.#lists()) this.#tell(queryKey, { ...NO_NEWS, isPartial: true })
    const events = { queryKey: [...runKey(this.#run_id), 'event'], refetchType: 'none' } as const
    void this.#client.invalidateQueries(events)
    void this.#client.invalidateQueries({ ...events, queryKey: errorQueries.inRun(this.#run_id).queryKey })
  }

  /** Refetches a list and the changed open events, because the reader asked for the news. */
  show(queryKey: QueryKey): void {
    void this.#client.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
    void this.#client.refetchQueries({ queryKey: [...runKey(this.#run_id), 'event'], type: 'active', stale: true })
  }

  /** Handles cache events, because any refetch of a list, whatever its reason, settles its news. */
  onCache({ type, query, ...rest }: QueryCacheNotifyEvent): void {
    if (type !== 'updated' || !('action' in rest) || !isEventList(this.#run_id, query.queryKey)) return
    const { queryHash: hash } = query
    const { action } = rest
    if (action.type === 'fetch') {
      // Fetching another page does not update the previous ones.
      if (action.meta?.fetchMore) return
      const news = this.store.getState().get(hash)
      if (!news) return
      this.#beingRead.set(hash, joinNews(this.#beingRead.get(hash) ?? NO_NEWS, news))
      this.#put(hash, NO_NEWS)
    } else if (query.state.fetchStatus === 'idle') {
      const read = this.#beingRead.get(hash)
      this.#beingRead.delete(hash)
      if (read && action.type !== 'success') this.#put(hash, joinNews(read, this.store.getState().get(hash) ?? NO_NEWS))
    }
  }

  #lists(): readonly Query[] {
    return this.#client
      .getQueryCache()
      .findAll({ queryKey: runKey(this.#run_id) })
      .filter((query) => isEventList(this.#run_id, query.queryKey))
  }

  #tell(queryKey: QueryKey, news: EventNews): void {
    const query = this.#client.getQueryCache().find({ queryKey })
    if (!query) return
    void this.#client.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
    if (!query.isActive()) return
    if (isEmpty(query.state.data)) this.#refetcher.ask(queryKey, this.#everyMs)
    else {
      const hash = hashKey(queryKey)
      this.#put(hash, joinNews(this.store.getState().get(hash) ?? NO_NEWS, news))
    }
  }

  #put(hash: string, news: EventNews): void {
    const all = new Map(this.store.getState())
    if (isNews(news)) all.set(hash, news)
    else all.delete(hash)
    this.store.setState(all, true)
  }
}

function newsOf(events: StreamChange['events'], removed: readonly EventId[]): EventNews {
  const ids = (isNew: boolean) => events.flatMap(({ event_id, is_new }) => (is_new === isNew ? event_id : []))
  return { added: new Set(ids(true)), changed: new Set([...ids(false), ...removed]), isPartial: false }
}

/** Whether a list of events is empty or not loaded yet. */
function isEmpty(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('pages' in data) || !Array.isArray(data.pages)) return true
  const last: unknown = data.pages.at(-1)
  return typeof last === 'object' && last !== null && 'total' in last && last.total === 0
}
