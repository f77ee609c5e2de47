import { become, runCode, think } from '../act.ts'
import { january } from '../calendar.ts'
import { branches, edge, node } from '../drafts.ts'
import type { Graph } from './graph.ts'

/** A run that went well: two years of a bridge's vibrations, compared at equal temperature. */
export const bridge: Graph = {
  topic: 'structures',
  started: january(20, 9, 12, 40) + 88_214,
  mode: 'planning_control',
  model: 'gpt-5',
  status: 'completed',
  task: 'The Limmat footbridge sways more since December. Compare modal frequencies with the reference year and say whether people may walk on it.',
  opening: [become('draft', 'executing', 'plan of 9 nodes accepted')],
  closing: [become('executing', 'completed', 'opinion delivered: open, inspect bearing 3')],
  nodes: [
    node(
      'plan',
      'planning',
      'Plan the comparison',
      'planner',
      think(
        'gpt-5',
        'Plan the comparison of two years of accelerometer data.',
        '1. acceleration of both Decembers\n2. **modal frequencies**, corrected for temperature\n3. damping\n4. opinion with a margin',
        12,
      ),
    ),
    node('load', 'agent', 'Load accelerations', 'researcher'),
    node('weather', 'agent', 'Load temperatures', 'researcher'),
    node('fork', 'parallel', 'Both years', null),
    node('ref', 'agent', 'Modes of the reference', 'engineer'),
    node(
      'now',
      'agent',
      'Modes since December',
      'engineer',
      runCode(
        'python',
        'f, phi = fdd(acc["2025-12"], fs=200)\nprint("modes", f[:4].round(3), "Hz")\n',
        'modes [1.812 2.944 4.107 5.630] Hz\n',
        41,
      ),
    ),
    node(
      'compare',
      'control',
      'Compare at equal temperature',
      'analyst',
      runCode(
        'python',
        'shift = (now / at_temperature(ref, 2.5) - 1) * 100\nprint(shift.round(2), "%")\n',
        '[-3.91 -0.42 -0.38 -0.51] %\n',
        6,
      ),
    ),
    node(
      'opinion',
      'agent',
      'Write the opinion',
      'writer',
      think(
        'gpt-5',
        'Only the first mode fell, by 3.9 %. What does that mean?',
        'A support has softened: bearing 3 is the candidate. Comfort suffers, safety does not. **Keep it open, inspect the bearing within two weeks.**',
        14,
        5200,
      ),
    ),
    node(
      'end',
      'terminator',
      'Finish',
      'terminator',
      become('running', 'completed', 'opinion sent to the bridge office'),
    ),
  ],
  edges: [
    ...branches(['plan'], ['load', 'weather']),
    edge('load', 'fork'),
    ...branches(['fork'], ['ref', 'now']),
    ...branches(['ref', 'now', 'weather'], ['compare']),
    edge('compare', 'opinion', 'shift above 1 %'),
    edge('opinion', 'end'),
  ],
}
