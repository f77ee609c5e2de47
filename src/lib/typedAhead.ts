/*
 * What a reader types for a search field that is not on screen yet: after `/` in a run that is still loading. The field
 * takes it when it appears.
 */

/** Keys that wait longer than this would appear in a field that the reader no longer expects. */
const PATIENCE_MS = 15_000

let waiting: { readonly text: string; readonly since: number } | undefined

const isWaiting = (now: number): boolean => waiting !== undefined && now - waiting.since <= PATIENCE_MS

/** From now on, typed characters wait for the field. */
export function beginTypingAhead(now = performance.now()): void {
  waiting = { text: '', since: now }
}

/** Keeps a key for the field, or forgets all on Escape. Returns false if no field is awaited, or the key is no text. */
export function typeAhead(key: string, now = performance.now()): boolean {
  if (!isWaiting(now)) waiting = undefined
  if (!waiting) return false
  if (key === 'Escape') waiting = undefined
  else if (key === 'Backspace') waiting = { ...waiting, text: waiting.text.slice(0, -1) }
  else if (key.length === 1) waiting = { ...waiting, text: waiting.text + key }
  else return false
  return true
}

/** The text for the field, which is no longer awaited then; undefined if none was asked for. */
export function takeTypedAhead(now = performance.now()): string | undefined {
  const text = isWaiting(now) ? waiting?.text : undefined
  waiting = undefined
  return text
}
