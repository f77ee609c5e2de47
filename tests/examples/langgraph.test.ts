import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { attribute, openCollector } from '#tests/support/collector.ts'
import { example } from '../support/process/startServer.ts'

const Metadata = z.object({
  thread_id: z.string(),
  langgraph_node: z.optional(z.string()),
  langgraph_step: z.optional(z.number()),
  langgraph_triggers: z.optional(z.array(z.string())),
  langgraph_checkpoint_ns: z.optional(z.string()),
})

test('a graph of LangGraph tells through OpenInference which node each span is of, and what started it', async () => {
  const collector = await openCollector()
  onTestFinished(collector.close)
  const done = await example('langgraph', ['--fast', '--endpoint', collector.endpoint])
  expect([done.code, done.stderr]).toEqual([0, ''])

  const spans = collector.spans.map((span) => ({
    ...span,
    kind: attribute(span, 'openinference.span.kind'),
    metadata: z.parse(Metadata, JSON.parse(attribute(span, 'metadata') ?? '{}')),
  }))
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined)
  expect([root?.name, root?.kind]).toEqual(['battery_bus_brief', 'CHAIN'])
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([root?.traceId]))
  expect(done.stdout.replaceAll('-', '')).toContain(`/runs/${root?.traceId}\n`)
  expect(new Set(spans.map((span) => attribute(span, 'session.id')))).toEqual(new Set([root?.metadata.thread_id]))

  const nodes = spans.filter(({ name, metadata }) => name === metadata.langgraph_node && name !== '__start__')
  expect(
    nodes
      .map(({ name, metadata }) => [metadata.langgraph_step, name, metadata.langgraph_triggers?.[0]])
      .sort((a, b) => String(a).localeCompare(String(b))),
  ).toEqual([
    [1, 'planner', 'branch:to:planner'],
    [2, 'cost', 'branch:to:cost'],
    [2, 'noise', 'branch:to:noise'],
    [2, 'range', 'branch:to:range'],
    [3, 'writer', 'join:cost+noise+range:writer'],
  ])
  expect(spans.filter(({ kind }) => kind === 'LLM').map(({ metadata }) => metadata.langgraph_node)).toHaveLength(5)
  const tools = spans.filter(({ kind }) => kind === 'TOOL')
  expect(tools.map(({ metadata }) => metadata.langgraph_node)).toHaveLength(3)
  expect(new Set(tools.map(({ metadata }) => metadata.langgraph_node))).toEqual(new Set(['cost', 'noise', 'range']))
  expect(new Set(nodes.map(({ metadata }) => metadata.langgraph_checkpoint_ns)).size).toBe(5)
})

test('where nothing answers, the example says so in one sentence', async () => {
  const { endpoint, close } = await openCollector()
  await close()
  const done = await example('langgraph', ['--fast', '--endpoint', endpoint])
  expect([done.code, done.stdout]).toEqual([1, ''])
  expect(done.stderr).toMatch(/^Nothing answers at [^\n]+\n$/)
})
