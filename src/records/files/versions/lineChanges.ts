import { diffArrays } from 'diff'

/** A stretch of lines, in the order of the text: in both versions, only in the older, only in the newer. */
export type LineChange = { readonly kind: 'same' | 'removed' | 'added'; readonly count: number }

export type LineChanges = {
  readonly changes: readonly LineChange[]
  /** `coarse`: the versions differ too much for the time that there was; all between the first and last difference counts as changed. */
  readonly precision: 'exact' | 'coarse'
}

/** Milliseconds that the search for the fewest changes may take; it grows with the square of their number. */
const DEADLINE_MS = 2000

/** Which lines two versions of a text share: Myers' algorithm within a deadline. Equal beginnings and ends are cut off first. */
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
