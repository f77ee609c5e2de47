import { RunId } from '#contract/ids.ts'
import * as z from 'zod/mini'

/** The id of a run of `manyRuns`, from 1. */
export const idOfMany = (place: number) =>
  z.parse(RunId, `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`)

/**
 * Statements that make an empty database one of many runs: one second apart, ten a session, with three nodes and three events
 * each, all audited; each seventh has a finding.
 */
export const manyRuns = (runs: number): readonly string[] => [
  `insert into sessions (session_id, name, meta)
    select 's' || i, 'Session of the ' || (array['ocean', 'river', 'forest', 'desert'])[1 + i % 4] || ' no ' || i, '{}'
    from generate_series(0, ${runs} / 10) i`,
  `insert into workflow_runs (run_id, session_id, status, mode, agent, model, task_description, started_at, meta)
    select ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 's' || (i / 10),
      (array['completed', 'completed', 'failed', 'executing'])[1 + i % 4], (array['one_shot', 'planned'])[1 + i % 2],
      'agent-' || (i % 50), 'model-' || (i % 7), 'Study the ' || (array['stars', 'galaxies', 'comets'])[1 + i % 3] ||
      ' of region ' || md5(i::text) || ' and report what differs', timestamptz '2026-01-01' + i * interval '1 s', '{}'
    from generate_series(1, ${runs}) i`,
  `insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
    select run_id, node_id, 'agent', node_id, 'completed', 'recorded', '{}' from workflow_runs,
      lateral (values ('step_1'), ('planning'), (md5(run_id::text)::uuid::text)) own (node_id)`,
  `insert into execution_events (run_id, event_id, node_id, event_type, headline, is_error, meta)
    select run_id, substr(run_id::text, 25) || '-' || k, (array['step_1', 'planning', null])[k], 'llm_call', 'called', false, '{}'
    from workflow_runs, generate_series(1, 3) k`,
  `insert into run_revisions (run_id, revision, audited_revision, finding_count, groups)
    select run_id, 1, 1, 1, json_build_array(json_build_object('kind', 'start_unfinished', 'findings', 1, 'rows', 1, 'runs', 1,
      'examples', json_build_array(json_build_object('kind', 'start_unfinished', 'run_id', run_id, 'node_id', null,
      'event_id', null, 'table', 'execution_events', 'key', '', 'rows', 1, 'detail', 'began')))) from workflow_runs
    where extract(epoch from started_at)::bigint % 7 = 0`,
  `insert into run_revisions (run_id, revision, audited_revision) select run_id, 1, 1 from workflow_runs on conflict do nothing`,
  `insert into node_uses (run_id, node_id, events, files, messages)
    select run_id, node_id, case when node_id in ('step_1', 'planning') then 1 else 0 end, 0, 0 from dag_nodes`,
]
