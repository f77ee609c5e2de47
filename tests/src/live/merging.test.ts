import type { EventId, NodeId } from '#contract/ids.ts'
import type { StreamChange } from '#contract/stream.ts'
import type { EnrichedNode, RunRow } from '#contract/summaries.ts'
import { aNode, aRun, EMPTY_CARD } from '#mocks/fixtures/builders.ts'
import { countNews, joinNews, NO_NEWS, newsInWords } from '#src/live/eventNews.ts'
import { mergeDag } from '#src/live/mergeDag.ts'
import { mergeRuns, newRunsIn, type RunPages } from '#src/live/mergeRuns.ts'
import { describe, expect, it } from 'vitest'

const run = aRun()
const row = (over: Parameters<typeof aRun>[0] = {}): RunRow => ({
  ...aRun(over),
  session_name: null,
  node_count: 0,
  event_count: 0,
  error_count: 0,
  file_count: 0,
  message_count: 0,
  finding_count: null,
})
const card = (node_id: string, order_index: number | null = null, status = 'running'): EnrichedNode => ({
  ...aNode({ node_id, order_index, status }),
  ...EMPTY_CARD,
})
const change = (over: Partial<StreamChange>): StreamChange => ({
  scope: { run_id: run.run_id },
  prev: 1,
  seq: 2,
  run: row(),
  nodes: [],
  removed_nodes: [],
  topology: null,
  events_without_node: 3,
  events: [],
  removed_events: [],
  files: false,
  messages: false,
  ...over,
})
const graph = (...nodes: readonly EnrichedNode[]) => ({
  scope: { run_id: run.run_id },
  topology_hash: 'before',
  nodes,
  edges: [],
  events_without_node: 0,
  unplaced_messages: [],
})
const topology = { topology_hash: 'after', edges: [], unplaced_messages: [{ node_id: null, count: 2 }] }
const ids = (nodes: readonly EnrichedNode[] | undefined) => nodes?.map(({ node_id }) => node_id)

describe('a change in a graph', () => {
  it('replaces its nodes where they stand, and keeps the shape and all other nodes', () => {
    const [a, b] = [card('a'), card('b')]
    const merged = mergeDag(graph(a, b), change({ nodes: [card('b', null, 'failed')] }))
    expect(merged?.nodes[0]).toBe(a)
    expect(merged?.nodes[1]?.status).toBe('failed')
    expect([merged?.topology_hash, merged?.events_without_node]).toEqual(['before', 3])
  })

  it('puts new nodes where the server would: by order, those without one last, then by id as databases do', () => {
    // By UTF-16 the fox, a pair of surrogates, would come before the full-width sign.
    const before = graph(card('z', 0), card('b', 2), card('a'), card('！'))
    const merged = mergeDag(before, change({ nodes: [card('new', 1), card('🦊'), card('aa')], topology }))
    expect(ids(merged?.nodes)).toEqual(['z', 'new', 'b', 'a', 'aa', '！', '🦊'])
    expect(merged?.topology_hash).toBe('after')
    expect(merged?.unplaced_messages).toEqual(topology.unplaced_messages)
  })

  it('takes nodes out that went', () => {
    const removed_nodes = ['a' as NodeId]
    expect(ids(mergeDag(graph(card('a'), card('b')), change({ removed_nodes, topology }))?.nodes)).toEqual(['b'])
  })

  it('does not fit a graph that lacks its node although no node came', () => {
    expect(mergeDag(graph(card('a')), change({ nodes: [card('b')] }))).toBeUndefined()
  })
})

describe('a change in the list of runs', () => {
  const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
  const at = (n: number) => `2026-01-0${n}T00:00:00.000000Z`
  const aRow = (n: number, status = 'executing') => row({ run_id: id(n), started_at: at(n), status })
  const pages = (next_cursor: string | null, ...items: readonly RunRow[]): RunPages => ({
    pages: [
      { scope: {}, items: items.slice(0, 1), total: 9, next_cursor: 'x' },
      { scope: {}, items: items.slice(1), total: 9, next_cursor },
    ],
    pageParams: [undefined, 'x'],
  })

  it('replaces rows in place, and leaves pages without any as they are', () => {
    const before = pages(null, aRow(5), aRow(4), aRow(3))
    const after = mergeRuns(before, [aRow(4, 'failed'), aRow(9)])
    expect(after.pages.flatMap(({ items }) => items.map(({ status }) => status))).toEqual([
      'executing',
      'failed',
      'executing',
    ])
    expect(after.pages[0]).toBe(before.pages[0])
    expect(mergeRuns(before, [aRow(9)])).toBe(before)
  })

  it('is of a new run only where that would stand in the pages that are here', () => {
    const [known, newer, older] = [aRow(4), aRow(7), aRow(1)]
    const news = (next: string | null) => newRunsIn(pages(next, aRow(5), aRow(4), aRow(3)), [known, newer, older])
    expect(news('more')).toEqual([newer])
    expect(news(null)).toEqual([newer, older])
  })
})

describe('news of events', () => {
  const set = (...event_ids: readonly string[]) => new Set(event_ids as EventId[])
  const words = (news: Partial<typeof NO_NEWS>, held: readonly string[] = [], behind = 0) => {
    const whole = { ...NO_NEWS, ...news }
    return newsInWords(whole, countNews(whole, set(...held)), behind)
  }

  it('are told in words', () => {
    expect(words({ added: set('a') })).toBe('1 new event')
    expect(words({ added: set('a', 'b', 'c') })).toBe('3 new events')
    expect(words({ changed: set('a', 'b') }, ['a', 'b'])).toBe('2 events changed')
    expect(words({ added: set('a', 'b', 'c'), changed: set('d', 'e') }, ['d', 'e'])).toBe('3 new events, 2 changed')
  })

  it('are none where the list has the new events, and none of those that changed', () => {
    expect(words({ added: set('a'), changed: set('b') }, ['a'])).toBeUndefined()
  })

  it('count an event that is new and then changed once', () => {
    const both = joinNews({ ...NO_NEWS, added: set('a') }, { ...NO_NEWS, changed: set('a') })
    expect(words(both)).toBe('1 new event')
  })

  it('go by the true number where changes were missed', () => {
    expect(words({ added: set('a'), isPartial: true }, [], 12)).toBe('12 new events')
    expect(words({ isPartial: true }, [], 0)).toBe('Events may have changed')
    expect(words({ added: set('a') }, [], 12)).toBe('1 new event')
  })
})
