import { rowSteps, stepped } from '#src/ui/rowSteps.ts'
import type { TimelineRow } from './timelineRows.ts'

export type GridMove =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'toggle'; readonly row: TimelineRow }
  | { readonly kind: 'open'; readonly row: TimelineRow }

/**
 * What a key means in the row at `from`, as in the treegrid pattern of the ARIA Authoring Practices with rows as the
 * focus: up and down walk, right unfolds, left folds or goes to the row above that holds this one. Undefined: nothing.
 */
export function gridMove(key: string, rows: readonly TimelineRow[], from: number): GridMove | undefined {
  const row = rows[from]
  if (!row) return undefined
  const steps = rowSteps(key)
  if (steps !== undefined) return { kind: 'focus', index: stepped(from, steps, rows.length) }
  const fold = row.kind === 'detail' ? 'leaf' : row.fold
  switch (key) {
    case 'ArrowRight':
      return fold === 'folded' ? { kind: 'toggle', row } : undefined
    case 'ArrowLeft':
      if (fold === 'open') return { kind: 'toggle', row }
      return row.kind === 'lane' ? undefined : { kind: 'focus', index: holderOf(rows, from) }
    case 'Enter':
      return { kind: 'open', row }
    default:
      return undefined
  }
}

/** The event above an unfolded text, the parent above an event, or else the lane. */
function holderOf(rows: readonly TimelineRow[], from: number): number {
  const row = rows[from]
  if (row?.kind === 'detail') return from - 1
  const depth = row?.kind === 'event' ? row.item.depth : 0
  return rows.findLastIndex(
    (above, index) =>
      index < from && (above.kind === 'lane' || (above.kind === 'event' && above.item.depth === depth - 1)),
  )
}
