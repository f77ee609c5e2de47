import { isoOf, nowMicros } from './clock.ts'
import { errorMeta, errorText } from './errorText.ts'
import { type EventFields, EventReport } from './EventReport.ts'
import { type NodeFields, NodeReport } from './NodeReport.ts'
import { Outbox, type OutboxOptions } from './Outbox.ts'
import { plainObject } from './plainJson.ts'
import { type FileFields, type MessageFields, addFile, addMessage } from './records.ts'
import type { Reporter } from './Reporter.ts'

export type RunFields = {
  /** The task that the run is given. */
  readonly task?: string
  /** Groups runs of the same session in lists. Default: a new session. */
  readonly session?: string
  readonly agent?: string
  readonly model?: string
  readonly mode?: string
  /** The id of the run that started this one. */
  readonly parent?: string
  readonly meta?: object
}

/** One run, from start to end. */
export class RunReport {
  readonly run_id: string
  readonly #outbox: Outbox
  readonly #reporter: Reporter
  readonly #session_id: string
  readonly #nodes = new Map<string, NodeReport>()
  #order = 0
  #end: Promise<void> | undefined

  constructor(run_id: string, fields: RunFields, outbox: OutboxOptions) {
    this.run_id = run_id
    this.#outbox = new Outbox(outbox)
    this.#session_id = fields.session ?? run_id
    this.#reporter = {
      add: (list, key, row) => this.#outbox.add(list, key, row),
      nextOrder: () => ++this.#order,
    }
    const started_at = this.#touchSession()
    this.#patch({
      session_id: this.#session_id,
      status: 'executing',
      task_description: fields.task,
      agent: fields.agent,
      model: fields.model,
      mode: fields.mode,
      parent_run_id: fields.parent,
      started_at,
      meta: plainObject(fields.meta ?? {}),
    })
  }

  /**
   * Starts a node of the graph. The id identifies it within this run. Calling it again with the same id restarts the
   * node.
   */
  node(node_id: string, fields: NodeFields = {}): NodeReport {
    const known = this.#nodes.get(node_id)
    const node = known ?? new NodeReport(this.#reporter, node_id)
    this.#nodes.set(node_id, node)
    node.begin(known === undefined ? this.#nodes.size : undefined, fields)
    return node
  }

  /** An event that concerns the run as a whole. */
  event(type: string, fields: EventFields = {}): EventReport {
    return new EventReport(this.#reporter, type, fields, { node_id: undefined })
  }

  file(path: string, content?: string | Uint8Array, fields: FileFields = {}): void {
    addFile(this.#reporter, undefined, path, content, fields)
  }

  message(fields: MessageFields): void {
    addMessage(this.#reporter, undefined, fields)
  }

  /** Sets the status of a run that has not ended: planning, executing, paused, waiting_approval. */
  status(status: string): void {
    if (this.#end === undefined) this.#patch({ status })
  }

  /** Sends all waiting rows. */
  flush(): Promise<void> {
    return quiet(this.#outbox.flush())
  }

  /** Ends the run and all nodes that are still open, then sends the waiting rows. */
  end({ status = 'completed' }: { readonly status?: string } = {}): Promise<void> {
    this.#end ??= this.#finish(status)
    return this.#end
  }

  /** Marks the run as failed and records the error as a separate event. */
  fail(error: unknown): Promise<void> {
    if (this.#end === undefined) this.event('error', { meta: errorMeta(error) }).fail(errorText(error))
    return this.end({ status: 'failed' })
  }

  #finish(status: string): Promise<void> {
    for (const node of this.#nodes.values()) node.end({ status: status === 'failed' ? 'failed' : 'completed' })
    this.#patch({ status, completed_at: this.#touchSession() })
    return this.flush()
  }

  #patch(row: object): void {
    this.#outbox.add('run', '', { ...row })
  }

  /** Sets the session's last activity to now. Returns that time. */
  #touchSession(): string {
    const last_active_at = isoOf(nowMicros())
    this.#outbox.add('sessions', this.#session_id, { session_id: this.#session_id, last_active_at })
    return last_active_at
  }
}

/** Callers that await the promise still see the failure. The others must not crash on an unhandled rejection. */
function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
