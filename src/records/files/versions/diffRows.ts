import type { LineChange } from './lineChanges.ts'

/** A row of two columns. Lines are numbered from 0. */
export type DiffRow =
  | { readonly kind: 'same'; readonly left: number; readonly right: number }
  /** Undefined if only the other version has a line. */
  | { readonly kind: 'changed'; readonly left: number | undefined; readonly right: number | undefined }
  /** Collapsed equal lines, identified by the first of them in the older version. */
  | { readonly kind: 'folded'; readonly left: number; readonly count: number }

/** Number of equal lines shown before and after each change. */
const CONTEXT = 3

/**
 * The rows of a comparison: removed and added lines side by side, with equal lines far from any change collapsed
 * unless the reader expanded them. Linear in the rows.
 */
export function diffRows(changes: readonly LineChange[], unfolded: ReadonlySet<number>): readonly DiffRow[] {
  const rows: DiffRow[] = []
  let left = 0
  let right = 0
  const same = (count: number) => {
    for (let i = 0; i < count; i++) rows.push({ kind: 'same', left: left++, right: right++ })
  }
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]
    if (!change) continue
    if (change.kind === 'same') {
      const before = i === 0 ? 0 : CONTEXT
      const after = i === changes.length - 1 ? 0 : CONTEXT
      const hidden = change.count - before - after
      // Collapsing a single line would save no space.
      if (hidden <= 1 || unfolded.has(left + before)) same(change.count)
      else {
        same(before)
        rows.push({ kind: 'folded', left, count: hidden })
        left += hidden
        right += hidden
        same(after)
      }
      continue
    }
    const other = changes[i + 1]
    const isPair = other !== undefined && other.kind !== 'same' && other.kind !== change.kind
    if (isPair) i++
    const removed = change.kind === 'removed' ? change.count : isPair ? other.count : 0
    const added = change.kind === 'added' ? change.count : isPair ? other.count : 0
    for (let row = 0; row < Math.max(removed, added); row++)
      rows.push({
        kind: 'changed',
        left: row < removed ? left + row : undefined,
        right: row < added ? right + row : undefined,
      })
    left += removed
    right += added
  }
  return rows
}

/** The number of removed and added lines. */
export function changeCounts(changes: readonly LineChange[]): { readonly removed: number; readonly added: number } {
  const sum = (kind: LineChange['kind']) =>
    changes.reduce((total, change) => total + (change.kind === kind ? change.count : 0), 0)
  return { removed: sum('removed'), added: sum('added') }
}
