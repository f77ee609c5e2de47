import { become, leaving, note } from '../act.ts'
import { branches, edge, type RunDraft } from '../drafts.ts'
import type { Model } from '../models.ts'
import type { Random } from '../random.ts'
import type { Demand } from '../stories/supplyChain/Demand.ts'
import { planText } from './orderTexts.ts'
import { stepsAfter } from './stepsAfter.ts'

/**
 * The first run of all went further than one step: after its forecast it sized the safety stocks on two branches, had
 * them reviewed and approved, and wrote the order proposal. No other run used these names, so nothing of them was lost.
 */
export function longChain(draft: RunDraft, demand: Demand, model: Model, random: Random): RunDraft {
  const [planning, step1, terminator] = draft.nodes
  if (!planning || !step1 || !terminator) throw new Error('the first run lacks one of its three nodes')
  const plan = { path: 'plan.md', type: 'plan', content: planText(demand) } as const
  return {
    ...draft,
    mode: 'human_in_the_loop',
    opening: [
      become('draft', 'planning', 'new task from the planning board'),
      become('planning', 'executing', 'plan accepted by lena.brandt'),
    ],
    nodes: [
      { ...planning, acts: planning.acts.map((act) => leaving(act, plan)) },
      step1,
      ...stepsAfter(demand, model, random),
      terminator,
    ],
    closing: [
      note(`order proposal for ${demand.warehouse} sent to the planning board`),
      become('executing', 'completed', 'all steps done, one approval granted'),
    ],
    edges: [
      edge('planning', 'step_1'),
      edge('step_1', 'terminator', 'the plan has no further step'),
      edge('step_1', 'step_2', 'the plan has further steps'),
      edge('step_2', 'parallel_1'),
      ...branches(['parallel_1'], ['step_3', 'step_4']),
      ...branches(['step_3', 'step_4'], ['step_5']),
      edge('step_5', 'review'),
      edge('review', 'approval', 'the review finds no fault'),
      edge('review', 'terminator', 'the review finds a fault'),
      edge('approval', 'step_6', 'approved'),
      edge('step_6', 'terminator'),
    ],
  }
}
