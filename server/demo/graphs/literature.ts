import { become, callTool } from '../act.ts'
import { january } from '../calendar.ts'
import { edge, inState, node } from '../drafts.ts'
import type { Graph } from './graph.ts'

/** A run that somebody paused. */
export const literature: Graph = {
  topic: 'literature',
  started: january(18, 16, 5, 33) + 271_828,
  mode: 'planning_control',
  model: 'gemini-2.5-flash',
  status: 'paused',
  task: 'Map who cites whom in knee-point detection for lithium cells, 2018 to 2025.',
  opening: [become('draft', 'executing', 'plan of 4 nodes accepted')],
  closing: [become('executing', 'paused', 'paused by aiko.tanaka: wait for the library licence')],
  nodes: [
    node(
      'seed',
      'agent',
      'Find seed papers',
      'researcher',
      callTool('openalex.search', { query: 'battery knee point', since: 2018 }, { papers: 143, reviews: 6 }, 5),
    ),
    inState('paused', node('crawl', 'agent', 'Follow citations', 'researcher')),
    inState('pending', node('cluster', 'agent', 'Find schools', 'analyst')),
    inState('pending', node('map', 'agent', 'Draw the map', 'plot_agent')),
  ],
  edges: [edge('seed', 'crawl'), edge('crawl', 'cluster'), edge('cluster', 'map')],
}
