/** The outcome of a question to a worker. `failed` includes the reason, in words for the reader. */
export type Outcome<A> =
  | { readonly kind: 'done'; readonly answer: A }
  | { readonly kind: 'too long' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'cancelled' }

/** The answer, for a query function. Throws if there is none. */
export function answerOf<A>(outcome: Outcome<A>, signal: AbortSignal): A {
  switch (outcome.kind) {
    case 'done':
      return outcome.answer
    case 'too long':
      throw new Error('It timed out.')
    case 'failed':
      throw new Error(outcome.why)
    case 'cancelled':
      // React Query ignores the result of a request that it cancelled.
      throw signal.reason
  }
}

/** Messages to and from a worker: every answer carries the number of its question. */
export type Asked<Q> = { readonly number: number; readonly question: Q }
export type Answered<A> = { readonly number: number } & ({ readonly answer: A } | { readonly failed: string })

type WorkerClient<Q, A> = {
  readonly spawn: () => Worker
  /**
   * The same work on the main thread: for questions too small for the round trip, and where workers are not available.
   */
  readonly here: (question: Q) => A | Promise<A>
  readonly isSmall: (question: Q) => boolean
  readonly deadlineMs: number
  /** Creates the first worker immediately, so that it loads in parallel with the page's first requests. */
  readonly isEager?: boolean
}

/**
 * Sends questions to workers, one at a time per worker. Never rejects. A worker that was too slow, failed or is no
 * longer needed is terminated and not reused. An answer counts only for the question with its number, so a late one
 * never overwrites newer data. Failures are not kept: the next question gets a new worker.
 */
export function workerClient<Q, A>({ spawn, here, isSmall, deadlineMs, isEager }: WorkerClient<Q, A>) {
  let asked = 0
  let spare: Worker | undefined
  const hasWorkers = typeof Worker !== 'undefined'
  if (isEager && hasWorkers) spare = trySpawn()

  return async (question: Q, signal: AbortSignal): Promise<Outcome<A>> => {
    if (signal.aborted) return { kind: 'cancelled' }
    if (isSmall(question) || !hasWorkers) return onThisThread(question, signal)
    const worker = spare ?? trySpawn()
    spare = undefined
    if (!worker) return { kind: 'failed', why: 'The browser could not start a background worker.' }
    const outcome = await askOnce<Q, A>(worker, { number: ++asked, question }, signal, deadlineMs)
    // Only a worker that answered is idle; any other may still be working, or be broken.
    if (outcome.kind === 'done' && spare === undefined) spare = worker
    else worker.terminate()
    return outcome
  }

  function trySpawn(): Worker | undefined {
    try {
      return spawn()
    } catch {
      return undefined
    }
  }

  async function onThisThread(question: Q, signal: AbortSignal): Promise<Outcome<A>> {
    try {
      const answer = await here(question)
      return signal.aborted ? { kind: 'cancelled' } : { kind: 'done', answer }
    } catch (error) {
      return { kind: 'failed', why: wordsOf(error) }
    }
  }
}

function askOnce<Q, A>(worker: Worker, asked: Asked<Q>, signal: AbortSignal, deadlineMs: number): Promise<Outcome<A>> {
  const over = new AbortController()
  const until = { signal: over.signal }
  return new Promise<Outcome<A>>((resolve) => {
    const deadline = setTimeout(() => resolve({ kind: 'too long' }), deadlineMs)
    over.signal.addEventListener('abort', () => clearTimeout(deadline))
    signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }), until)
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<Answered<A>>) => {
        if (data.number !== asked.number) return
        resolve('failed' in data ? { kind: 'failed', why: data.failed } : { kind: 'done', answer: data.answer })
      },
      until,
    )
    worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault()
        resolve({ kind: 'failed', why: event.message || 'The background worker could not be loaded.' })
      },
      until,
    )
    worker.addEventListener(
      'messageerror',
      () => resolve({ kind: 'failed', why: 'The background worker sent an unreadable reply.' }),
      until,
    )
    try {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes no origin; the rule is about windows
      worker.postMessage(asked)
    } catch (error) {
      resolve({ kind: 'failed', why: wordsOf(error) })
    }
  }).finally(() => over.abort())
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
