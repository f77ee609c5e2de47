import { become, callTool, note, runCode, think } from '../act.ts'
import { january } from '../calendar.ts'
import { branch, edge } from '../drafts.ts'
import type { Random } from '../random.ts'
import { graph } from './graph.ts'

/** A run that still runs: one node at work, the rest waiting. */
export const churn = (random: Random) =>
  graph(
    random,
    {
      topic: 'customer analytics',
      started: january(20, 11, 48, 2) + 15_602,
      mode: 'planning_control',
      model: 'gpt-5-mini',
      status: 'executing',
      task: 'Which three things drive churn among customers of more than two years? Survival model, plain words.',
      opening: [become('draft', 'executing', 'plan of 6 nodes accepted')],
      closing: [note('survival model is running, 40 minutes expected')],
    },
    [
      [
        'plan',
        'planning',
        'Plan',
        'planner',
        'completed',
        [
          think(
            'gpt-5-mini',
            'Plan a churn study.',
            '1. cohort of customers > 24 months\n2. features known **before** the exit\n3. survival model\n4. three drivers, in plain words',
            6,
          ),
        ],
      ],
      [
        'cohort',
        'agent',
        'Build the cohort',
        'analyst',
        'completed',
        [callTool('sql.query', { table: 'contracts', where: 'age_months > 24' }, { customers: 48_112, left: 3907 }, 7)],
      ],
      ['fork', 'parallel', 'Two views', null, 'completed', []],
      [
        'model',
        'agent',
        'Survival model',
        'engineer',
        'running',
        [
          {
            ...runCode(
              'python',
              'cox = CoxPHFitter(penalizer=0.1)\ncox.fit(cohort, "months", "left", show_progress=True)\n',
              '',
              2400,
            ),
            status: 'running',
            outputs: { stdout: 'Iteration 3: norm_delta = 0.41\n' },
            isOpen: true,
          },
        ],
      ],
      ['voices', 'agent', 'Read exit interviews', 'researcher', 'pending', []],
      ['words', 'agent', 'Say it in plain words', 'writer', 'pending', []],
    ],
    [
      edge('plan', 'cohort'),
      edge('cohort', 'fork'),
      branch('fork', 'model'),
      branch('fork', 'voices'),
      edge('model', 'words'),
    ],
  )
