import { expect, test } from 'vitest'
import { pathOf } from '#contract/endpoints.ts'
import { aSpan } from '#mocks/fixtures/aSpan.ts'
import { aBundle, aFile, aMessage, anEdge, anEvent, aNode, aRun, aSession } from '#mocks/fixtures/builders.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBatch, RunBundle } from '#server/store/ports/writer.ts'
import { runOfTrace } from '#server/store/spans/runOfTrace.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { agent, TRACE } from '#tests/support/handmadeSpans.ts'
import { runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const DAG = pathOf('getDagColumns', { run_id: RUN })

const bundle = aBundle({
  nodes: ['plan', 'work'].map((node_id) => aNode({ node_id })),
  edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work' })],
  events: [anEvent({ event_id: 'one', node_id: 'plan' })],
  files: [aFile({ file_id: 'f', node_id: 'plan' })],
  messages: [aMessage({ message_id: 'm', node_id: 'work' })],
})

export function runTagsContract(store: () => Store): void {
  const ask = async (path: string, tag?: string, build?: string) => {
    const { app } = appOver(store(), build === undefined ? {} : { build })
    const response = await app.request(path, tag === undefined ? {} : { headers: { 'if-none-match': tag } })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  const tagOf = async (path = DAG) => (await ask(path)).headers.get('etag') ?? 'none'
  const merge = (over: Partial<RunBatch>) =>
    store().writer.mergeRun({ ...aBundle(), run_id: RUN, run: undefined, sessions: [], ...over })
  const begin = () => merge({ ...bundle, sessions: [aSession()] })
  const draw = (over: Partial<RunBundle> = {}) => store().writer.replaceRun(aSession(), { ...bundle, ...over })

  test('what is known is not sent again, and says so without a body', async () => {
    await begin()
    const first = await ask(DAG)
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"[!-~]+"$/)
    expect([first.headers.get('cache-control'), first.headers.get('vary')]).toEqual([
      'private, no-cache',
      'accept-encoding',
    ])
    const again = await ask(DAG, `"another", ${tag}`)
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag])
    expect(again.headers.get('cache-control')).toBe('private, no-cache')
    expect((await ask(DAG, tag.slice(2))).status).toBe(304)
    expect((await ask(DAG, '"another"')).text).toBe(first.text)
  })

  test.each<[string, Partial<RunBatch>]>([
    ['the run', { run: aRun({ status: 'failed' }) }],
    ['a node', { nodes: [aNode({ node_id: 'plan', status: 'failed' })] }],
    ['a new node', { nodes: [aNode({ node_id: 'more' })] }],
    ['an edge', { edges: [anEdge({ from_node_id: 'plan', to_node_id: 'work', condition: 'always' })] }],
    ['a new edge', { edges: [anEdge({ from_node_id: 'work', to_node_id: 'plan' })] }],
    ['an event', { events: [anEvent({ event_id: 'one', node_id: 'plan', status: 'failed' })] }],
    ['a new event', { events: [anEvent({ event_id: 'two', node_id: null })] }],
    ['a file', { files: [aFile({ file_id: 'f', node_id: 'plan', file_path: 'other.txt' })] }],
    ['a new file', { files: [aFile({ file_id: 'g', node_id: 'plan' })] }],
    ['a message', { messages: [aMessage({ message_id: 'm', node_id: 'work', content: 'other' })] }],
    ['a new message', { messages: [aMessage({ message_id: 'n', node_id: 'work' })] }],
  ])('a batch with %s makes another tag, and the same batch again does not', async (_, batch) => {
    await begin()
    const before = await tagOf()
    await merge(batch)
    const after = await tagOf()
    expect(after).not.toBe(before)
    expect((await ask(DAG, before)).status).toBe(200)
    await merge(batch)
    expect(await tagOf()).toBe(after)
  })

  test.each<[string, Partial<RunBundle>]>([
    ['the run', { run: aRun({ status: 'failed' }) }],
    ['fewer nodes', { nodes: bundle.nodes.slice(0, 1), edges: [], messages: [] }],
    ['fewer edges', { edges: [] }],
    ['fewer events', { events: [] }],
    ['fewer files', { files: [] }],
    ['fewer messages', { messages: [] }],
  ])('a run that is drawn with %s has another tag, and drawn the same again has not', async (_, change) => {
    await draw()
    const before = await tagOf()
    await draw()
    expect(await tagOf()).toBe(before)
    await draw(change)
    expect(await tagOf()).not.toBe(before)
  })

  test('an import makes another tag, and spans do once they are drawn', async () => {
    await storeRuns(store(), bundle)
    const before = await tagOf()
    await store().writer.writeRuns([{ bundle }])
    expect(await tagOf()).not.toBe(before)

    const path = pathOf('getRunEventColumns', { run_id: runOfTrace(TRACE) })
    const tags = new Set<string>()
    for (const name of ['one', 'two']) {
      const span = aSpan({
        trace_id: TRACE,
        span_id: name === 'one' ? '1'.repeat(16) : '2'.repeat(16),
        attributes: agent(name),
      })
      expect(await store().spans.acceptSpans([span])).toEqual([])
      const onFailure = (_: unknown, error: unknown) => expect(error).toBeUndefined()
      await new Projector({ ...store(), project: projectSpans, quietMs: 0, onFailure }).projectDue()
      tags.add(await tagOf(path))
    }
    expect(tags).not.toContain('none')
    expect(tags.size).toBe(2)
  })

  test('a write to another run leaves the tag alone', async () => {
    await begin()
    const before = await tagOf()
    await storeRuns(store(), aBundle({ run: aRun({ run_id: runId(7), session_id: 'another' }) }))
    expect(await tagOf()).toBe(before)
  })

  test('another program makes another tag of the same rows', async () => {
    await begin()
    const tag = (await ask(DAG, undefined, 'one')).headers.get('etag') ?? ''
    expect((await ask(DAG, tag, 'one')).status).toBe(304)
    expect((await ask(DAG, tag, 'two')).status).toBe(200)
  })

  test('a run that is not there has no tag, whatever the client says that it knows', async () => {
    for (const known of [undefined, '*', 'W/"any"']) {
      const { status, headers } = await ask(DAG, known)
      expect([status, headers.get('etag'), headers.get('cache-control')]).toEqual([404, null, 'no-store'])
    }
  })
}
