/**
 * Milliseconds to wait before the next attempt: doubled with each failure up to `max`, of which half is left to chance, so
 * that the pages of a server that was restarted do not all come back at once.
 *
 * @param failures attempts in a row that failed, at least 1
 * @param random from 0 to 1
 */
export function backoffMs(failures: number, first: number, max: number, random: number): number {
  const whole = Math.min(max, first * 2 ** Math.min(failures - 1, 30))
  return Math.max(first, whole * (0.5 + random / 2))
}
