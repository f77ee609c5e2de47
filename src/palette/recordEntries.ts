import type { EnrichedNode, RunRow } from '#contract/summaries.ts'
import { formatMinute, shortId, spoken } from '#src/lib/format.ts'
import type { NavigationState } from '#src/navigation/navigationStore.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { Workflow } from 'lucide-react'
import type { Entry } from './Entry.ts'

/** The nodes of the open run, found by label, id, type, agent and status. */
export const nodeEntries = (nodes: readonly EnrichedNode[], openNode: NavigationState['openNode']): readonly Entry[] =>
  nodes.map(({ run_id, node_id, label, node_type, agent, status }) => ({
    id: `node-${node_id}`,
    group: 'Nodes of this run',
    label: visibleText(label || node_id),
    further: [node_id, spoken(node_type), agent, spoken(status)].join(' '),
    note: visibleText(label ? shortId(node_id) : spoken(node_type)),
    status,
    Icon: nodeTypeToken(node_type).Icon,
    perform: () => openNode({ run_id, node_id }),
  }))

/** Runs in the order of the server's list. */
export const runEntries = (runs: readonly RunRow[], openRun: NavigationState['openRun']): readonly Entry[] =>
  runs.map((run) => ({
    id: `run-${run.run_id}`,
    group: 'Runs',
    label: visibleText(run.task_description?.trim().replaceAll(/\s+/g, ' ') || `run ${shortId(run.run_id)}`),
    further: [run.run_id, run.agent, run.session_name, run.mode && spoken(run.mode), spoken(run.status)].join(' '),
    note: [shortId(run.run_id), run.started_at && formatMinute(run.started_at)].filter(Boolean).join(' · '),
    status: run.status,
    Icon: Workflow,
    perform: () => openRun(run.run_id),
  }))
