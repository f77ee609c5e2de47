import type { RawRow } from '#server/import/oldRows.ts'
import type { Act } from './act.ts'
import { type Moment, oldTimestamp, SECOND } from './calendar.ts'
import type { NodeDraft, RunDraft } from './drafts.ts'
import type { Random } from './random.ts'

/** A run as rows of the old tables. Edges come without an id, which the whole table numbers. */
type RunRows = {
  readonly run: RawRow
  readonly nodes: readonly RawRow[]
  readonly edges: readonly RawRow[]
  readonly events: readonly RawRow[]
  readonly files: readonly RawRow[]
  readonly messages: readonly RawRow[]
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
  readonly ended: Moment
}

const FINISHED = new Set(['completed', 'failed'])

/** Gives a draft its keys and its times: the nodes follow one another, those on branches begin together. */
export function rowsOfRun(draft: RunDraft, session_id: string, random: Random): RunRows {
  const recorder = new Recorder(draft, session_id, random)
  let now = recorder.recordAll(draft.opening, null, draft.agent, draft.started)
  let began = now
  for (const node of draft.nodes) {
    if (!node.isBeside) began = now
    now = Math.max(now, recorder.recordAll(node.acts, node.node_id, node.agent, began))
  }
  now = recorder.recordAll(draft.closing, null, draft.agent, now)
  // Many short runs left nothing but their two times.
  const ended =
    recorder.events.length > 0 ? now + 40_000 : draft.started + random.int(2, 95) * SECOND + random.int(0, 999_999)
  const { run_id } = draft
  return {
    run: {
      id: run_id,
      session_id,
      mode: draft.mode,
      agent: draft.agent,
      model: draft.model,
      status: draft.status,
      started_at: draft.status === 'draft' && recorder.events.length === 0 ? null : oldTimestamp(draft.started),
      completed_at: FINISHED.has(draft.status) ? oldTimestamp(ended) : null,
      task_description: draft.task,
      meta: JSON.stringify({ topic: draft.topic }),
      branch_parent_id: null,
      parent_run_id: null,
    },
    nodes: draft.nodes.filter((node) => node.isStored).map((node, index) => nodeRow(node, index, run_id, session_id)),
    edges: draft.edges.map(({ from, to, type, condition }) => ({
      from_node_id: from,
      to_node_id: to,
      dependency_type: type,
      condition,
    })),
    events: recorder.inOrder(),
    files: recorder.files,
    messages: draft.messages.map(({ node_id, sender, recipient, content, seconds }) => ({
      run_id,
      node_id,
      event_id: null,
      sender,
      recipient,
      content,
      timestamp: oldTimestamp(draft.started + seconds * SECOND + random.int(0, 999_999)),
      tokens: Math.ceil(content.length / 4),
      meta: null,
    })),
    contents: recorder.contents,
    ended,
  }
}

const nodeRow = (node: NodeDraft, order_index: number, run_id: string, session_id: string): RawRow => ({
  id: node.node_id,
  run_id,
  session_id,
  parent_node_id: null,
  node_type: node.node_type,
  agent: node.agent,
  status: node.status,
  order_index,
  depth: 0,
  meta: JSON.stringify(node.meta),
})

/** Where an act happens: in which node, under which event, by whom. */
type Place = {
  readonly node_id: string | null
  readonly parent: string | null
  readonly agent: string | null
  readonly depth: number
}

class Recorder {
  readonly events: RawRow[] = []
  readonly files: RawRow[] = []
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly #draft: RunDraft
  readonly #session_id: string
  readonly #random: Random

  constructor(draft: RunDraft, session_id: string, random: Random) {
    this.#draft = draft
    this.#session_id = session_id
    this.#random = random
  }

  /** Records acts one after another from `start` on, and returns when the last one ended. */
  recordAll(acts: readonly Act[], node_id: string | null, agent: string | null, start: Moment): Moment {
    return acts.reduce((now, act) => this.#record(act, { node_id, parent: null, agent, depth: 0 }, now), start)
  }

  /** The events in order of their start, numbered so; branches that ran side by side interleave. */
  inOrder(): readonly RawRow[] {
    return this.events
      .map((event) => ({ event, start: String(event['timestamp']) }))
      .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
      .map(({ event }, execution_order) => ({ ...event, execution_order }))
  }

  #record(act: Act, place: Place, start: Moment): Moment {
    const random = this.#random
    const id = random.uuid()
    const agent = act.agent ?? place.agent
    const index = this.events.length
    // A place is kept for the parent, whose end is known only after its children's.
    this.events.push({})
    const own = Math.max(800, Math.round(act.seconds * SECOND * (0.9 + random.next() * 0.2)))
    const children = act.children ?? []
    let end = start + (children.length > 0 ? Math.round(own / 4) : own)
    for (const child of children)
      end = this.#record(child, { ...place, parent: id, agent, depth: place.depth + 1 }, end + random.int(900, 140_000))
    if (children.length > 0) end += Math.round((own * 3) / 4)
    this.events[index] = {
      id,
      run_id: this.#draft.run_id,
      node_id: place.node_id,
      step_id: null,
      session_id: this.#session_id,
      parent_event_id: place.parent,
      event_type: act.event_type,
      event_subtype: act.event_subtype,
      agent_name: agent,
      agent_role: null,
      timestamp: oldTimestamp(start),
      started_at: oldTimestamp(start),
      completed_at: act.isOpen ? null : oldTimestamp(end),
      duration_ms: act.isOpen ? null : (end - start) / 1000,
      inputs: act.inputs === undefined ? null : JSON.stringify(act.inputs),
      outputs: act.outputs === undefined ? null : JSON.stringify(act.outputs),
      error_message: act.error_message ?? null,
      meta: JSON.stringify(act.meta ?? {}),
      depth: place.depth,
      status: act.status,
    }
    for (const file of act.files ?? []) this.#keep(file, id, place.node_id, end)
    return end + random.int(1_000, 90_000)
  }

  #keep(
    { path, type, content }: NonNullable<Act['files']>[number],
    event_id: string,
    node_id: string | null,
    at: Moment,
  ): void {
    const id = this.#random.uuid()
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    this.contents.set(id, bytes)
    this.files.push({
      id,
      run_id: this.#draft.run_id,
      node_id,
      event_id,
      file_path: path,
      file_type: type,
      size_bytes: bytes.length,
      created_at: oldTimestamp(at),
      meta: null,
    })
  }
}
