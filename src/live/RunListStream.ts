import type { RunId } from '#contract/ids.ts'
import type { RunRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { urlOf } from '#src/api/http.ts'
import { GLOBAL_KEY } from '#src/api/keys.ts'
import type { Query, QueryClient } from '@tanstack/react-query'
import { createStore } from 'zustand/vanilla'
import { listFrame, type ListFrame } from './frames.ts'
import { keepStream } from './keepStream.ts'
import { mergeRuns, newRunsIn, type RunPages } from './mergeRuns.ts'
import { Refetcher } from './Refetcher.ts'
import type { LiveTiming } from './timing.ts'

const RUNS_KEY = [...GLOBAL_KEY, 'runs'] as const

/**
 * Follows the run list: changed rows are updated in place. New ones appear at the top by refetching, unless the
 * reader has scrolled away: then they are counted, by the hash of the list's key.
 */
export class RunListStream {
  readonly waiting = createStore<ReadonlyMap<string, ReadonlySet<RunId>>>()(() => new Map())
  readonly #client: QueryClient
  readonly #timing: LiveTiming
  readonly #refetcher: Refetcher
  #isAway = false
  #hadHello = false

  constructor(client: QueryClient, timing: LiveTiming) {
    this.#client = client
    this.#timing = timing
    this.#refetcher = new Refetcher(client)
  }

  /** Opens the stream; returns a function that closes it. */
  start(): () => void {
    const open = new AbortController()
    this.#hadHello = false
    const unsubscribe = this.#client.getQueryCache().subscribe((event) => {
      // Any successful fetch includes the new runs.
      if (event.type === 'updated' && event.action.type === 'success' && !event.action.manual) this.#forget(event.query)
    })
    const timing = { ...this.#timing, poll: this.#timing.pollList }
    void keepStream(
      {
        url: urlOf('runListStream', {}),
        timing,
        lastEventId: () => undefined,
        onEvent: (event) => this.#take(listFrame(event)),
        // The connection state is shown for the open run only; the list is as old as its last fetch.
        onConnection: () => undefined,
        poll: () => this.#readAgain(),
      },
      open.signal,
    )
    return () => {
      open.abort()
      unsubscribe()
      this.#refetcher.stop()
    }
  }

  /** The reader scrolled away from the top of the list, or back to it. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway
    if (!isAway && this.waiting.getState().size > 0) this.show()
  }

  /** Refetches the lists that have new runs. */
  show(): void {
    const waiting = this.waiting.getState()
    for (const query of this.#lists())
      if (waiting.has(query.queryHash)) this.#refetcher.ask(query.queryKey, this.#timing.refetch)
  }

  #take(frame: ListFrame): void {
    switch (frame.kind) {
      case 'hello':
        // Before the first `hello`, the list has just been fetched. Changes between two streams are not sent.
        if (this.#hadHello) this.#readAgain()
        this.#hadHello = true
        return
      case 'runs':
        this.#merge(frame.change.runs)
        if (frame.change.more) this.#readAgain()
        this.#askForRest()
        return
      case 'unknown':
        return
    }
  }

  #merge(rows: readonly RunRow[]): void {
    for (const query of this.#lists()) {
      const { data } = query.state
      if (query.state.fetchStatus === 'fetching') this.#refetcher.ask(query.queryKey, this.#timing.refetch)
      if (!data) continue
      const merged = mergeRuns(data, rows)
      if (merged !== data) this.#client.setQueryData<RunPages>(query.queryKey, () => merged)
      const found = newRunsIn(data, rows).filter((run) => mayMatch(query, run))
      if (found.length > 0) this.#offer(query, new Set(found.map(({ run_id }) => run_id)))
    }
  }

  #readAgain(): void {
    for (const query of this.#lists()) this.#offer(query, new Set())
    this.#askForRest()
  }

  /** Sessions and filter values depend on the runs and are rarely viewed. */
  #askForRest(): void {
    for (const { queryKey } of [globalQueries.sessions(), globalQueries.facets()])
      if (this.#client.getQueryState(queryKey)) this.#refetcher.ask(queryKey, this.#timing.refetchSlowly)
    void this.#client.invalidateQueries({ queryKey: globalQueries.integrity().queryKey, refetchType: 'none' })
  }

  #offer(query: Query<RunPages>, found: ReadonlySet<RunId>): void {
    if (!this.#isAway || !query.isActive()) {
      this.#refetcher.ask(query.queryKey, this.#timing.refetch)
      return
    }
    const all = this.waiting.getState()
    const ids = new Set([...(all.get(query.queryHash) ?? []), ...found])
    this.waiting.setState(new Map([...all, [query.queryHash, ids]]), true)
  }

  #forget({ queryHash }: Query): void {
    if (!this.waiting.getState().has(queryHash)) return
    this.waiting.setState(new Map([...this.waiting.getState()].filter(([hash]) => hash !== queryHash)), true)
  }

  #lists(): readonly Query<RunPages>[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `globalQueries.runs` creates queries under this key
    return this.#client.getQueryCache().findAll({ queryKey: RUNS_KEY }) as unknown as readonly Query<RunPages>[]
  }
}

/** Whether a list may include a run. Only the server can match free text; status and session are checked here. */
function mayMatch({ queryKey }: Query<RunPages>, run: RunRow): boolean {
  const filter = queryKey[RUNS_KEY.length]
  if (typeof filter !== 'object' || filter === null) return true
  if ('session_id' in filter && typeof filter.session_id === 'string' && filter.session_id !== run.session_id)
    return false
  return !('status' in filter) || typeof filter.status !== 'string' || filter.status.split(',').includes(run.status)
}
