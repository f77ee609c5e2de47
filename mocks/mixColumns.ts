import type { EventColumns, WordColumn } from '#contract/columns.ts'
import type { DagColumns } from '#contract/dagColumns.ts'
import { unpackDag } from '#contract/unpackDag.ts'
import { packDag } from '#server/http/packDag.ts'

/**
 * The rows of `own`, followed by the first row of `foreign` under its own scope, as sent by a query that lacks the
 * run in its WHERE clause.
 */
export function mixColumns(own: EventColumns, foreign: EventColumns): EventColumns {
  const first = <Item>(name: (columns: EventColumns) => readonly Item[]): readonly Item[] => [
    ...name(own),
    ...name(foreign).slice(0, 1),
  ]
  const words = (name: (columns: EventColumns) => WordColumn): WordColumn => {
    const { words: known, at } = name(own)
    const { words: others, at: otherAt } = name(foreign)
    return { words: [...known, others[otherAt[0] ?? 0] ?? null], at: [...at, known.length] }
  }
  return {
    event_id: first((columns) => columns.event_id),
    scopes: [...own.scopes, ...foreign.scopes.slice(foreign.scope_at[0], (foreign.scope_at[0] ?? 0) + 1)],
    scope_at: [...own.scope_at, own.scopes.length],
    parent: [...own.parent, null],
    event_type: words((columns) => columns.event_type),
    event_subtype: words((columns) => columns.event_subtype),
    status: words((columns) => columns.status),
    agent_name: words((columns) => columns.agent_name),
    model: words((columns) => columns.model),
    started_us: first((columns) => columns.started_us),
    completed_us: first((columns) => columns.completed_us),
    duration_ms: first((columns) => columns.duration_ms),
    execution_order: first((columns) => columns.execution_order),
    depth: first((columns) => columns.depth),
    input_tokens: first((columns) => columns.input_tokens),
    output_tokens: first((columns) => columns.output_tokens),
    cost_usd: first((columns) => columns.cost_usd),
    headline: first((columns) => columns.headline),
    error_rows: own.error_rows,
  }
}

/** The same for a packed graph: the nodes of `own`, followed by the first node of `foreign`. */
export function mixDag(own: DagColumns, foreign: DagColumns): DagColumns {
  const [graph, other] = [unpackDag(own), unpackDag(foreign)]
  if (!graph || !other) throw new Error('an honest server packs graphs that fit together')
  return packDag({ ...graph, nodes: [...graph.nodes, ...other.nodes.slice(0, 1)] })
}
