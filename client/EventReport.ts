import { isoOf, nowMicros } from './clock.ts'
import { errorMeta, errorText } from './errorText.ts'
import { plainJson, plainObject } from './plainJson.ts'
import type { Reporter } from './Reporter.ts'

export type EventFields = {
  readonly agent?: string
  readonly inputs?: unknown
  /**
   * Runlens interprets `model`, `tokens: { input, output }` and `cost_usd`, and stores all other fields unchanged.
   */
  readonly meta?: object
}
export type EventEnd = {
  readonly outputs?: unknown
  /** Merged into the `meta` given at the start of the event. */
  readonly meta?: object
  readonly status?: string
}

/** An event that has started. Finish it with `end()` or `fail()`; later calls have no effect. */
export class EventReport {
  readonly event_id: string
  readonly #reporter: Reporter
  readonly #node_id: string | undefined
  readonly #depth: number
  readonly #began = nowMicros()
  #meta: object
  #hasEnded = false

  constructor(
    reporter: Reporter,
    type: string,
    fields: EventFields,
    around: { readonly node_id: string | undefined; readonly parent?: EventReport },
  ) {
    this.event_id = crypto.randomUUID()
    this.#reporter = reporter
    this.#node_id = around.node_id
    this.#depth = around.parent === undefined ? 0 : around.parent.#depth + 1
    this.#meta = plainObject(fields.meta ?? {})
    const moment = isoOf(this.#began)
    reporter.add('events', this.event_id, {
      event_id: this.event_id,
      node_id: around.node_id,
      parent_event_id: around.parent?.event_id,
      event_type: type,
      // Becomes `execution` when the event ends: a single row holds the whole event.
      event_subtype: 'start',
      agent_name: fields.agent,
      timestamp: moment,
      started_at: moment,
      status: 'running',
      execution_order: reporter.nextOrder(),
      depth: this.#depth,
      inputs: plainJson(fields.inputs ?? null),
      meta: this.#meta,
    })
  }

  /** A nested event, such as a tool call made by an agent call. */
  event(type: string, fields: EventFields = {}): EventReport {
    return new EventReport(this.#reporter, type, fields, { node_id: this.#node_id, parent: this })
  }

  end({ outputs, meta = {}, status = 'completed' }: EventEnd = {}): void {
    this.#finish(status, outputs, meta, undefined)
  }

  fail(error: unknown, { outputs, meta = {} }: Omit<EventEnd, 'status'> = {}): void {
    this.#finish('failed', outputs, { ...errorMeta(error), ...meta }, errorText(error))
  }

  #finish(status: string, outputs: unknown, meta: object, error_message: string | undefined): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const ended = nowMicros()
    this.#meta = { ...this.#meta, ...plainObject(meta) }
    this.#reporter.add('events', this.event_id, {
      event_id: this.event_id,
      event_subtype: 'execution',
      completed_at: isoOf(ended),
      duration_ms: (ended - this.#began) / 1000,
      status,
      error_message,
      outputs: plainJson(outputs ?? null),
      meta: this.#meta,
    })
  }
}
