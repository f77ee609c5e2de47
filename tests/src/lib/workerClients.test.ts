import type { Asked, Outcome } from '#src/lib/askWorker.ts'
import { FakeWorker } from '#tests/support/FakeWorker.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/* The three clients with the workers that they start: how a question ends in each, and that both sides speak of the same. */

type Ask = (question: unknown, signal: AbortSignal) => Promise<Outcome<unknown>>

/** More nodes than the layout does at once on the page. */
const ids = Array.from({ length: 200 }, (_, at) => `n${at}`)
const graph = {
  source: { ids, edges: [], labelled: [] },
  statuses: ids.map(() => 'completed'),
  nodes: ids.map((node_id) => ({
    node_id,
    node_type: 'step',
    agent: null,
    label: node_id,
    status: 'completed',
    parent_node_id: null,
  })),
  fold: 'none',
  opened: [],
  byHand: [],
  pinned: -1,
  direction: 'down',
  canvas: { width: 1000, height: 800 },
}

const CLIENTS = [
  {
    name: 'layout',
    load: async () => (await import('#src/graph/layout/layoutClient.ts')).askPicture,
    worker: () => import('#src/graph/layout/layout.worker.ts'),
    question: graph,
    answer: { picture: { ids } },
  },
  {
    name: 'markdown',
    load: async () => (await import('#src/ui/viewers/markdown/markdownClient.ts')).parseInWorker,
    worker: () => import('#src/ui/viewers/markdown/markdown.worker.ts'),
    question: '**bold**',
    answer: { type: 'root', children: [{ tagName: 'p', children: [{ tagName: 'strong' }] }] },
  },
  {
    name: 'diff',
    load: async () => (await import('#src/records/files/versions/diffClient.ts')).compareInWorker,
    worker: () => import('#src/records/files/versions/diff.worker.ts'),
    question: { older: ['a', 'b'], newer: ['a', 'c'] },
    answer: { precision: 'exact' },
  },
] as const

const wanted = () => new AbortController().signal

describe.each(CLIENTS)('the client of the $name worker', ({ name, load, worker, question, answer }) => {
  let ask: Ask

  beforeEach(async () => {
    FakeWorker.forget()
    vi.stubGlobal('Worker', FakeWorker)
    vi.resetModules()
    ask = (await load()) as Ask
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks its worker, and is done with the answer', async () => {
    const outcome = ask(question, wanted())
    expect(FakeWorker.latest.name).toBe(name)
    FakeWorker.latest.answerLatest('the answer')
    expect(await outcome).toEqual({ kind: 'done', answer: 'the answer' })
    expect(FakeWorker.latest.isEnded).toBe(false)
  })

  it('tells why a worker failed, ends it, and asks another the next time', async () => {
    const failed = ask(question, wanted())
    const [first] = FakeWorker.made
    first?.breakDown('out of memory')
    expect(await failed).toEqual({ kind: 'failed', why: 'out of memory' })
    expect(first?.isEnded).toBe(true)
    const next = ask(question, wanted())
    expect(FakeWorker.latest).not.toBe(first)
    FakeWorker.latest.answerLatest('the answer')
    expect((await next).kind).toBe('done')
  })

  it('gives up after its deadline, and ends the worker', async () => {
    vi.useFakeTimers()
    const outcome = ask(question, wanted())
    await vi.runAllTimersAsync()
    expect(await outcome).toEqual({ kind: 'too long' })
    expect(FakeWorker.latest.isEnded).toBe(true)
  })

  it('is cancelled at once by an abort, and ends the worker', async () => {
    const over = new AbortController()
    const outcome = ask(question, over.signal)
    over.abort()
    expect(await outcome).toEqual({ kind: 'cancelled' })
    expect(FakeWorker.latest.isEnded).toBe(true)
  })

  it('has a worker that answers under the number of the question, with what the page itself would find', async () => {
    let onMessage: ((event: { readonly data: Asked<unknown> }) => void) | undefined
    const sent = vi.fn<(data: unknown) => void>()
    vi.stubGlobal('addEventListener', (_: string, listener: typeof onMessage) => {
      onMessage = listener
    })
    vi.stubGlobal('postMessage', sent)
    await worker()
    onMessage?.({ data: { number: 7, question } })
    expect(sent).toHaveBeenCalledExactlyOnceWith({ number: 7, answer: expect.objectContaining({}) })
    expect(sent.mock.calls[0]?.[0]).toMatchObject({ answer })
    onMessage?.({ data: { number: 8, question: undefined } })
    expect(sent.mock.calls[1]?.[0]).toEqual({ number: 8, failed: expect.any(String) })
  })
})
