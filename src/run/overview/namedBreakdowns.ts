import type { NodeId, NodeRef } from '#contract/ids.ts'
import type { RunOverview } from '#contract/runOverview.ts'
import { visibleText } from '#src/lib/visibleText.ts'

type Row = Omit<RunOverview['by_agent']['rows'][number], 'agent_name'> & {
  readonly key: string
  readonly name: string
  /** Whether the name was recorded. */
  readonly isNamed: boolean
  readonly onOpen: (() => void) | undefined
}

export type NamedBreakdown = {
  readonly title: string
  /** The head of the column of names. */
  readonly head: string
  readonly rows: readonly Row[]
  readonly rest: RunOverview['by_agent']['rest']
}

type Openers = {
  readonly openNode: (ref: NodeRef) => void
  readonly listEventsOfAgent: (agent: string) => void
}

/** The breakdowns of an overview with the names that a reader sees, and what a click on each opens. */
export function namedBreakdowns(
  { by_node, by_agent, by_model }: Pick<RunOverview, 'by_node' | 'by_agent' | 'by_model'>,
  labels: ReadonlyMap<NodeId, string>,
  { openNode, listEventsOfAgent }: Openers,
): readonly NamedBreakdown[] {
  return [
    {
      title: 'By node',
      head: 'Node',
      rest: by_node.rest,
      rows: by_node.rows.map((row) => ({
        ...row,
        ...named(row.node_id, 'without a node'),
        ...(row.node_id !== null && { name: labels.get(row.node_id) ?? visibleText(row.node_id) }),
        onOpen: openerOf(row, openNode),
      })),
    },
    {
      title: 'By agent',
      head: 'Agent',
      rest: by_agent.rest,
      rows: by_agent.rows.map(({ agent_name, ...figures }) => ({
        ...figures,
        ...named(agent_name, 'without an agent'),
        onOpen: agent_name === null || agent_name === '' ? undefined : () => listEventsOfAgent(agent_name),
      })),
    },
    {
      title: 'By model',
      head: 'Model',
      rest: by_model.rest,
      rows: by_model.rows.map(({ model, ...figures }) => ({
        ...figures,
        ...named(model, 'model not recorded'),
        onOpen: undefined,
      })),
    },
  ].filter(({ rows }) => rows.length > 0)
}

const openerOf = ({ run_id, node_id }: RunOverview['by_node']['rows'][number], openNode: Openers['openNode']) =>
  node_id === null ? undefined : () => openNode({ run_id, node_id })

/** An empty name is different from none. */
const named = (name: string | null, otherwise: string): Pick<Row, 'key' | 'name' | 'isNamed'> => ({
  key: JSON.stringify(name),
  name: name === null ? otherwise : visibleText(name),
  isNamed: name !== null,
})
