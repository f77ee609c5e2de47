import { become, by } from '../act.ts'
import { january } from '../calendar.ts'
import { edge, inState, node } from '../drafts.ts'
import type { Graph } from './graph.ts'

/** A run that waits for a person's answer. */
export const grant: Graph = {
  topic: 'grant office',
  started: january(20, 10, 20, 51) + 640_118,
  mode: 'human_in_the_loop',
  model: 'claude-haiku-4-5',
  status: 'waiting_approval',
  task: 'Check the budget of the Horizon proposal against the call rules and correct the overhead.',
  opening: [become('draft', 'executing', 'rules of the call loaded')],
  closing: [become('executing', 'waiting_approval', 'overhead changed from 20 % to 25 %, a person must agree')],
  nodes: [
    node('rules', 'agent', 'Read the call rules', 'researcher'),
    node('check', 'control', 'Check the budget', 'analyst'),
    inState(
      'waiting_approval',
      node(
        'ask',
        'approval',
        'Agree to the correction',
        'planner',
        by('planner', {
          event_type: 'approval_requested',
          event_subtype: 'start',
          status: 'waiting_approval',
          seconds: 0.3,
          inputs: { question: 'Overhead is 20 %, the rules say 25 %. Correct it? The total rises by 61,400 €.' },
          isOpen: true,
        }),
      ),
    ),
    inState('pending', node('write', 'agent', 'Write the corrected table', 'writer')),
  ],
  edges: [edge('rules', 'check'), edge('check', 'ask', 'a figure breaks a rule'), edge('ask', 'write', 'approved')],
}
