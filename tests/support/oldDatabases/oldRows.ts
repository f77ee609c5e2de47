import { EMPTY_OLD_DATABASE, type OldDatabase } from '#server/import/memoryOldSource.ts'
import type { RawRow } from '#server/import/oldRows.ts'

/** Two runs of an old database, as small as can be, with ids that read well in a failure. */
export const FIRST = '11111111-0000-4000-8000-000000000001'
export const SECOND = '22222222-0000-4000-8000-000000000002'

export const oldSession = (id = 'session-1', over: RawRow = {}): RawRow => ({ id, name: 'A session', ...over })
export const oldRun = (id: string, over: RawRow = {}): RawRow => ({
  id,
  session_id: 'session-1',
  status: 'completed',
  ...over,
})
export const oldNode = (id: string, run_id: string, over: RawRow = {}): RawRow => ({
  id,
  run_id,
  node_type: 'agent',
  status: 'completed',
  ...over,
})
export const oldEdge = (id: number, from_node_id: string, to_node_id: string, over: RawRow = {}): RawRow => ({
  id,
  from_node_id,
  to_node_id,
  ...over,
})
export const oldEvent = (id: string, run_id: string | null, node_id: string | null, over: RawRow = {}): RawRow => ({
  id,
  run_id,
  node_id,
  event_type: 'info',
  ...over,
})

export const oldDatabase = (over: Partial<OldDatabase>): OldDatabase => ({
  ...EMPTY_OLD_DATABASE,
  sessions: [oldSession()],
  ...over,
})
