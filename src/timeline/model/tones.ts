import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import type { EventTable } from '#src/records/eventTable/eventTable.ts'

/**
 * The tones of bars from the least to the most telling. Bars that share a pixel are painted in the last tone among them, so that
 * whatever needs a reader's eye is never swallowed by what does not.
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

/** Place in `TONES`. */
export type Tone = number
export const FAILED: Tone = TONES.indexOf('failed')

export const toneOf = (status: string | null): Tone => (status === null ? 0 : TONES.indexOf(statusToken(status).tone))

/** The tone of every row; an error is failed, whatever its status says. O(rows). */
export function tonesOf(table: EventTable): Uint8Array {
  const ofWord = table.status.words.map(toneOf)
  const tones = new Uint8Array(table.size)
  for (let row = 0; row < table.size; row++)
    tones[row] = table.is_error[row] === 1 ? FAILED : (ofWord[table.status.at[row] ?? 0] ?? 0)
  return tones
}
