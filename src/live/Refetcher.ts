import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query'

/** How soon a question that found its query busy looks again. */
const BUSY_MS = 100

/**
 * Reads lists again that frames say have changed, each at most once in a while and never while it is being read: a reply
 * that was on its way when the frame came may be older than the frame. What nobody looks at is only marked as out of date.
 */
export class Refetcher {
  readonly #client: QueryClient
  readonly #lastAt = new Map<string, number>()
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(client: QueryClient) {
    this.#client = client
  }

  /** @param queryKey of one query, whole. */
  ask(queryKey: QueryKey, everyMs: number): void {
    void this.#client.invalidateQueries({ queryKey, exact: true, refetchType: 'none' })
    const hash = hashKey(queryKey)
    if (this.#waiting.has(hash)) return
    const wait = Math.max(0, (this.#lastAt.get(hash) ?? 0) + everyMs - Date.now())
    this.#later(queryKey, hash, wait)
  }

  /** Asks for every query that there is under a key and that `which` wants. */
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
