import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { NewFile, RunBundle } from '#server/ports.ts'
import { checkBundle, checkDepth } from './checkBundle.ts'
import { deriveEvent, type DerivedEvent, type EventTexts, eventTexts } from './deriveEvent.ts'
import { sha256 } from './sha256.ts'
import { storableJson } from './storableText.ts'

export type PreparedEvent = {
  readonly event: ExecutionEvent
  readonly derived: DerivedEvent
  readonly texts: EventTexts
}
export type PreparedFile = { readonly file: RunFile; readonly content: Uint8Array<ArrayBuffer> | undefined }

/** A bundle as a store can write it: checked, each key once, texts storable, list columns derived, contents hashed. */
export type PreparedBundle = {
  readonly run: WorkflowRun
  readonly nodes: readonly DAGNode[]
  readonly edges: readonly DAGEdge[]
  readonly events: readonly PreparedEvent[]
  readonly files: readonly PreparedFile[]
  readonly messages: readonly Message[]
}

/** What every writer does before it stores a run. Throws as `RunWriter.writeRun` says. */
export async function prepareBundle(bundle: RunBundle): Promise<PreparedBundle> {
  checkBundle(bundle)
  return {
    run: storableJson(bundle.run),
    nodes: lastOfEach(bundle.nodes, (node) => node.node_id).map((node) => storableJson(node)),
    edges: lastOfEach(bundle.edges, (edge) => JSON.stringify([edge.from_node_id, edge.to_node_id])).map((edge) =>
      storableJson(edge),
    ),
    events: lastOfEach(bundle.events, (event) => event.event_id).map(prepareEvent),
    files: await Promise.all(lastOfEach(bundle.files, (file) => file.file_id).map(prepareFile)),
    messages: lastOfEach(bundle.messages, (message) => message.message_id).map((message) => storableJson(message)),
  }
}

export function prepareSessions(sessions: readonly Session[]): readonly Session[] {
  for (const session of sessions) checkDepth(`session ${JSON.stringify(session.session_id)}`, session.meta)
  return lastOfEach(sessions, (session) => session.session_id).map((session) => storableJson(session))
}

function prepareEvent(given: ExecutionEvent): PreparedEvent {
  const event = storableJson(given)
  const texts = eventTexts(event)
  // What is derived from storable texts is storable: cuts never part a surrogate pair.
  return { event, derived: deriveEvent(event, texts), texts }
}

async function prepareFile({ content, ...row }: NewFile): Promise<PreparedFile> {
  const file = storableJson(row)
  if (content === undefined) return { file: { ...file, has_content: false }, content }
  // Contents are shared by hash, so a hash is never taken on trust: a wrong one would show another file's bytes.
  return { file: { ...file, size_bytes: content.length, sha256: await sha256(content), has_content: true }, content }
}

/** Rows with the same key replace each other also within one bundle: the last one counts. */
function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()]
}
