import { DAGEdge, DAGNode, ExecutionEvent, Message } from '#contract/entities.ts'
import { generatedRun } from '#server/generate/generatedRun.ts'
import { type GenerateOptions, readGenerateOptions } from '#server/generate/generateOptions.ts'
import { checkBundle } from '#server/store/prepare/checkBundle.ts'
import { deriveEvent } from '#server/store/prepare/deriveEvent.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'

const SOME: GenerateOptions = {
  nodes: 120,
  events: 3000,
  messages: 150,
  files: 24,
  seed: 'one',
  large: false,
  hostile: false,
}

describe('a generated run', () => {
  const { bundle } = generatedRun(SOME)

  test('has exactly what was asked for, and is valid by the contract', () => {
    const { nodes, events, messages, files, edges } = bundle
    expect([nodes.length, events.length, messages.length, files.length]).toEqual([120, 3000, 150, 24])
    for (const node of nodes) z.parse(DAGNode, node)
    for (const edge of edges) z.parse(DAGEdge, edge)
    for (const event of events) z.parse(ExecutionEvent, event)
    for (const message of messages) z.parse(Message, message)
    expect(() => checkBundle(bundle)).not.toThrow()
  })

  test('is the same each time, and another with another seed', () => {
    expect(generatedRun(SOME).bundle).toEqual(bundle)
    expect(generatedRun({ ...SOME, seed: 'two' }).bundle.run.run_id).not.toBe(bundle.run.run_id)
  })

  test('gives every node an event, and lets no node begin before those that it waits for', () => {
    const withEvents = new Set(bundle.events.map((event) => event.node_id))
    expect(bundle.nodes.every((node) => withEvents.has(node.node_id))).toBe(true)
    const byId = new Map(bundle.nodes.map((node) => [node.node_id, node]))
    for (const edge of bundle.edges) {
      const ended = byId.get(edge.from_node_id)?.completed_at ?? ''
      expect(ended <= (byId.get(edge.to_node_id)?.started_at ?? '')).toBe(true)
    }
  })

  test('holds calls within calls, at least one failed node, and files in several versions', () => {
    expect(Math.max(...bundle.events.map((event) => event.depth ?? 0))).toBeGreaterThanOrEqual(2)
    const failed = bundle.nodes.filter((node) => node.status === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const node of failed) {
      const own = bundle.events.filter((event) => event.node_id === node.node_id)
      expect(own.some((event) => deriveEvent(event).is_error)).toBe(true)
    }
    expect(new Set(bundle.files.map((file) => file.file_path)).size).toBeLessThan(bundle.files.length)
  })
})

test('no two of many events have the same id', () => {
  const { events } = generatedRun({ ...SOME, nodes: 2000, events: 100_000 }).bundle
  expect(new Set(events.map((event) => event.event_id)).size).toBe(100_000)
})

test('a run of one node and one event is a run too', () => {
  const { bundle } = generatedRun({ ...SOME, nodes: 1, events: 1, messages: 5, files: 0 })
  expect([bundle.nodes.length, bundle.events.length, bundle.messages.length]).toEqual([1, 1, 0])
})

test('large and hostile things come only when they are asked for', () => {
  const plain = generatedRun({ ...SOME, nodes: 3, events: 9 }).bundle
  const odd = generatedRun({ ...SOME, nodes: 3, events: 9, large: true, hostile: true }).bundle
  expect(JSON.stringify(plain.events)).not.toContain('<script>')
  expect(JSON.stringify(odd.events)).toContain('<script>')
  const longest = Math.max(...odd.events.map((event) => JSON.stringify(event.outputs).length))
  expect(longest).toBeGreaterThan(5_000_000)
})

describe('the command line', () => {
  test('has usual numbers for what is left out', () => {
    expect(readGenerateOptions({ nodes: '40' })).toEqual({
      kind: 'read',
      options: { nodes: 40, events: 500, messages: 40, files: 4, seed: 'one', large: false, hostile: false },
    })
  })

  test.each([
    { nodes: '0' },
    { nodes: '1e3' },
    { events: '-1' },
    { events: '1000001' },
    { seed: 'a b' },
    { files: 'x' },
  ])('refuses %o in one sentence', (given) => {
    expect(readGenerateOptions(given)).toEqual({
      kind: 'refused',
      sentences: [expect.stringMatching(/^--\w+ must be .*\.$/)],
    })
  })
})
