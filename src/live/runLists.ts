import type { RunId } from '#contract/ids.ts'
import { subjectOf } from '#src/api/keys.ts'
import type { QueryKey } from '@tanstack/react-query'

/** Whether a query holds the events of the run, or of one of its nodes, in columns. */
export const isEventList = (run_id: RunId, key: QueryKey): boolean => subjectOf(run_id, key) === 'columns'

const CHANGING = new Set<unknown>(['detail', 'dag', 'summary', 'overview', 'files', 'messages', 'integrity'])
/**
 * Whether a query is refetched automatically when the run changes. Not events, which the reader may be using, nor
 * searches, which answered a question, nor layouts and file contents, which never change.
 */
export const followsRun = (run_id: RunId, key: QueryKey): boolean => CHANGING.has(subjectOf(run_id, key))
