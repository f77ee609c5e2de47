import type { JsonObject } from '#contract/json.ts'
import { importOldDatabase } from '#server/import/importOldDatabase.ts'
import { memoryOldSource, type OldDatabase } from '#server/import/memoryOldSource.ts'
import type { Store } from '#server/store/ports/store.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import { projectSpans } from '#server/telemetry/projection/projectSpans.ts'
import { RUN_ATTRIBUTE } from '#server/store/spans/runOfTrace.ts'
import { oldDatabase, oldEdge, oldEvent, oldNode, oldRun, oldSession } from '#tests/support/oldDatabases/oldRows.ts'
import { appOver } from '#tests/support/twinApp.ts'
import { jsonBody, jsonSpan } from '#tests/support/otlp/otlpBodies.ts'

/* All that can tell of a run, each in its own way, and what it is answered. */

export const WRITERS = ['telemetry of its own trace', 'telemetry that names it', 'batch', 'import', 'demo'] as const
export type WriterName = (typeof WRITERS)[number]
export const KINDS = ['run', 'node', 'edge', 'event', 'file', 'message'] as const
export type Kind = (typeof KINDS)[number]

export const SESSION = 'talks'

/** `word` stands in all that is told; `kinds` are the rows that are. */
export type Told = {
  readonly run_id: string
  readonly word: string
  readonly kinds: readonly Kind[]
  readonly session_id?: string
}

/** What the writer was answered, as text, and whether it was told that something was refused or left alone. */
export type Answer = { readonly text: string; readonly refused: boolean }

export function writersOver(store: Store) {
  const { app } = appOver(store)
  const post = async (path: string, body: unknown): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' }
    const response = await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    return { text, refused: response.status === 409 || /partialSuccess|left_alone/.test(text) }
  }
  /** Draws all that is due, as after a quiet time. */
  const draw = async () => {
    const onFailure = () => undefined
    for (const quietMs of [3_600_000, 0])
      // oxlint-disable-next-line no-await-in-loop -- first what came, then what is given up
      await new Projector({ ...store, project: projectSpans, quietMs, onFailure }).projectDue()
  }
  const send = async (spans: readonly object[]): Promise<Answer> => {
    const answer = await post('/v1/traces', jsonBody(...spans))
    await draw()
    return answer
  }
  const load = async (database: OldDatabase, as: 'import' | 'demo'): Promise<Answer> => {
    const report = await importOldDatabase(memoryOldSource(database), store.writer, { as })
    const left = report.findings.filter(({ kind }) => kind.endsWith('left_alone'))
    return { text: JSON.stringify(left), refused: left.length > 0 }
  }
  const tell = async (writer: WriterName, told: Told): Promise<Answer> => {
    switch (writer) {
      case 'telemetry of its own trace':
        return await send(spansOf(told, told.run_id.replaceAll('-', ''), {}))
      case 'telemetry that names it':
        return await send(spansOf(told, hex(32), { [RUN_ATTRIBUTE]: told.run_id }))
      case 'batch':
        return await post(`/api/runs/${told.run_id}/batch`, batchOf(told))
      case 'import':
      case 'demo':
        return await load(oldDatabaseOf(told), writer)
    }
  }
  return { app, tell, send }
}

let count = 0
/** An id that no other one is equal to. */
function hex(digits: number): string {
  count += 1
  return `${count.toString(16)}f`.padStart(digits, '1')
}

const attributes = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([key, value]) => ({ key, value: { stringValue: value } }))

const said = (role: string, ...parts: readonly JsonObject[]) => JSON.stringify([{ role, parts }])

/** One agent, within a workflow, that calls a model. */
export function spansOf(
  { word, kinds, session_id }: Told,
  traceId: string,
  naming: Readonly<Record<string, string>>,
): readonly object[] {
  const [root, agent, next] = [hex(16), hex(16), hex(16)]
  const has = (kind: Kind) => kinds.includes(kind)
  const shared = {
    ...naming,
    ...(session_id !== undefined && { 'gen_ai.conversation.id': session_id, 'user.id': word }),
  }
  const span = (spanId: string, parentSpanId: string | undefined, own: Readonly<Record<string, string>>) =>
    jsonSpan({
      traceId,
      spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name: word,
      attributes: attributes({ ...shared, ...own }),
    })
  const anAgent = (name: string) => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name })
  const blob = { type: 'blob', mime_type: 'text/plain', content: btoa(word) }
  const call = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': word,
    ...(has('message') && { 'gen_ai.input.messages': said('user', { type: 'text', content: word }) }),
    ...(has('file') && { 'gen_ai.output.messages': said('assistant', blob) }),
  }
  return [
    span(root, undefined, { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': word }),
    span(agent, root, anAgent(word)),
    ...(has('node') || has('edge') ? [span(next, agent, anAgent(`${word} too`))] : []),
    ...(has('event') || has('message') || has('file') ? [span(hex(16), agent, call)] : []),
  ]
}

function batchOf({ word, kinds, session_id }: Told): object {
  const has = (kind: Kind) => kinds.includes(kind)
  return {
    run: {
      ...(has('run') && { task_description: word, agent: word }),
      ...(session_id !== undefined && { session_id }),
    },
    ...(session_id !== undefined && { sessions: [{ session_id, name: word, user_id: word, meta: { word } }] }),
    nodes: has('node') || has('edge') ? [{ node_id: 'a', label: word }, { node_id: 'b' }] : [],
    edges: has('edge') ? [{ from_node_id: 'a', to_node_id: 'b', condition: word }] : [],
    events: has('event') ? [{ event_id: 'e1', event_type: 'info', agent_name: word, inputs: word }] : [],
    files: has('file') ? [{ file_id: 'f1', file_path: word, content_text: word }] : [],
    messages: has('message') ? [{ message_id: 'm1', content: word }] : [],
  }
}

function oldDatabaseOf({ run_id, word, kinds, session_id = `session of ${run_id}` }: Told): OldDatabase {
  const has = (kind: Kind) => kinds.includes(kind)
  const rows = (kind: Kind, ...all: readonly Readonly<Record<string, unknown>>[]) => (has(kind) ? all : [])
  return oldDatabase({
    sessions: [oldSession(session_id, { name: word, user_id: word })],
    workflow_runs: [oldRun(run_id, { session_id, task_description: word })],
    dag_nodes: has('node') || has('edge') ? [oldNode('a', run_id, { agent: word }), oldNode('b', run_id)] : [],
    dag_edges: rows('edge', oldEdge(1, 'a', 'b', { condition: word })),
    execution_events: rows('event', oldEvent('e1', run_id, null, { agent_name: word })),
    files: rows('file', { id: 'f1', run_id, file_path: word }),
    messages: rows('message', { id: 'm1', run_id, content: word }),
    contents: new Map([['f1', new TextEncoder().encode(word)]]),
  })
}
