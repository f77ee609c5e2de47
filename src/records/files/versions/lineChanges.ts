import { diffArrays } from 'diff'

/** Consecutive lines, in text order: in both versions, only in the older, or only in the newer. */
export type LineChange = { readonly kind: 'same' | 'removed' | 'added'; readonly count: number }

export type LineChanges = {
  readonly changes: readonly LineChange[]
  /**
   * `coarse`: the versions differ too much for the time limit, so everything between the first and last difference
   * counts as changed.
   */
  readonly precision: 'exact' | 'coarse'
}

/** Time limit for finding the fewest changes, in milliseconds; the search is quadratic in their number. */
const DEADLINE_MS = 2000

/** The line diff of two texts: Myers' algorithm with a deadline. Common prefixes and suffixes are removed first. */
export function lineChanges(older: readonly string[], newer: readonly string[], deadline = DEADLINE_MS): LineChanges {
  const most = Math.min(older.length, newer.length)
  let head = 0
  while (head < most && older[head] === newer[head]) head++
  let tail = 0
  while (tail < most - head && older[older.length - 1 - tail] === newer[newer.length - 1 - tail]) tail++
  const left = older.slice(head, older.length - tail)
  const right = newer.slice(head, newer.length - tail)
  const found = diffArrays(left, right, { timeout: deadline })
  const middle: readonly LineChange[] = found
    ? found.map(({ added, removed, count }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', count }))
    : [
        { kind: 'removed', count: left.length },
        { kind: 'added', count: right.length },
      ]
  const changes = [{ kind: 'same', count: head } as const, ...middle, { kind: 'same', count: tail } as const]
  return { changes: changes.filter(({ count }) => count > 0), precision: found ? 'exact' : 'coarse' }
}
