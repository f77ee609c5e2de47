import { addTo } from '#src/lib/addTo.ts'
import { known, wordOf, type EventTable } from '#src/records/eventTable/eventTable.ts'
import type { Lane, Timeline } from './layoutLanes.ts'
import { barEnd, type Span } from './times.ts'

/** What was pending during an idle gap, according to the records. */
export type IdleCause =
  /** An approval, requested by an event or a node. */
  | { readonly kind: 'approval'; readonly of: string }
  /** A call that had started and not yet ended. */
  | { readonly kind: 'call'; readonly event_type: string; readonly name: string }
  /** Nodes that were running without recording anything: the one that started last, and how many more. */
  | { readonly kind: 'node'; readonly name: string; readonly more: number }
  | { readonly kind: 'nothing' }

/** O(nodes + events); computed for a few gaps only. */
export function idleCauseIn({ table, lanes, barEnds, span }: Timeline, gap: Span): IdleCause {
  const until = span?.end ?? gap.end
  const running = lanes.filter((lane): lane is NodeLane => lane.kind === 'node' && covers(lane, gap, until))
  const asked = pendingApproval(table, barEnds, gap)
  if (asked !== undefined) return { kind: 'approval', of: table.headline[asked] ?? '' }
  const approval = running.find(({ node }) => node.node_type === 'approval' || node.status === 'waiting_approval')
  if (approval) return { kind: 'approval', of: nameOf(approval) }
  const call = openCall(table, barEnds, gap)
  if (call !== undefined)
    return { kind: 'call', event_type: wordOf(table.event_type, call) ?? '', name: table.headline[call] ?? '' }
  const last = running.toSorted((a, b) => b.times.start - a.times.start)[0]
  return last ? { kind: 'node', name: nameOf(last), more: running.length - 1 } : { kind: 'nothing' }
}

type NodeLane = Extract<Lane, { kind: 'node' }>
const nameOf = ({ node }: NodeLane): string => node.label || node.node_id

const covers = ({ times }: Lane, gap: Span, until: number): boolean =>
  times.start <= gap.start && barEnd(times, until) >= gap.end

/** An approval that was requested and spans the gap, or is the last thing its node recorded before it. */
function pendingApproval(table: EventTable, barEnds: Float64Array, gap: Span): number | undefined {
  const last = new Map<number, number>()
  for (let row = 0; row < table.size; row++) {
    const start = known(table.start, row)
    if (start === undefined || start > gap.start) continue
    const end = barEnds[row] ?? 0
    if (wordOf(table.event_type, row) === 'approval_requested' && end >= gap.end) return row
    // What spans the gap, such as a state transition that ends with the answer, was not recorded before it.
    if (end > gap.start) continue
    const node = table.node[row] ?? 0
    if (start >= (table.start[last.get(node) ?? row] ?? 0)) last.set(node, row)
  }
  for (const row of last.values())
    if (wordOf(table.event_type, row) === 'approval_requested' && !ENDS.has(wordOf(table.event_subtype, row) ?? ''))
      return row
  return undefined
}

const ENDS = new Set(['complete', 'error'])
/** An agent call is the work of its node and is described by the node's name. */
const IS_WORK_OF_NODE = new Set(['agent_call', 'state_transition', 'approval_requested'])

/** The last call to start among those that started before the gap and did not end before the gap's end. */
function openCall(table: EventTable, barEnds: Float64Array, gap: Span): number | undefined {
  const open = new Map<string, number[]>()
  let latest: number | undefined
  const startOf = (row: number | undefined) => (row === undefined ? -Infinity : (table.start[row] ?? -Infinity))
  for (let row = 0; row < table.size; row++) {
    const start = known(table.start, row)
    const type = wordOf(table.event_type, row) ?? ''
    if (start === undefined || start > gap.start || IS_WORK_OF_NODE.has(type)) continue
    const subtype = wordOf(table.event_subtype, row) ?? ''
    const call = `${table.node[row]} ${table.agent_name.at[row]} ${type}`
    if (subtype === 'start') addTo(open, call, row)
    else if (ENDS.has(subtype)) open.get(call)?.pop()
    else if ((barEnds[row] ?? 0) >= gap.end && start > startOf(latest)) latest = row
  }
  for (const calls of open.values()) for (const row of calls) if (startOf(row) > startOf(latest)) latest = row
  return latest
}
