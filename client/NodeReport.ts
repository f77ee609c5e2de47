import { isoOf, nowMicros } from './clock.ts'
import { errorMeta, errorText } from './errorText.ts'
import { type EventFields, EventReport } from './EventReport.ts'
import { plainObject } from './plainJson.ts'
import { type FileFields, type MessageFields, addFile, addMessage } from './records.ts'
import type { Reporter } from './Reporter.ts'

type NodeName = NodeReport | string

export type NodeFields = {
  /** planning, control, agent, approval, parallel, terminator; agent where it is left out. */
  readonly type?: string
  readonly label?: string
  readonly agent?: string
  /** The nodes that this one follows; several that ran at once are all named. */
  readonly after?: NodeName | readonly NodeName[]
  /** Why the work went this way, where it could have gone another. */
  readonly condition?: string
  /** The node that this one is a part of. */
  readonly parent?: NodeName
  readonly meta?: object
}

/** One node of the run's graph. It runs from its report until it ends or fails; a node that begins anew may end anew. */
export class NodeReport {
  readonly node_id: string
  readonly #reporter: Reporter
  #agent: string | undefined
  #meta: object = {}
  #isOpen = false

  constructor(reporter: Reporter, node_id: string) {
    this.node_id = node_id
    this.#reporter = reporter
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Called by the run: where a node is reported for the first time, and where work comes back to it. */
  begin(order_index: number | undefined, fields: NodeFields): void {
    const { type, label, agent, after = [], condition, parent, meta = {} } = fields
    this.#isOpen = true
    this.#agent = agent ?? this.#agent
    this.#meta = { ...this.#meta, ...plainObject(meta) }
    const isFirst = order_index !== undefined
    this.#patch({
      node_type: type,
      label,
      agent,
      status: 'running',
      parent_node_id: parent === undefined ? undefined : idOf(parent),
      meta: this.#meta,
      ...(isFirst ? { order_index, started_at: isoOf(nowMicros()) } : { completed_at: null }),
    })
    const before: readonly NodeName[] = isList(after) ? after : [after]
    for (const from_node_id of before.map(idOf))
      this.#reporter.add('edges', JSON.stringify([from_node_id, this.node_id]), {
        from_node_id,
        to_node_id: this.node_id,
        dependency_type: condition === undefined ? (before.length > 1 ? 'parallel' : 'sequential') : 'conditional',
        condition,
      })
  }

  /** Something that happens here: agent_call, llm_call, tool_call, code_exec, handoff, info, or a word of your own. */
  event(type: string, fields: EventFields = {}): EventReport {
    const agent = fields.agent ?? this.#agent
    return new EventReport(this.#reporter, type, agent === undefined ? fields : { ...fields, agent }, {
      node_id: this.node_id,
    })
  }

  /** A file that was made here. Without its content it is only told that it exists. */
  file(path: string, content?: string | Uint8Array, fields: FileFields = {}): void {
    addFile(this.#reporter, this.node_id, path, content, fields)
  }

  message(fields: MessageFields): void {
    addMessage(this.#reporter, this.node_id, fields)
  }

  /** Says how it stands while it has not ended: paused, waiting_approval, retrying, running. */
  status(status: string): void {
    if (this.#isOpen) this.#patch({ status })
  }

  /** What is asked of a node that has ended changes nothing. */
  end({ status = 'completed', meta = {} }: { readonly status?: string; readonly meta?: object } = {}): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#meta = { ...this.#meta, ...plainObject(meta) }
    this.#patch({ status, completed_at: isoOf(nowMicros()), meta: this.#meta })
  }

  /** Ends as failed, and says why as an event of its own. */
  fail(error: unknown): void {
    if (!this.#isOpen) return
    this.event('error', { meta: errorMeta(error) }).fail(errorText(error))
    this.end({ status: 'failed' })
  }

  #patch(row: object): void {
    this.#reporter.add('nodes', this.node_id, { node_id: this.node_id, ...row })
  }
}

const idOf = (node: NodeName): string => (typeof node === 'string' ? node : node.node_id)

const isList = (after: NodeName | readonly NodeName[]): after is readonly NodeName[] => Array.isArray(after)
