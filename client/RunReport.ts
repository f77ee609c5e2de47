import { isoOf, nowMicros } from './clock.ts'
import { errorMeta, errorText } from './errorText.ts'
import { type EventFields, EventReport } from './EventReport.ts'
import { type NodeFields, NodeReport } from './NodeReport.ts'
import { Outbox, type OutboxOptions } from './Outbox.ts'
import { plainObject } from './plainJson.ts'
import { type FileFields, type MessageFields, addFile, addMessage } from './records.ts'
import type { Reporter } from './Reporter.ts'

export type RunFields = {
  /** What the run is to do. */
  readonly task?: string
  /** Runs of one session are listed together; a session of its own where it is left out. */
  readonly session?: string
  readonly agent?: string
  readonly model?: string
  readonly mode?: string
  /** The id of the run that started this one. */
  readonly parent?: string
  readonly meta?: object
}

/** One run, from its start to its end. */
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

  /** A node of the graph, which begins now. The id names it in this run; asked for again, the same node begins anew. */
  node(node_id: string, fields: NodeFields = {}): NodeReport {
    const known = this.#nodes.get(node_id)
    const node = known ?? new NodeReport(this.#reporter, node_id)
    this.#nodes.set(node_id, node)
    node.begin(known === undefined ? this.#nodes.size : undefined, fields)
    return node
  }

  /** Something that concerns the run as a whole. */
  event(type: string, fields: EventFields = {}): EventReport {
    return new EventReport(this.#reporter, type, fields, { node_id: undefined })
  }

  file(path: string, content?: string | Uint8Array, fields: FileFields = {}): void {
    addFile(this.#reporter, undefined, path, content, fields)
  }

  message(fields: MessageFields): void {
    addMessage(this.#reporter, undefined, fields)
  }

  /** Says how it stands while it has not ended: planning, executing, paused, waiting_approval. */
  status(status: string): void {
    if (this.#end === undefined) this.#patch({ status })
  }

  /** Sends what waits. */
  flush(): Promise<void> {
    return quiet(this.#outbox.flush())
  }

  /** Ends the run, and the nodes that nobody ended, and sends what waits. */
  end({ status = 'completed' }: { readonly status?: string } = {}): Promise<void> {
    this.#end ??= this.#finish(status)
    return this.#end
  }

  /** Ends the run as failed, and says why as an event of its own. */
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

  /** The session is as lately active as its run. Answers with the moment. */
  #touchSession(): string {
    const last_active_at = isoOf(nowMicros())
    this.#outbox.add('sessions', this.#session_id, { session_id: this.#session_id, last_active_at })
    return last_active_at
  }
}

/** Whoever awaits it hears of a failure; whoever does not must not lose their process to a rejection that nobody handles. */
function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
