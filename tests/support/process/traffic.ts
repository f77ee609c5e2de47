import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '#server/demo/random.ts'
import { agentTrace } from '#tests/support/agentTrace.ts'
import { type OtlpBody, otlpJson, otlpProtobuf } from '#tests/support/sentSpans.ts'
import { runId } from '#tests/support/testStore.ts'

/** A request that stores something, and the keys of all that it stores. */
export type Letter = { readonly path: string; readonly body: OtlpBody; readonly keys: readonly string[] }

export const keyOf = (kind: string, run_id: string, ...ids: readonly string[]): string =>
  [kind, run_id, ...ids].join(' ')

const tracesOf = (count: number) => Array.from({ length: count }, (_, trace) => agentTrace(trace + 1, 12, 12))

export const traceIds = (count: number): readonly string[] =>
  tracesOf(count).flatMap(([root]) => (root ? root.traceId : []))

/** Spans of so many traces in bodies of a few, JSON and protobuf in turn, in no order. */
export function spanLetters(traces: number, random: Random): readonly Letter[] {
  const spans = random.shuffled(tracesOf(traces).flat())
  const AT_ONCE = 4
  return Array.from({ length: Math.ceil(spans.length / AT_ONCE) }, (_, at) => {
    const some = spans.slice(at * AT_ONCE, (at + 1) * AT_ONCE)
    return {
      path: '/v1/traces',
      body: at % 2 === 0 ? otlpJson(some) : otlpProtobuf(some),
      keys: some.map(({ traceId, spanId }) => keyOf('span', traceId, spanId)),
    }
  })
}

/** Batches of a few runs in turn. Each has all that the run needs to begin with it, and rows of its own of every kind. */
export function batchLetters(runs: readonly string[], count: number): readonly Letter[] {
  return Array.from({ length: count }, (_, at) => {
    const run_id = runs[at % runs.length] ?? runId(0)
    const [node_id, file_id, message_id] = [`node ${at}`, `file ${at}`, `message ${at}`]
    const events = [0, 1, 2].map((event) => ({
      event_id: `event ${at}.${event}`,
      node_id,
      event_type: 'tool_call',
      execution_order: at * 3 + event,
      inputs: { text: 'x'.repeat(event * 2000) },
    }))
    const batch = {
      sessions: [{ session_id: run_id, name: 'Batches' }],
      run: { session_id: run_id, status: 'executing' },
      nodes: [{ node_id: 'start' }, { node_id, status: 'completed', order_index: at }],
      edges: [{ from_node_id: 'start', to_node_id: node_id }],
      events,
      files: [{ file_id, node_id, file_path: `${at}.txt`, content_text: `content ${at}` }],
      messages: [{ message_id, node_id, sender: 'start', recipient: node_id, content: `message ${at}` }],
    }
    return {
      path: `/api/runs/${run_id}/batch`,
      body: { type: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(batch)) },
      keys: [
        keyOf('node', run_id, node_id),
        keyOf('edge', run_id, node_id),
        ...events.map(({ event_id }) => keyOf('event', run_id, event_id)),
        keyOf('file', run_id, file_id),
        keyOf('message', run_id, message_id),
      ],
    }
  })
}

/** What exporters do with letters: post, note what was acknowledged, and post again what was not. */
export class Traffic {
  readonly #random: Random
  #waiting: readonly Letter[] = []
  readonly #sent = new Set<Letter>()
  readonly #acknowledged = new Set<Letter>()
  #answers = 0
  #cutOff = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** All that was posted, whether it was acknowledged or not. */
  get sent(): ReadonlySet<Letter> {
    return this.#sent
  }
  get acknowledged(): ReadonlySet<Letter> {
    return this.#acknowledged
  }
  get answers(): number {
    return this.#answers
  }
  /** Requests that the end of a server left without an answer. */
  get cutOff(): number {
    return this.#cutOff
  }

  add(letters: readonly Letter[]): void {
    this.#waiting = [...this.#waiting, ...letters]
  }

  /** Posts until the server is gone; now and then, and when nothing is left to post, a letter once more. */
  async postOn(url: string): Promise<void> {
    let isThere = true
    while (isThere) {
      const [first] = this.#waiting
      const letter = first && this.#random.next() < 0.8 ? this.#next() : (this.#again() ?? this.#next())
      // oxlint-disable-next-line no-await-in-loop -- a writer posts one after the other
      if (letter) isThere = await this.#post(url, letter)
      // oxlint-disable-next-line no-await-in-loop -- as above
      else await sleep(5)
    }
  }

  /** Posts all that waits. */
  async postAll(url: string): Promise<void> {
    for (let letter = this.#next(); letter; letter = this.#next())
      // oxlint-disable-next-line no-await-in-loop -- a writer posts one after the other
      if (!(await this.#post(url, letter))) throw new Error('the server is gone')
  }

  #next(): Letter | undefined {
    const [first, ...others] = this.#waiting
    this.#waiting = others
    return first
  }

  #again(): Letter | undefined {
    const known = [...this.#acknowledged]
    return known[this.#random.int(0, known.length - 1)]
  }

  /** Answers whether the server is still there. */
  async #post(url: string, letter: Letter): Promise<boolean> {
    this.#sent.add(letter)
    let response: Response
    try {
      const headers = { 'content-type': letter.body.type }
      response = await fetch(`${url}${letter.path}`, { method: 'POST', headers, body: letter.body.bytes })
    } catch {
      this.#cutOff += 1
      this.#putBack(letter)
      return false
    }
    this.#answers += 1
    if (response.ok) this.#acknowledged.add(letter)
    else if (response.status === 429 || response.status === 503) this.#putBack(letter)
    else throw new Error(`${letter.path} answered ${response.status}: ${await response.text()}`)
    // What is acknowledged is so by its status; the rest of the reply may break off.
    await response.arrayBuffer().catch(() => undefined)
    return true
  }

  #putBack(letter: Letter): void {
    if (!this.#acknowledged.has(letter)) this.#waiting = [letter, ...this.#waiting]
  }
}
