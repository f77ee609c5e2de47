import { isoOf, nowMicros } from './clock.ts'
import { errorMeta, errorText } from './errorText.ts'
import { type EventFields, EventReport } from './EventReport.ts'
import { plainObject } from './plainJson.ts'
import { type FileFields, type MessageFields, addFile, addMessage } from './records.ts'
import type { Reporter } from './Reporter.ts'

type NodeName = NodeReport | string

export type NodeFields = {
  /** planning, control, agent, approval, parallel or terminator. Default: agent. */
  readonly type?: string
  readonly label?: string
  readonly agent?: string
  /** The predecessors of this node. List all of them if several ran in parallel. */
  readonly after?: NodeName | readonly NodeName[]
  /** Why the workflow took this branch, if there were several. */
  readonly condition?: string
  /** The parent node that contains this node. */
  readonly parent?: NodeName
  readonly meta?: object
}

/**
 * One node of the run's graph. It runs from its first report until it ends or fails. A node can restart and end
 * again.
 */
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

  /** Called by the run, both when a node is first reported and when work returns to it. */
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

  /**
   * Something that happens in this node: agent_call, llm_call, tool_call, code_exec, handoff, info, or a custom type.
   */
  event(type: string, fields: EventFields = {}): EventReport {
    const agent = fields.agent ?? this.#agent
    return new EventReport(this.#reporter, type, agent === undefined ? fields : { ...fields, agent }, {
      node_id: this.node_id,
    })
  }

  /** A file created by this node. Without content, only its existence is recorded. */
  file(path: string, content?: string | Uint8Array, fields: FileFields = {}): void {
    addFile(this.#reporter, this.node_id, path, content, fields)
  }

  message(fields: MessageFields): void {
    addMessage(this.#reporter, this.node_id, fields)
  }

  /** Sets the status of a node that has not ended: paused, waiting_approval, retrying, running. */
  status(status: string): void {
    if (this.#isOpen) this.#patch({ status })
  }

  /** Has no effect on a node that has already ended. */
  end({ status = 'completed', meta = {} }: { readonly status?: string; readonly meta?: object } = {}): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#meta = { ...this.#meta, ...plainObject(meta) }
    this.#patch({ status, completed_at: isoOf(nowMicros()), meta: this.#meta })
  }

  /** Marks the node as failed and records the error as a separate event. */
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
