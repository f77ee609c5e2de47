import { become, callTool, codeFailed, think } from '../act.ts'
import { january } from '../calendar.ts'
import { branches, edge, inState, node } from '../drafts.ts'
import type { Graph } from './graph.ts'

/** A run that failed, with the cause in one node's traceback and three nodes skipped after it. */
export const crops: Graph = {
  topic: 'remote sensing',
  started: january(19, 15, 31, 5) + 902_771,
  mode: 'planning_control',
  model: 'claude-sonnet-4-5',
  status: 'failed',
  task: 'Estimate the winter wheat yield of the Beauce from Sentinel-2, 2019 to 2025, by commune.',
  opening: [become('draft', 'executing', 'plan of 7 nodes accepted')],
  closing: [
    {
      ...become('executing', 'failed', 'stopped: 2024 has no cloud-free scene in May'),
      error_message: 'node “Vegetation index” failed, three nodes skipped',
    },
  ],
  nodes: [
    node(
      'plan',
      'planning',
      'Plan',
      'planner',
      think(
        'claude-sonnet-4-5',
        'Plan a yield estimate from Sentinel-2.',
        '1. scenes, April to June\n2. NDVI by commune\n3. regression on official yields\n4. leave-one-year-out test',
        8,
      ),
    ),
    node(
      'scenes',
      'agent',
      'Choose scenes',
      'researcher',
      callTool(
        'stac.search',
        { collection: 'sentinel-2-l2a', bbox: 'Beauce', cloud: 20 },
        { scenes: 211, years: 7, missing: '2024-05' },
        9,
      ),
    ),
    inState(
      'failed',
      node(
        'ndvi',
        'agent',
        'Vegetation index',
        'engineer',
        codeFailed(
          'python',
          'may = ndvi.sel(time="2024-05")\nmean = may.mean("time").compute()\nprint(mean.quantile([0.1, 0.5, 0.9]).values)\n',
          'Traceback (most recent call last):\n  File "/sandbox/ndvi.py", line 2, in <module>\n    mean = may.mean("time").compute()\n  File "/usr/lib/python3.11/site-packages/xarray/core/dataarray.py", line 1178, in compute\n    return new.load(**kwargs)\nValueError: zero-size array to reduction operation maximum which has no identity',
          22,
        ),
        think(
          'claude-sonnet-4-5',
          'Why is the array empty?',
          'No scene of May 2024 has less than 20 % cloud. A limit of 45 % would let three in, but the plan forbids that. **I stop and ask.**',
          7,
        ),
      ),
    ),
    node('yields', 'agent', 'Official yields', 'researcher'),
    inState('skipped', node('fit', 'agent', 'Fit the regression', 'analyst')),
    inState('skipped', node('test', 'control', 'Leave one year out', 'reviewer')),
    inState('skipped', node('end', 'terminator', 'Finish', 'terminator')),
  ],
  edges: [
    ...branches(['plan'], ['scenes', 'yields']),
    edge('scenes', 'ndvi'),
    ...branches(['ndvi', 'yields'], ['fit']),
    edge('fit', 'test'),
    edge('test', 'end'),
  ],
}
