import { become } from './act.ts'
import { january } from './calendar.ts'
import { namedNode, PLAIN, type RunDraft } from './drafts.ts'
import type { Random } from './random.ts'

/** Seven runs that reached the terminator without a step; each tells why. */
const REASONS = [
  [
    'data audit',
    'completed',
    'Compare payouts of January with the bank, day by day.',
    'nothing to do: the bank export of January is not there yet',
  ],
  [
    'operations',
    'failed',
    'Find out why media-proxy restarts every night at 03:00.',
    'stopped: the log archive refused the token of this user',
  ],
  [
    'battery lab',
    'completed',
    'Fit the fade of batch NMC-29-A.',
    'nothing to do: batch NMC-29-A has no check-up after cycle 0',
  ],
  ['exoplanets', 'failed', 'Search sector 89 for single transits.', 'stopped: sector 89 is not public before February'],
  [
    'supply chain',
    'completed',
    'Forecast bearings for Lyon.',
    'the same forecast was made two hours ago; its result is linked',
  ],
  [
    'support quality',
    'failed',
    'Evaluate router v9.15 on 40,000 tickets.',
    'stopped: the plan would cost $118, the limit is $20',
  ],
  [
    'seismology',
    'completed',
    'Forecast aftershocks of the Bodrum quake.',
    'nothing to do: M4.2 is below the smallest magnitude that we forecast for',
  ],
] as const

export const endedEarly = (random: Random): readonly RunDraft[] =>
  REASONS.map(([topic, status, task, reason], index) => {
    const own = random.for(`early ${index}`)
    return {
      ...PLAIN,
      run_id: own.uuid(),
      topic,
      started: january(4 + index * 2, own.int(8, 17), own.int(0, 59), own.int(0, 59)) + own.int(0, 999_999),
      mode: 'planning_control',
      agent: 'planner',
      model: 'gpt-5-mini',
      status,
      task,
      nodes: [
        namedNode(
          'terminator',
          'terminator',
          'terminator',
          'completed',
          [{ ...become('planning', status, reason), event_subtype: 'complete', status: 'completed' }],
          false,
        ),
      ],
    }
  })
