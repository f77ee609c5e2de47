/** Longest time that words wait before they are sent, while sending works. */
const GATHER_MS = 25
/** A Postgres notification has less than 8,000 bytes; a run id with its comma has 37. */
const WORDS_AT_ONCE = 200
/** Maximum number of waiting words per channel. Beyond that, one word stands for all of them. */
const WAITING_MAX = 10_000
const FIRST_PAUSE_MS = 100
const PAUSE_MAX_MS = 10_000
/** Longest time that closing waits. */
const CLOSE_MS = 2000

/** Stands for any word. Sent when there were too many to list. */
export const ANY_WORD = '*'

/** `payload`: words, separated by commas. */
export type Message = { readonly channel: string; readonly payload: string }
type Words = Map<string, Set<string>>

/**
 * Batches notifications, each word once, and sends them at most every 25 ms. Writers do not wait for it, and a thousand
 * writes a second cost forty messages. What could not be sent is kept and retried, with growing pauses.
 */
export class GatheredWords {
  readonly #send: (messages: readonly Message[]) => Promise<void>
  #waiting: Words = new Map()
  #timer: ReturnType<typeof setTimeout> | undefined
  #sending: Promise<void> | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  #pauseMs = 0
  #isClosed = false

  constructor(send: (messages: readonly Message[]) => Promise<void>) {
    this.#send = send
  }

  add(channel: string, words: readonly string[]): void {
    if (this.#isClosed || words.length === 0) return
    addTo(this.#waiting, channel, words)
    this.#wait()
  }

  /** Sends what is waiting, if that works soon, and accepts nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    let patience: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, CLOSE_MS)
    })
    const flushed = async () => {
      await this.#sending
      await this.#turn()
    }
    await Promise.race([flushed(), late])
    clearTimeout(patience)
  }

  #wait(): void {
    if (this.#timer || this.#sending || this.#isClosed) return
    const pause = this.#pauseMs > 0 ? this.#pauseMs : this.#sentAt + GATHER_MS - performance.now()
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        void this.#turn()
      },
      Math.max(0, pause),
    )
  }

  async #turn(): Promise<void> {
    const taken = this.#waiting
    if (taken.size === 0) return
    this.#waiting = new Map()
    this.#sentAt = performance.now()
    this.#sending = this.#sendOrKeep(taken)
    await this.#sending
    this.#sending = undefined
    if (this.#waiting.size > 0) this.#wait()
  }

  async #sendOrKeep(words: Words): Promise<void> {
    try {
      await this.#send(messagesOf(words))
      this.#pauseMs = 0
    } catch {
      for (const [channel, kept] of words) addTo(this.#waiting, channel, [...kept])
      this.#pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2), PAUSE_MAX_MS)
    }
  }
}

function addTo(waiting: Words, channel: string, words: readonly string[]): void {
  const known = waiting.get(channel) ?? new Set()
  waiting.set(channel, known)
  if (known.has(ANY_WORD)) return
  for (const word of words) known.add(word)
  if (known.size > WAITING_MAX || known.has(ANY_WORD)) waiting.set(channel, new Set([ANY_WORD]))
}

function messagesOf(words: Words): readonly Message[] {
  return [...words].flatMap(([channel, of]) => {
    const all = [...of]
    return Array.from({ length: Math.ceil(all.length / WORDS_AT_ONCE) }, (_, part) => ({
      channel,
      payload: all.slice(part * WORDS_AT_ONCE, (part + 1) * WORDS_AT_ONCE).join(','),
    }))
  })
}
