import type { RunId } from '#contract/ids.ts'
import { runKey } from '#src/api/keys.ts'
import type { QueryKey } from '@tanstack/react-query'

/** What a query is of: the word after its run, or after its node. A node may itself be called by such a word. */
function subject(run_id: RunId, key: QueryKey): unknown {
  const own = runKey(run_id)
  if (own.some((part, place) => key[place] !== part)) return undefined
  return key[own.length] === 'node' ? key[own.length + 2] : key[own.length]
}

/** Whether a query holds the events of the run, or of one of its nodes, column by column. */
export const isEventList = (run_id: RunId, key: QueryKey): boolean => subject(run_id, key) === 'columns'

const CHANGING = new Set<unknown>(['detail', 'dag', 'summary', 'files', 'messages', 'integrity'])
/**
 * Whether a query holds what follows the run by itself: not events, which are being read, nor a search, which answered a
 * question, nor a layout or the bytes of a file, which do not change.
 */
export const followsRun = (run_id: RunId, key: QueryKey): boolean => CHANGING.has(subject(run_id, key))
