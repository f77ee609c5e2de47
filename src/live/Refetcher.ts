import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query'

/** Delay before retrying a query that is being fetched, in milliseconds. */
const BUSY_MS = 100

/**
 * Refetches queries that frames mark as changed, each at most once per interval and never while it is being fetched:
 * a reply in flight when the frame arrived may be older than the frame. Queries that are not on screen are only
 * marked as stale.
 */
export class Refetcher {
  readonly #client: QueryClient
  readonly #lastAt = new Map<string, number>()
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(client: QueryClient) {
    this.#client = client
  }

  /** @param queryKey the full key of one query. */
  ask(queryKey: QueryKey, everyMs: number): void {
    void this.#client.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
    const hash = hashKey(queryKey)
    if (this.#waiting.has(hash)) return
    const wait = Math.max(0, (this.#lastAt.get(hash) ?? 0) + everyMs - Date.now())
    this.#later(queryKey, hash, wait)
  }

  /** Refetches every query under a key that `which` accepts. */
  askAll(queryKey: QueryKey, everyMs: number, which: (key: QueryKey) => boolean = () => true): void {
    for (const query of this.#client.getQueryCache().findAll({ queryKey }))
      if (which(query.queryKey)) this.ask(query.queryKey, everyMs)
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #later(queryKey: QueryKey, hash: string, wait: number): void {
    const timer = setTimeout(() => {
      if (this.#client.isFetching({ queryKey, exact: true }) > 0) {
        this.#later(queryKey, hash, BUSY_MS)
        return
      }
      this.#waiting.delete(hash)
      this.#lastAt.set(hash, Date.now())
      void this.#client.refetchQueries({ queryKey, exact: true, type: 'active' }, { cancelRefetch: false })
    }, wait)
    this.#waiting.set(hash, timer)
  }
}
