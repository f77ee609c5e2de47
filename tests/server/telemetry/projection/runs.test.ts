import type { JsonObject } from '#contract/json.ts'
import { prepareBundle } from '#server/store/prepare/prepareBundle.ts'
import { isUnassignedCall } from '#server/telemetry/projection/isUnassignedCall.ts'
import { PAYLOAD_MAX } from '#server/telemetry/projection/payloads.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { namedRun, runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { agent, chat, handmadeSpan, onlyRun, RUN, seenOf, tool, TRACE } from '#tests/support/handmadeSpans.ts'
import { describe, expect, it } from 'vitest'

const boss = (attributes: JsonObject = {}) =>
  handmadeSpan({ id: 1, from: 0, to: 100, attributes: { ...agent('boss'), ...attributes } })
const within = (attributes: JsonObject) => handmadeSpan({ id: 2, parent: 1, from: 10, to: 20, attributes })

describe('the session', () => {
  it.each<readonly [string, JsonObject]>([
    ['GenAI', { 'gen_ai.conversation.id': 's-1' }],
    ['OpenInference and Langfuse', { 'session.id': 's-1' }],
    ['the AI SDK up to 6', { 'ai.telemetry.metadata.sessionId': 's-1' }],
    ['the AI SDK 7', { 'ai.settings.context.sessionId': 's-1' }],
    ['Traceloop', { 'traceloop.association.properties.session_id': 's-1' }],
    ['LangGraph', { metadata: '{"thread_id":"s-1","ls_integration":"langgraph"}' }],
  ])('is read from %s', async (_, attributes) => {
    const { session } = await onlyRun([boss(), within({ ...chat, ...attributes })])
    expect([session.session_id, session.meta['explicit']]).toEqual(['s-1', true])
  })

  it('is one for the service where no conversation is told', async () => {
    const { session } = await onlyRun([boss()])
    expect(session).toMatchObject({ session_id: 'service:shop', name: 'shop', meta: { explicit: false } })
  })

  it('gets an id of ours where its own is none', async () => {
    const { session } = await onlyRun([boss({ 'session.id': 'long '.repeat(99) })])
    expect(session.session_id).toMatch(/^session:[0-9a-f-]{36}$/)
  })

  it('gets an id made of its name where that has characters which nobody sees', async () => {
    const ids = ['\ufeffs-1', 's-1\u200b', 's-1\u200d'].map(async (name) => {
      const { session } = await onlyRun([boss({ 'session.id': name })])
      expect(session.meta).toMatchObject({ external_id: name })
      return session.session_id
    })
    const made = await Promise.all(ids)
    expect(new Set(made).size).toBe(3)
    for (const id of made) expect(id).toMatch(/^session:[0-9a-f-]{36}$/)
  })
})

describe('runs', () => {
  it('are not made of spans that are no work of agents, nor of a call that stands alone', async () => {
    const request = handmadeSpan({ id: 1, from: 0, to: 9, name: 'GET /' })
    expect(await projectSpans(RUN, [request], { isQuiet: true })).toEqual({
      runs: [],
      unassignedCalls: [],
      isSettled: true,
    })
    const alone = handmadeSpan({ id: 2, parent: 1, from: 1, to: 8, attributes: chat })
    expect((await projectSpans(RUN, [request, alone], { isQuiet: true })).runs).toEqual([])
    expect(isUnassignedCall([request, alone])).toBe(true)
    const talk = { ...alone, attributes: { ...chat, 'session.id': 's-1' } }
    expect(seenOf(await onlyRun([request, talk])).nodes).toEqual({ work: 'agent completed' })
    expect(isUnassignedCall([boss()])).toBe(false)
  })

  it('are several where a trace without an own work carried several conversations', async () => {
    const one = (id: number, conversation: string, from: number) =>
      handmadeSpan({
        id,
        parent: 1,
        from,
        to: from + 5,
        attributes: { ...agent('a'), 'gen_ai.conversation.id': conversation },
      })
    const root = handmadeSpan({ id: 1, from: 0, to: 99, name: 'batch' })
    const spans = [root, one(2, 'x', 1), one(3, 'y', 10), one(4, 'x', 20)]
    const { runs } = await projectSpans(RUN, spans, { isQuiet: false })
    expect(runs.map(({ session, bundle }) => [session.session_id, bundle.run.status, bundle.nodes.length])).toEqual([
      ['x', 'completed', 2],
      ['y', 'completed', 1],
    ])
    expect(runs[0]?.bundle.run.run_id).toBe(RUN)
    const nested = [{ ...root, attributes: agent('boss') }, one(2, 'x', 1), one(3, 'y', 10)]
    expect((await projectSpans(RUN, nested, { isQuiet: false })).runs.length).toBe(1)
  })

  it('are the traces themselves, unless a span names another', () => {
    expect(runOfTrace(TRACE)).toBe('0af76519-16cd-43dd-8448-eb211c80319c')
    const span = handmadeSpan({ id: 1, from: 0 })
    const named = { 'runlens.run.id': '4870FB7A-4d8a-4e1d-8ee8-78091fbacc08' }
    for (const naming of [
      { ...span, resource: named },
      { ...span, attributes: named },
    ])
      expect(namedRun(naming)).toBe('4870fb7a-4d8a-4e1d-8ee8-78091fbacc08')
    expect(namedRun(span)).toBeUndefined()
    expect(namedRun({ ...span, attributes: { 'runlens.run.id': 'no id' } })).toBeUndefined()
  })

  it('keep the ids that others know them by', async () => {
    const { bundle } = await onlyRun([
      boss({ 'mastra.span.type': 'agent_run', 'mastra.metadata.runId': 'm-1', 'langsmith.trace.id': 'l-1' }),
    ])
    expect(bundle.run.meta['external_ids']).toEqual({ 'mastra.metadata.runId': ['m-1'], 'langsmith.trace.id': ['l-1'] })
  })

  it('can be stored whatever the spans hold', async () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    const wild = within({
      ...tool('\u0000'.repeat(3)),
      'gen_ai.tool.call.arguments': deep,
      'gen_ai.tool.call.result': 'x'.repeat(PAYLOAD_MAX * 2),
    })
    const circle = [
      handmadeSpan({ id: 8, parent: 9, from: 1, to: 2, attributes: agent('\ud800') }),
      handmadeSpan({ id: 9, parent: 8, from: 1, to: 0, attributes: agent('b') }),
      handmadeSpan({ id: 7, parent: 7, from: 3, to: 4, attributes: agent('') }),
    ]
    const { bundle } = await onlyRun([boss(), wild, ...circle])
    const { events, nodes } = await prepareBundle(bundle)
    expect(nodes.length).toBe(4)
    const long = events.find(({ event }) => event.meta['cut'] !== undefined)?.event
    expect(long?.outputs).toBe('x'.repeat(PAYLOAD_MAX))
    expect(long?.meta['cut']).toEqual({ outputs: PAYLOAD_MAX * 2 })
  })
})
