import type { EnrichedNode } from '#contract/summaries.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** The displayed name of a node: its label, or else its id. */
export const nodeLabel = ({ label, node_id }: Pick<EnrichedNode, 'label' | 'node_id'>): string =>
  visibleText(label.trim() || node_id)
