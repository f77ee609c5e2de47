/** Rows that Page Up and Page Down leap. */
const LEAP = 10

/**
 * How many rows a key moves the focus by in any list or grid of the app; to the first or last row is an infinite step, for the
 * caller to bound. Undefined: the key moves nothing.
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

/** The row that so many steps from another lead to, within the first and the last of `count`. */
export const stepped = (from: number, steps: number, count: number): number =>
  Math.max(0, Math.min(count - 1, from + steps))
