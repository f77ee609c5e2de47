import { isWorthRetrying, ScopeViolationError } from '#src/api/errors.ts'
import type { EventSourceMessage } from 'eventsource-parser'
import type { RunId } from '#contract/ids.ts'
import { readStream } from './readStream.ts'
import { RunMovedError } from './RunMovedError.ts'
import type { LiveTiming } from './timing.ts'

export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `since`: milliseconds since 1970. */
  | { readonly kind: 'reconnecting'; readonly since: number; readonly attempt: number }
  /** Streams don't work here; visible data is refetched every few seconds. */
  | { readonly kind: 'polling' }
  /** The page is hidden. */
  | { readonly kind: 'paused' }
  /**
   * The server sent rows of another run. Not retried automatically: a server that mixes up runs once will do it
   * again.
   */
  | { readonly kind: 'refused'; readonly error: ScopeViolationError }
  /** There is nothing left to follow: all data moved to another run. */
  | { readonly kind: 'moved'; readonly to: RunId }

type Parts = {
  readonly url: string
  readonly timing: LiveTiming
  readonly lastEventId: () => string | undefined
  /** Applies a frame. Throwing ends the stream. */
  readonly onEvent: (event: EventSourceMessage) => void
  readonly onConnection: (connection: Connection) => void
  /** Fetches once what the stream would have sent. */
  readonly poll: () => void
}

/** After this many attempts without a single frame, streams are considered broken here. */
const FRUITLESS_MAX = 3

/**
 * Keeps a stream open until it is aborted or refused, or its run moved. It retries with increasing delays, resumes
 * after the last event, polls while streams fail, and closes the connection while the page is hidden. Never rejects.
 */
export async function keepStream(parts: Parts, signal: AbortSignal): Promise<void> {
  const { timing, onConnection } = parts
  const poller = createPoller(parts.poll, timing.poll)
  signal.addEventListener('abort', poller.stop, { once: true })
  let fruitless = 0
  let attempt = 0
  let lostAt: number | undefined
  const onFirstFrame = () => {
    fruitless = 0
    attempt = 0
    lostAt = undefined
    poller.stop()
    onConnection({ kind: 'live' })
  }
  /* oxlint-disable eslint/no-await-in-loop -- one attempt after another is the point */
  while (!signal.aborted) {
    if (isHidden()) {
      poller.stop()
      onConnection({ kind: 'paused' })
      await untilSeen(signal)
      if (signal.aborted) return
      onConnection({ kind: 'connecting' })
    }
    const end = await readOnce(parts, signal, onFirstFrame)
    if (signal.aborted) return
    if (end.why === 'hidden') continue
    const last = lastOf(end)
    if (last !== undefined) {
      poller.stop()
      onConnection(last)
      return
    }
    if (!end.hadFrames) fruitless++
    attempt++
    lostAt ??= Date.now()
    // Another attempt would end the same way until the server or a proxy is changed.
    const isHopeless = end.why === 'buffered' || (end.error !== undefined && !isWorthRetrying(end.error))
    if (poller.isRunning() || isHopeless || fruitless >= FRUITLESS_MAX) {
      onConnection({ kind: 'polling' })
      poller.start()
    } else onConnection({ kind: 'reconnecting', since: lostAt, attempt })
    const wait = backoffMs(attempt, timing.backoff, timing.backoffMax, Math.random())
    await rest(isHopeless ? timing.backoffMax : wait, signal)
  }
  /* oxlint-enable eslint/no-await-in-loop */
}

type End = {
  readonly why: 'ended' | 'failed' | 'silent' | 'buffered' | 'hidden'
  readonly hadFrames: boolean
  readonly error?: Error
}

/** The final state, if no further attempt could change it. */
function lastOf({ error }: End): Connection | undefined {
  if (error instanceof ScopeViolationError) return { kind: 'refused', error }
  return error instanceof RunMovedError ? { kind: 'moved', to: error.to } : undefined
}

/** One attempt, from its request to its end, for whatever reason. */
async function readOnce(parts: Parts, signal: AbortSignal, onFirstFrame: () => void): Promise<End> {
  const { url, timing } = parts
  const over = new AbortController()
  let why: End['why'] = 'ended'
  let hadFrames = false
  const end = (because: End['why']) => {
    why = because
    over.abort()
  }
  const hello = setTimeout(end, timing.hello, 'buffered')
  let silence = setTimeout(end, timing.silence, 'silent')
  let hidden: ReturnType<typeof setTimeout> | undefined
  const onVisibility = () => {
    clearTimeout(hidden)
    if (isHidden()) hidden = setTimeout(end, timing.hidden, 'hidden')
  }
  // Removed with the attempt.
  document.addEventListener('visibilitychange', onVisibility, { signal: over.signal })
  try {
    await readStream(url, {
      lastEventId: parts.lastEventId(),
      signal: AbortSignal.any([signal, over.signal]),
      onBytes: () => {
        clearTimeout(silence)
        silence = setTimeout(end, timing.silence, 'silent')
      },
      onEvent: (event) => {
        parts.onEvent(event)
        if (hadFrames) return
        hadFrames = true
        clearTimeout(hello)
        onFirstFrame()
      },
    })
    return { why, hadFrames }
  } catch (error) {
    // Shutdown it ourselves is not a failure.
    if (over.signal.aborted || !(error instanceof Error)) return { why, hadFrames }
    return { why: 'failed', hadFrames, error }
  } finally {
    // A refused connection must not stay open.
    over.abort()
    clearTimeout(hello)
    clearTimeout(silence)
    clearTimeout(hidden)
  }
}

const isHidden = (): boolean => document.visibilityState === 'hidden'

function createPoller(poll: () => void, everyMs: number) {
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    isRunning: () => timer !== undefined,
    start: () => {
      timer ??= setInterval(() => {
        if (!isHidden()) poll()
      }, everyMs)
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
    },
  }
}

function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (!signal.aborted && isHidden()) return
      document.removeEventListener('visibilitychange', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    document.addEventListener('visibilitychange', done)
    signal.addEventListener('abort', done)
  })
}

/** Waits, but at most until the machine is back online. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}

/**
 * The delay before the next attempt in milliseconds: doubled with each failure up to `max`, half of it random, so
 * that not all pages reconnect to a restarted server at once.
 *
 * @param failures consecutive failed attempts, at least 1
 * @param random from 0 to 1
 */
export function backoffMs(failures: number, first: number, max: number, random: number): number {
  const whole = Math.min(max, first * 2 ** Math.min(failures - 1, 30))
  return Math.max(first, whole * (0.5 + random / 2))
}
