import type { RunId } from '#contract/ids.ts'
import { subjectOf } from '#src/api/keys.ts'
import type { QueryKey } from '@tanstack/react-query'

/** Whether a query holds the events of the run, or of one of its nodes, column by column. */
export const isEventList = (run_id: RunId, key: QueryKey): boolean => subjectOf(run_id, key) === 'columns'

const CHANGING = new Set<unknown>(['detail', 'dag', 'summary', 'files', 'messages', 'integrity'])
/**
 * Whether a query holds what follows the run by itself: not events, which are being read, nor a search, which answered a
 * question, nor a layout or the bytes of a file, which do not change.
 */
export const followsRun = (run_id: RunId, key: QueryKey): boolean => CHANGING.has(subjectOf(run_id, key))
