import type { NodeId } from '#contract/ids.ts'
import { formatCount } from '#src/lib/format.ts'
import type { LabelOf } from '../model/labelsOf.ts'
import type { Outline } from './outlineOf.ts'
import type { OutlineRow } from './outlineRows.ts'

/** Maximum number of neighbours listed by name; the rest are only counted. */
const NAMED_MAX = 4

/**
 * A node's relations to others, for screen readers: `in the group of Writer, follows Plan, leads to Merge and Check`.
 */
export function tiesInWords({ predecessors, successors, leaderOf }: Outline, node_id: NodeId, label: LabelOf): string {
  const follows = predecessors.get(node_id) ?? []
  const leads = successors.get(node_id) ?? []
  const leader = leaderOf.get(node_id)
  return [
    leader === undefined ? [] : [`in the group of ${label(leader)}`],
    follows.length > 0 ? [`follows ${listed(follows, label)}`] : [],
    leads.length > 0 ? [`leads to ${listed(leads, label)}`] : [],
  ]
    .flat()
    .join(', ')
}

/** The text of a row that only refers to the target of an edge. */
export function referenceInWords(row: Extract<OutlineRow, { kind: 'reference' }>, label: LabelOf): string {
  if (row.node_id === row.from) return 'leads back to itself'
  const where = label(row.node_id)
  if (row.as === 'back') return `leads back to ${where}, closing a cycle`
  return row.tie === 'branch' ? `also leads to ${where}` : `leads to ${where}`
}

/** `Plan`, `Plan and Merge`, `Plan, Draft, Check, Merge and 12 more`. */
export function listed(ids: readonly NodeId[], label: LabelOf): string {
  const named = ids.slice(0, NAMED_MAX).map(label)
  const rest = ids.length - named.length
  const parts = rest > 0 ? [...named, `${formatCount(rest)} more`] : named
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}
