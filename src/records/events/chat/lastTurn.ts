import type { JsonValue } from '#contract/json.ts'
import type { Turn } from './ChatPart.ts'
import { readTurns } from './readTurns.ts'

/** The last turn of a conversation in the outputs of an event; undefined if they hold none, or nothing that one reads. */
export function lastTurn(outputs: JsonValue): Turn | undefined {
  if (outputs === null || typeof outputs !== 'object') return undefined
  const turn = readTurns(outputs, 'assistant').turns.at(-1)
  return turn?.parts.some(({ kind }) => kind === 'text' || kind === 'image' || kind === 'file') ? turn : undefined
}
