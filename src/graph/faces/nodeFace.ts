import type { EnrichedNode } from '#contract/summaries.ts'
import { formatDuration, plural, spoken, UNKNOWN } from '#src/lib/format.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { shortLabel } from '../shortLabel.ts'

/** What the card of a node shows, whether mounted or painted. */
export function nodeFace(node: EnrichedNode) {
  const { tone, word, turns, Icon: StatusIcon } = statusToken(node.status)
  return {
    label: shortLabel(nodeLabel(node)),
    Icon: nodeTypeToken(node.node_type).Icon,
    StatusIcon,
    tone,
    turns,
    word: visibleText(word),
    // A running node has no duration yet: its events so far would suggest one that is too short.
    duration: turns || node.duration_ms === null ? undefined : formatDuration(node.duration_ms),
    agent: node.agent === null ? undefined : visibleText(node.agent),
    events: plural(node.event_count, 'event'),
  }
}
export type NodeFace = ReturnType<typeof nodeFace>

const ORIGIN_NOTE = {
  recorded: undefined,
  reconstructed: 'Reconstructed from this run’s events. The old database has no row for this node.',
  inferred: 'Inferred. No row was recorded for this node.',
}

/** Shown when hovering over a node. */
export function nodeHint(node: EnrichedNode): string {
  const { word } = statusToken(node.status)
  return [
    `${nodeLabel(node)} (${visibleText(node.node_id)})`,
    `${visibleText(spoken(node.node_type))} · ${word} · ${node.duration_ms === null ? UNKNOWN : formatDuration(node.duration_ms)}`,
    `${plural(node.event_count, 'event')}, ${plural(node.file_count, 'file')}, ${plural(node.message_count, 'message')}`,
    ORIGIN_NOTE[node.origin],
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
