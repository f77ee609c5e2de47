import type { Act } from '../act.ts'
import { type EdgeDraft, type NodeDraft, PLAIN, type RunDraft } from '../drafts.ts'
import type { Random } from '../random.ts'

/** A node by a short name, which becomes a UUID; the last member holds its acts. */
export type Sketch = readonly [
  name: string,
  type: string,
  label: string,
  agent: string | null,
  status: string,
  acts: readonly Act[],
]

/** A run of such nodes. Edges name them as the sketches do. */
export function graph(
  random: Random,
  about: Pick<RunDraft, 'topic' | 'started' | 'mode' | 'status' | 'task' | 'model' | 'opening' | 'closing'>,
  sketches: readonly Sketch[],
  edges: readonly EdgeDraft[],
): RunDraft {
  const ids = new Map(sketches.map(([name]) => [name, random.for(`node ${name}`).uuid()]))
  const id = (name: string): string => {
    const known = ids.get(name)
    if (known === undefined) throw new Error(`an edge names ${name}, which is no node`)
    return known
  }
  return {
    ...PLAIN,
    ...about,
    run_id: random.for('run').uuid(),
    agent: 'planner',
    nodes: sketches.map(([name, node_type, label, agent, status, acts]): NodeDraft => ({
      node_id: id(name),
      node_type,
      meta: { label },
      agent,
      status,
      isStored: true,
      acts,
    })),
    edges: edges.map((edge) => ({ ...edge, from: id(edge.from), to: id(edge.to) })),
  }
}
