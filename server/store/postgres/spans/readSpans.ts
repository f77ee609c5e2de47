import type { SpanRef } from '#contract/telemetry.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import type { SqlRunner } from '../sql.ts'

/** What spans of one program and one instrumentation share. */
export type SpanContext = Pick<RawSpan, 'resource' | 'scope'>

/** Maximum bytes of contexts read for spans that are read together. Real contexts have a few hundred bytes each. */
const CONTEXT_BYTES_MAX = 4 * 1024 * 1024
/** The context of spans beyond that limit. */
const NO_CONTEXT: SpanContext = { resource: {}, scope: { name: '', version: '' } }

/**
 * The span is read as text: having the database parse it and its thread pass on an object takes twice as long. A span
 * without context was stored by an earlier version, which kept the context within the span.
 */
const StoredSpan = z.object({ span: z.string(), context_id: z.nullable(z.string()) })
const StoredContext = z.object({ context_id: z.string(), context: z.nullable(z.string()), bytes: z.int() })

/** Reads spans page by page. Spans that share a context share the object. */
export class SpanReader {
  readonly #sql: SqlRunner
  readonly #contexts = new Map<string, SpanContext>()
  #contextBytes = 0

  constructor(sql: SqlRunner) {
    this.#sql = sql
  }

  /** In the order of the keys. */
  async read(keys: readonly SpanRef[]): Promise<readonly RawSpan[]> {
    if (keys.length === 0) return []
    const rows = await this.#sql.query(
      `select span::text as span, context_id
      from unnest($1::text::text[], $2::text::text[]) with ordinality as given (trace_id, span_id, place)
      join spans using (trace_id, span_id) order by place`,
      [arrayText(keys.map(({ trace_id }) => trace_id)), arrayText(keys.map(({ span_id }) => span_id))],
      StoredSpan,
    )
    await this.#readContexts(rows.flatMap(({ context_id }) => context_id ?? []))
    return rows.map(({ span, context_id }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- validated on arrival, and only `PgSpanStore` writes it
      const stored = JSON.parse(span) as RawSpan
      return context_id === null ? stored : { ...stored, ...(this.#contexts.get(context_id) ?? NO_CONTEXT) }
    })
  }

  async #readContexts(context_ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(context_ids)].filter((id) => !this.#contexts.has(id))
    if (unknown.length === 0) return
    const found = await this.#sql.query(
      `select context_id, bytes, case when sum(bytes) over (order by context_id) <= $2::bigint then context::text end as context
      from span_contexts where context_id = any($1::text::text[])`,
      [arrayText(unknown), Math.max(0, CONTEXT_BYTES_MAX - this.#contextBytes)],
      StoredContext,
    )
    for (const { context_id, context, bytes } of found) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      this.#contexts.set(context_id, context === null ? NO_CONTEXT : (JSON.parse(context) as SpanContext))
      if (context !== null) this.#contextBytes += bytes
    }
  }
}
