/** Number of rows that Page Up and Page Down move by. */
const LEAP = 10

/**
 * How many rows a key moves the focus by, in any list or grid of the app. Home and End are infinite steps, which the
 * caller clamps. Undefined: the key does not move the focus.
 */
export function rowSteps(key: string): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return 1
    case 'ArrowUp':
      return -1
    case 'PageDown':
      return LEAP
    case 'PageUp':
      return -LEAP
    case 'Home':
      return -Infinity
    case 'End':
      return Infinity
    default:
      return undefined
  }
}

/** The row after a number of steps from another, clamped to the first and last of `count`. */
export const stepped = (from: number, steps: number, count: number): number =>
  Math.max(0, Math.min(count - 1, from + steps))
