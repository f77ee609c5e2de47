import { rowSteps, stepped } from '#src/ui/hooks/rowSteps.ts'
import type { Fold, TableRows } from './tableRows.ts'

export type GridMove =
  { readonly kind: 'focus'; readonly index: number } | { readonly kind: 'toggle' } | { readonly kind: 'open' }

/**
 * The result of a key in the row at `from`, as in the treegrid pattern of the ARIA Authoring Practices with focus on
 * rows: up and down move, right expands, left collapses or moves to the enclosing row. Undefined: no effect.
 *
 * @param fold of the row.
 * @param parent of each event of the table, -1 for none.
 */
export function gridMove(
  key: string,
  rows: TableRows,
  from: number,
  fold: Fold,
  parent: Int32Array,
): GridMove | undefined {
  const event = rows.event[from]
  if (event === undefined) return undefined
  const steps = rowSteps(key)
  if (steps !== undefined) return { kind: 'focus', index: stepped(from, steps, rows.event.length) }
  switch (key) {
    case 'ArrowRight':
      return fold === 'folded' ? { kind: 'toggle' } : undefined
    case 'ArrowLeft':
      if (fold === 'open') return { kind: 'toggle' }
      return event < 0 ? undefined : { kind: 'focus', index: holderOf(rows, from, parent[event] ?? -1) }
    case 'Enter':
      return { kind: 'open' }
    default:
      return undefined
  }
}

/** The parent's row if it is above in the same lane, else the lane's row. */
function holderOf({ event }: TableRows, from: number, parent: number): number {
  for (let at = from - 1; at > 0; at--) {
    const above = event[at]
    // -1 is both the lane and the parent of an event without one.
    if (above === -1 || above === parent) return at
  }
  return 0
}
