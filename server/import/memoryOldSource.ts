import { groupBy } from '#server/lib/groupBy.ts'
import type { OldSource, StrayRow } from './OldSource.ts'
import type { RawRow } from './oldRows.ts'

/** An old database as arrays, one per table. `contents` maps a file's id to its content. */
export type OldDatabase = {
  readonly sessions: readonly RawRow[]
  readonly workflow_runs: readonly RawRow[]
  readonly dag_nodes: readonly RawRow[]
  readonly dag_edges: readonly RawRow[]
  readonly execution_events: readonly RawRow[]
  readonly files: readonly RawRow[]
  readonly messages: readonly RawRow[]
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

export const EMPTY_OLD_DATABASE: OldDatabase = {
  sessions: [],
  workflow_runs: [],
  dag_nodes: [],
  dag_edges: [],
  execution_events: [],
  files: [],
  messages: [],
  contents: new Map(),
}

const STRAY_TABLES = ['execution_events', 'files', 'messages'] as const

export function memoryOldSource(database: OldDatabase): OldSource {
  const runs = new Set(database.workflow_runs.map((run) => run['id']))
  const events = byRun(database.execution_events)
  const files = byRun(database.files)
  const messages = byRun(database.messages)
  const strays = STRAY_TABLES.flatMap((table) =>
    database[table].filter((row) => !runs.has(row['run_id'])).map((row): StrayRow => ({ table, row })),
  )
  return {
    sessions: () => streamOf(database.sessions),
    runs: () => streamOf(database.workflow_runs),
    nodes: () => streamOf(database.dag_nodes),
    edges: () => streamOf(database.dag_edges),
    eventsOfRun: (run_id) => streamOf(events.get(run_id)),
    filesOfRun: (run_id) => streamOf(files.get(run_id)),
    messagesOfRun: (run_id) => streamOf(messages.get(run_id)),
    strays: () => streamOf(strays),
    size: () => Promise.resolve({ runs: database.workflow_runs.length, events: database.execution_events.length }),
    parentEventsElsewhere: () => {
      const runOf = new Map(database.execution_events.map((row) => [row['id'], row['run_id']]))
      return streamOf(
        database.execution_events.flatMap(({ parent_event_id: parent, run_id }) =>
          runOf.has(parent) && runOf.get(parent) !== run_id ? [String(parent)] : [],
        ),
      )
    },
    contentOf: (file) => Promise.resolve(database.contents.get(file.id)),
  }
}

const byRun = (rows: readonly RawRow[]): ReadonlyMap<unknown, readonly RawRow[]> =>
  groupBy(rows, (row) => row['run_id'])

async function* streamOf<Row>(rows: readonly Row[] = []): AsyncGenerator<readonly Row[]> {
  yield rows
}
