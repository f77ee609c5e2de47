import type { OldDatabase } from '#server/import/memoryOldSource.ts'
import { FIRST, oldDatabase, oldEdge, oldEvent, oldNode, oldRun, SECOND } from './oldRows.ts'

export const THIRD = '33333333-0000-4000-8000-000000000003'
export const GONE = '99999999-0000-4000-8000-000000000009'

/** An old database with every oddity that its keys allowed: rows of no run, edges that lead nowhere or between runs. */
export const oddDatabase = (): OldDatabase =>
  oldDatabase({
    workflow_runs: [oldRun(FIRST), oldRun(SECOND, { status: 'executing' }), oldRun(THIRD, { status: 'failed' })],
    dag_nodes: [
      oldNode('step_1', FIRST, { node_type: 'control', depth: 2, meta: '{"label":"Work"}', agent: 'first-agent' }),
      oldNode('x', FIRST),
      oldNode('y', SECOND),
      oldNode('p', SECOND),
      oldNode('q', SECOND),
      oldNode('lost', GONE, { node_type: 'approval' }),
      { id: 'nobody', run_id: null },
    ],
    dag_edges: [
      oldEdge(1, 'step_1', 'x', { dependency_type: 'conditional', condition: 'ready' }),
      oldEdge(2, 'step_1', 'x', { dependency_type: 'parallel' }),
      oldEdge(3, 'x', 'y'),
      oldEdge(4, 'x', 'nowhere'),
      { id: 5, from_node_id: null, to_node_id: 'y' },
      oldEdge(6, 'lost', 'step_1'),
      oldEdge(7, 'p', 'q'),
    ],
    execution_events: [
      oldEvent('e1', FIRST, 'step_1', { agent_name: 'first-agent' }),
      oldEvent('e2', FIRST, ''),
      oldEvent('e3', FIRST, null),
      oldEvent('e3-p', FIRST, 'p'),
      oldEvent('e3-q', FIRST, 'q'),
      oldEvent('e4', SECOND, 'step_1', { execution_order: 2, event_subtype: 'start' }),
      oldEvent('e5', SECOND, 'lost', {
        execution_order: 1,
        agent_name: 'second-agent',
        completed_at: '2026-01-02 10:00:00',
      }),
      oldEvent('e6', THIRD, 'terminator_3', { execution_order: 1, completed_at: '2026-01-02 11:00:00' }),
      oldEvent('e7', THIRD, 'step_1', { execution_order: 3, status: 'failed', timestamp: '2026-01-02 10:30:00' }),
      oldEvent('e8', THIRD, 'step_1', {
        execution_order: 4,
        agent_name: 'third-agent',
        timestamp: '2026-01-02 10:10:00',
      }),
      oldEvent('e9', THIRD, 'step_1', {
        execution_order: 5,
        agent_name: 'late-agent',
        timestamp: '2026-01-02 10:05:00',
      }),
      oldEvent('gone-1', GONE, 'step_1'),
      oldEvent('gone-2', GONE, null),
      oldEvent('none-1', null, 'step_1'),
      oldEvent('none-2', null, null),
    ],
    files: [
      { id: 'f1', run_id: SECOND, node_id: 'only_a_file', file_path: 'a.csv' },
      { id: 'f2', run_id: GONE, node_id: 'x', file_path: 'b.csv' },
      { id: 'f3', run_id: null, node_id: 'x', file_path: 'c.csv', event_id: 'none-1' },
    ],
    messages: [
      { id: 1, run_id: THIRD, node_id: 'x', content: 'hello' },
      { id: 2, run_id: null, node_id: 'x', content: 'from nowhere' },
    ],
  })
