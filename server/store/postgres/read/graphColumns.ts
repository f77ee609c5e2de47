import { type Cut, type Cuts, EDGE_CUTS } from '#contract/cuts.ts'
import type { NodeId, RunId } from '#contract/ids.ts'
import type { JsonObject } from '#contract/json.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { ORIGINS, type Origin } from '#contract/words.ts'
import type { EdgeRow } from '#server/store/ports/nodes.ts'
import { cutRow } from '#server/store/read/cutRow.ts'
import { wallTime } from '#server/store/prepare/eventTimes.ts'
import * as z from 'zod/mini'
import {
  at,
  column,
  isNumberOrNull,
  isObject,
  isObjectOrNull,
  isText,
  isTextOrNull,
  isWhole,
  isWholeOrNull,
} from './jsonColumns.ts'

/* The nodes and edges of a graph as returned by `columnsSelect`, and how they become rows. */

const origin = column<Origin>((value) => ORIGINS.some((known) => known === value))
const cut = column<Cut | null>(isObjectOrNull)
const time = column<Timestamp | null>(isTextOrNull)

const NODE = {
  run_id: column<RunId>(isText),
  node_id: column<NodeId>(isText),
  node_type: column<string>(isText),
  label: column<string>(isText),
  agent: column<string | null>(isTextOrNull),
  status: column<string>(isText),
  order_index: column<number | null>(isWholeOrNull),
  parent_node_id: column<NodeId | null>(isTextOrNull),
  started_at: time,
  completed_at: time,
  origin,
  meta: column<JsonObject>(isObject),
  event_count: column<number>(isWhole),
  error_count: column<number>(isWhole),
  file_count: column<number>(isWhole),
  message_count: column<number>(isWhole),
  input_tokens: column<number | null>(isWholeOrNull),
  output_tokens: column<number | null>(isWholeOrNull),
  cost_usd: column<number | null>(isNumberOrNull),
  first_event_at: time,
  last_event_at: time,
} as const satisfies Readonly<Record<Exclude<keyof EnrichedNode, 'duration_ms' | 'cut'>, z.core.$ZodType>>

const EDGE = {
  run_id: column<RunId>(isText),
  from_node_id: column<NodeId>(isText),
  to_node_id: column<NodeId>(isText),
  dependency_type: column<string>(isText),
  condition: column<string | null>(isTextOrNull),
  origin,
} as const satisfies Readonly<Record<Exclude<keyof EdgeRow, 'cut'>, z.core.$ZodType>>

/** The columns to read. `cut` is added if anything may be cut. */
export const NODE_NAMES = Object.keys(NODE)
export const EDGE_NAMES = Object.keys(EDGE)

/** Uncut nodes have no `cut` column. */
export const NodeColumns = z.object({ ...NODE, cut: z.optional(cut) })
export const EdgeColumns = z.object({ ...EDGE, cut })

export function nodesOf(columns: z.output<typeof NodeColumns>, cuts: Cuts): readonly EnrichedNode[] {
  const cutting = cutterOf(cuts)
  return columns.run_id.map((run_id, i): EnrichedNode => {
    const started_at = at(columns.started_at, i)
    const completed_at = at(columns.completed_at, i)
    const first_event_at = at(columns.first_event_at, i)
    const last_event_at = at(columns.last_event_at, i)
    const node = {
      run_id,
      node_id: at(columns.node_id, i),
      node_type: at(columns.node_type, i),
      label: at(columns.label, i),
      agent: at(columns.agent, i),
      status: at(columns.status, i),
      order_index: at(columns.order_index, i),
      parent_node_id: at(columns.parent_node_id, i),
      started_at,
      completed_at,
      origin: at(columns.origin, i),
      meta: at(columns.meta, i),
      event_count: at(columns.event_count, i),
      error_count: at(columns.error_count, i),
      file_count: at(columns.file_count, i),
      message_count: at(columns.message_count, i),
      input_tokens: at(columns.input_tokens, i),
      output_tokens: at(columns.output_tokens, i),
      cost_usd: at(columns.cost_usd, i),
      first_event_at,
      last_event_at,
      duration_ms: wallTime(started_at ?? first_event_at, completed_at ?? last_event_at),
    }
    return cutting(node, columns.cut === undefined ? null : at(columns.cut, i))
  })
}

export function edgesOf(columns: z.output<typeof EdgeColumns>): readonly EdgeRow[] {
  const cutting = cutterOf(EDGE_CUTS)
  return columns.run_id.map((run_id, i): EdgeRow => {
    const edge = {
      run_id,
      from_node_id: at(columns.from_node_id, i),
      to_node_id: at(columns.to_node_id, i),
      dependency_type: at(columns.dependency_type, i),
      condition: at(columns.condition, i),
      origin: at(columns.origin, i),
    }
    return cutting(edge, at(columns.cut, i))
  })
}

/**
 * Completes the cutting done by the database. `left` counts characters and the contract UTF-16 units, of which there
 * are at least as many, so the rest is cut here. Nearly all rows have no text that is long enough.
 */
function cutterOf(cuts: Cuts) {
  const ofTexts = Object.fromEntries(Object.entries(cuts).filter(([, bound]) => 'characters' in bound))
  const bounds = Object.entries(ofTexts).map(([name, bound]) => ({
    name,
    most: 'characters' in bound ? bound.characters : Infinity,
  }))
  return <Row extends object>(row: Row, known: Cut | null): Row & { readonly cut?: Cut } => {
    if (known !== null) return cutRow({ ...row, cut: known }, ofTexts)
    const isLong = bounds.some(({ name, most }) => {
      const text: unknown = Reflect.get(row, name)
      return typeof text === 'string' && text.length > most
    })
    return isLong ? cutRow(row, ofTexts) : row
  }
}
