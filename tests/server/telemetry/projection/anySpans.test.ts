import type { JsonObject } from '#contract/json.ts'
import type { DAGEdge } from '#contract/entities.ts'
import { prepareBundle } from '#server/store/prepare/prepareBundle.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { agent, chat, handmadeSpan, RUN, tool, workflow } from '#tests/support/handmadeSpans.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const node = (ns: string, step: number): JsonObject => ({
  'openinference.span.kind': 'CHAIN',
  metadata: JSON.stringify({ langgraph_node: 'n', langgraph_step: step, langgraph_checkpoint_ns: ns }),
})
const graph = (id: string, parent: string): JsonObject => ({
  'openinference.span.kind': 'AGENT',
  'graph.node.id': id,
  'graph.node.parent_id': parent,
})

const ATTRIBUTES: readonly JsonObject[] = [
  {},
  agent('a'),
  agent('b'),
  { ...agent('c'), 'gen_ai.conversation.id': 'x' },
  { ...agent('c'), 'gen_ai.conversation.id': 'y' },
  chat,
  tool('a'),
  { ...tool('give'), 'gen_ai.transfer.mode': 'pass_control', 'gen_ai.transfer.target.name': 'b' },
  workflow('w'),
  graph('a', 'b'),
  graph('b', 'a'),
  node('n:1', 1),
  node('n:2', 2),
  node('n:1|n:3', 1),
  { 'mastra.span.type': 'model_generation' },
  { 'mastra.span.type': 'workflow_step', 'mastra.workflow_step.step_id': 's' },
  { 'ai.operationId': 'ai.generateText.doGenerate' },
  { agent_id: 'one', parent_agent_id: 'two' },
  { agent_id: 'two', parent_agent_id: 'one' },
]

const anySpan = fc
  .record({
    id: fc.integer({ min: 1, max: 12 }),
    parent: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    from: fc.integer({ min: 0, max: 30 }),
    length: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined, freq: 9 }),
    attributes: fc.constantFrom(...ATTRIBUTES),
    kind: fc.integer({ min: 0, max: 5 }),
    code: fc.integer({ min: 0, max: 2 }),
    service: fc.constantFrom('shop', 'far'),
  })
  .map(({ id, parent, from, length, attributes, kind, code, service }) =>
    handmadeSpan({
      id,
      from,
      kind,
      service,
      attributes,
      name: attributes['agent_id'] === undefined ? 'n' : 'claude_code.tool',
      status: { code, message: '' },
      ...(parent !== undefined && { parent }),
      ...(length !== undefined && { to: from + length }),
    }),
  )

const anySpans = fc.array(anySpan, { minLength: 1, maxLength: 14 })

describe('any spans at all', () => {
  it('make rows that can be stored, edges without a circle, and parents that are there', async () => {
    await fc.assert(
      fc.asyncProperty(anySpans, fc.boolean(), async (spans, isQuiet) => {
        for (const { bundle } of (await projectSpans(RUN, spans, { isQuiet })).runs) {
          const { nodes, events } = await prepareBundle(bundle)
          expect(nodes.length).toBe(bundle.nodes.length)
          expect(hasCircle(bundle.edges)).toBe(false)
          const ids = new Set<string | null>([null, ...events.map(({ event }) => event.event_id)])
          expect(ids.size).toBe(bundle.events.length + 1)
          expect(bundle.events.filter(({ parent_event_id }) => !ids.has(parent_event_id))).toEqual([])
          expect(bundle.messages.filter(({ event_id }) => !ids.has(event_id))).toEqual([])
          expect(bundle.files.filter(({ event_id }) => !ids.has(event_id))).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('make the same rows in any order and with any of them twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySpans.chain((spans) =>
          fc.tuple(fc.constant(spans), fc.shuffledSubarray([...spans, ...spans], { minLength: spans.length * 2 })),
        ),
        async ([spans, mixed]: readonly [readonly RawSpan[], readonly RawSpan[]]) => {
          const clock = { isQuiet: true }
          expect(await projectSpans(RUN, mixed, clock)).toEqual(await projectSpans(RUN, spans, clock))
        },
      ),
      { numRuns: 200 },
    )
  })
})

function hasCircle(edges: readonly DAGEdge[]): boolean {
  let left = edges
  for (;;) {
    const targets = new Set(left.map(({ to_node_id }) => to_node_id))
    const next = left.filter(({ from_node_id }) => targets.has(from_node_id))
    if (next.length === left.length) return left.length > 0
    left = next
  }
}
