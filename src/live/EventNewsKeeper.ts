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
 * News of the events of one run, for each list of them that is on screen. A list that somebody reads is not read again
 * until he asks for it; one that is empty, or still on its way, is; one that nobody sees is only marked as out of date.
 */
export class EventNewsKeeper {
  /** By the hash of a list's key. */
  readonly store = createStore<ReadonlyMap<string, EventNews>>()(() => new Map())
  readonly #client: QueryClient
  readonly #refetcher: Refetcher
  readonly #run_id: RunId
  readonly #everyMs: number
  /** What a reading that has begun will show. Comes back if the reading fails. */
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
    // Of what is gone, nobody knows any more whose it was: a list counts it where it has it.
    for (const { queryKey } of removed_events.length > 0 ? this.#lists() : [])
      this.#tell(queryKey, newsOf([], removed_events))
    for (const [node_id, its] of byNode) this.#tell(columnQueries.node({ run_id, node_id }).queryKey, newsOf(its, []))
    void this.#client.invalidateQueries({ queryKey: errorQueries.inRun(run_id).queryKey, refetchType: 'none' })
    const isListed = this.#lists().some((list) => list.isActive())
    for (const { event_id } of events) {
      const { queryKey } = runQueries.event(run_id, event_id)
      if (!this.#client.getQueryState(queryKey)) continue
      // An opened event is a part of the list that it stands in, and is read again with it.
      if (isListed) void this.#client.invalidateQueries({ queryKey, refetchType: 'none' })
      else this.#refetcher.ask(queryKey, this.#everyMs)
    }
  }

  /** Changes were missed, or there are too many of them to tell. */
  noteMissed(): void {
    for (const { queryKey } of this.#lists()) this.#tell(queryKey, { ...NO_NEWS, isPartial: true })
    const events = { queryKey: [...runKey(this.#run_id), 'event'], refetchType: 'none' } as const
    void this.#client.invalidateQueries(events)
    void this.#client.invalidateQueries({ ...events, queryKey: errorQueries.inRun(this.#run_id).queryKey })
  }

  /** Reads a list again, and the opened events that changed, because the reader asked for the news. */
  show(queryKey: QueryKey): void {
    void this.#client.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
    void this.#client.refetchQueries({ queryKey: [...runKey(this.#run_id), 'event'], type: 'active', stale: true })
  }

  /** To be told of whatever happens in the cache, for news are none any more once a list was read for whatever reason. */
  onCache({ type, query, ...rest }: QueryCacheNotifyEvent): void {
    if (type !== 'updated' || !('action' in rest) || !isEventList(this.#run_id, query.queryKey)) return
    const { queryHash: hash } = query
    const { action } = rest
    if (action.type === 'fetch') {
      // A further page does not show what changed in those before it.
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

/** Whether a list of events has none, or is not here yet. */
function isEmpty(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('pages' in data) || !Array.isArray(data.pages)) return true
  const last: unknown = data.pages.at(-1)
  return typeof last === 'object' && last !== null && 'total' in last && last.total === 0
}
