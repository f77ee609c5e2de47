import { type NodeDraft, PLAIN, type RunDraft } from '../drafts.ts'
import type { Random } from '../random.ts'

/** A run whose nodes, edges and messages go by short names, which become UUIDs. */
export type Graph = Omit<RunDraft, 'run_id' | 'agent' | 'messages'> & Partial<Pick<RunDraft, 'messages'>>

/** The run with its keys. `ids` holds those that must not be drawn. */
export function graph(random: Random, sketch: Graph, ids: Readonly<Record<string, string>> = {}): RunDraft {
  const known = new Map(sketch.nodes.map(({ node_id: name }) => [name, ids[name] ?? random.for(`node ${name}`).uuid()]))
  const id = (name: string): string => {
    const node_id = known.get(name)
    if (node_id === undefined) throw new Error(`${name} is named, but is no node`)
    return node_id
  }
  return {
    ...PLAIN,
    ...sketch,
    run_id: random.for('run').uuid(),
    agent: 'planner',
    nodes: sketch.nodes.map((node): NodeDraft => ({ ...node, node_id: id(node.node_id) })),
    edges: sketch.edges.map((edge) => ({ ...edge, from: id(edge.from), to: id(edge.to) })),
    messages: (sketch.messages ?? []).map((message) => ({ ...message, node_id: id(message.node_id) })),
  }
}
