import type { EventRow } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'

export type TreeRow = { readonly tree_depth: number; readonly event: EventRow }

/**
 * Sorts an event and its descendants into preorder: parents before children, siblings in the order of `rows`, which is
 * execution order. Depth counts from the root. Each event appears once, even if the parents form a cycle. Iterative,
 * because a chain of events may be deeper than the engine's stack. O(n).
 */
export function eventTree(root_event_id: EventId, rows: readonly EventRow[]): readonly TreeRow[] {
  const children = childrenByParent(rows)
  const root = rows.find((row) => row.event_id === root_event_id)
  const open: TreeRow[] = root ? [{ tree_depth: 0, event: root }] : []
  const seen = new Set<EventId>()
  const tree: TreeRow[] = []
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next.event.event_id)) continue
    seen.add(next.event.event_id)
    tree.push(next)
    const tree_depth = next.tree_depth + 1
    // The stack returns the last item first, so children are pushed in reverse.
    for (const event of (children.get(next.event.event_id) ?? []).toReversed()) open.push({ tree_depth, event })
  }
  return tree
}

function childrenByParent(rows: readonly EventRow[]): ReadonlyMap<EventId | null, readonly EventRow[]> {
  const children = new Map<EventId | null, EventRow[]>()
  for (const row of rows) {
    const siblings = children.get(row.parent_event_id)
    if (siblings) siblings.push(row)
    else children.set(row.parent_event_id, [row])
  }
  return children
}
