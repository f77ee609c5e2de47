import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import type { EventTable } from '#src/records/eventTable/eventTable.ts'

/**
 * The tones of bars in ascending importance. Bars that share a pixel are painted in the most important tone, so that
 * whatever needs attention is never hidden.
 */
export const TONES = [
  'unknown',
  'skipped',
  'pending',
  'completed',
  'running',
  'paused',
  'approval',
  'retrying',
  'failed',
] as const satisfies readonly StatusTone[]

/** Index in `TONES`. */
export type Tone = number
export const FAILED: Tone = TONES.indexOf('failed')

export const toneOf = (status: string | null): Tone => (status === null ? 0 : TONES.indexOf(statusToken(status).tone))

/** The tone of each row; an error counts as failed, whatever its status. O(rows). */
export function tonesOf(table: EventTable): Uint8Array {
  const ofWord = table.status.words.map(toneOf)
  const tones = new Uint8Array(table.size)
  for (let row = 0; row < table.size; row++)
    tones[row] = table.is_error[row] === 1 ? FAILED : (ofWord[table.status.at[row] ?? 0] ?? 0)
  return tones
}
