import { become, callTool, note, runCode, think } from '../act.ts'
import { january } from '../calendar.ts'
import { branches, edge, inState, node } from '../drafts.ts'
import type { Graph } from './graph.ts'

/** A run that still runs: one node at work, the rest waiting. */
export const churn: Graph = {
  topic: 'customer analytics',
  started: january(20, 11, 48, 2) + 15_602,
  mode: 'planning_control',
  model: 'gpt-5-mini',
  status: 'executing',
  task: 'Which three things drive churn among customers of more than two years? Survival model, plain words.',
  opening: [become('draft', 'executing', 'plan of 6 nodes accepted')],
  closing: [note('survival model is running, 40 minutes expected')],
  nodes: [
    node(
      'plan',
      'planning',
      'Plan',
      'planner',
      think(
        'gpt-5-mini',
        'Plan a churn study.',
        '1. cohort of customers > 24 months\n2. features known **before** the exit\n3. survival model\n4. three drivers, in plain words',
        6,
      ),
    ),
    node(
      'cohort',
      'agent',
      'Build the cohort',
      'analyst',
      callTool('sql.query', { table: 'contracts', where: 'age_months > 24' }, { customers: 48_112, left: 3907 }, 7),
    ),
    node('fork', 'parallel', 'Two views', null),
    inState(
      'running',
      node('model', 'agent', 'Survival model', 'engineer', {
        ...runCode(
          'python',
          'cox = CoxPHFitter(penalizer=0.1)\ncox.fit(cohort, "months", "left", show_progress=True)\n',
          '',
          2400,
        ),
        status: 'running',
        outputs: { stdout: 'Iteration 3: norm_delta = 0.41\n' },
        isOpen: true,
      }),
    ),
    inState('pending', node('voices', 'agent', 'Read exit interviews', 'researcher')),
    inState('pending', node('words', 'agent', 'Say it in plain words', 'writer')),
  ],
  edges: [
    edge('plan', 'cohort'),
    edge('cohort', 'fork'),
    ...branches(['fork'], ['model', 'voices']),
    edge('model', 'words'),
  ],
}
