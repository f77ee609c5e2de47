import { become, note } from '../act.ts'
import { january } from '../calendar.ts'
import { branches, edge, type RunDraft } from '../drafts.ts'
import { graph } from '../graphs/graph.ts'
import type { Random } from '../random.ts'
import { resultNodes } from './resultNodes.ts'
import { spectrumNodes } from './spectrumNodes.ts'
import { MESSAGES, MODEL, TASK } from './texts.ts'

/** A node of the old database that reports of the old bug name. */
const FIT = '05902e3b-e25f-47b3-804c-7ca6405c182c'

const INPUTS = ['map143', 'map217', 'mask']
const SPECTRA = ['s11', 's12', 's22']

/** The newest run, and the richest: 20 nodes with UUIDs, two failures that were mended, nine files, three messages. */
export const flagship = (random: Random): RunDraft =>
  graph(
    random,
    {
      topic: 'cosmology',
      started: january(20, 14, 2, 11) + 417_093,
      mode: 'human_in_the_loop',
      model: MODEL,
      status: 'completed',
      task: TASK,
      opening: [
        become('draft', 'planning', 'task accepted'),
        become('planning', 'executing', 'plan of 20 nodes accepted'),
      ],
      nodes: [...spectrumNodes(random), ...resultNodes(random)],
      closing: [
        note('9 files kept, 2 mended failures, 1 approval'),
        become('executing', 'completed', 'all nodes done, one skipped'),
      ],
      edges: [
        edge('plan', 'inputs'),
        ...branches(['inputs'], INPUTS),
        ...branches(INPUTS, ['pairs']),
        ...branches(['pairs'], SPECTRA),
        ...branches(SPECTRA, ['covariance']),
        edge('covariance', 'fit'),
        edge('covariance', 'null'),
        edge('covariance', 'dust'),
        edge('fit', 'fisher', 'the chains do not converge'),
        edge('fit', 'plot', 'R-1 < 0.01'),
        edge('fit', 'corner', 'R-1 < 0.01'),
        edge('fisher', 'report'),
        edge('plot', 'report'),
        edge('corner', 'report'),
        edge('null', 'report'),
        edge('dust', 'report'),
        edge('report', 'review'),
        edge('review', 'approval', 'the referee accepts'),
        edge('approval', 'end'),
      ],
      messages: [
        { node_id: 'fit', sender: 'analyst', recipient: 'engineer', content: MESSAGES.assignment, seconds: 342 },
        { node_id: 'fit', sender: 'engineer', recipient: 'analyst', content: MESSAGES.trouble, seconds: 376 },
        { node_id: 'fit', sender: 'engineer', recipient: 'plot_agent', content: MESSAGES.done, seconds: 1362 },
      ],
    },
    { fit: FIT },
  )
