import type { RunId } from '#contract/ids.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { ProjectedRun } from '#server/telemetry/ProjectedRun.ts'
import { FIRST_PAGE } from './testStore.ts'

/** A run with its session as a store has it, all rows in the order of their lists; files without their bytes. Undefined where it is not stored. */
export async function storedRun({ repositories }: Store, run_id: RunId): Promise<ProjectedRun | undefined> {
  const { runs, sessions, nodes, events, files, messages } = repositories
  const row = await runs.findRun(run_id)
  if (!row) return undefined
  const { session_name, node_count, event_count, error_count, file_count, message_count, finding_count, ...run } = row
  void [session_name, node_count, event_count, error_count, file_count, message_count, finding_count]
  const found = (await sessions.listSessions(FIRST_PAGE)).rows.find(({ session_id }) => session_id === run.session_id)
  if (!found) throw new Error('the run is stored without its session')
  const { run_count: _, ...session } = found
  const list = (await events.listEventsForRun(run_id, {}, FIRST_PAGE)).rows
  const whole = await Promise.all(list.map(({ event_id }) => events.findEvent(run_id, event_id)))
  return {
    session,
    bundle: {
      run,
      nodes: (await nodes.listEnrichedNodes(run_id)).map(
        ({
          event_count: _events,
          error_count: _errors,
          file_count: _files,
          message_count: _messages,
          input_tokens: _input,
          output_tokens: _output,
          cost_usd: _cost,
          first_event_at: _first,
          last_event_at: _last,
          duration_ms: _duration,
          ...node
        }) => node,
      ),
      edges: await nodes.listEdges(run_id),
      events: whole.flatMap((event) => event ?? []),
      files: (await files.listFilesForRun(run_id, FIRST_PAGE)).rows.map(({ has_content: _has, ...file }) => ({
        ...file,
        content: undefined,
      })),
      messages: (await messages.listMessagesForRun(run_id, {}, FIRST_PAGE)).rows,
    },
  }
}
