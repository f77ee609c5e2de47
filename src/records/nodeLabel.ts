import type { EnrichedNode } from '#contract/summaries.ts'
import { visibleText } from '#src/lib/visibleText.ts'

/** What a node is called on screen; one whose writer gave it no words is called by its id. */
export const nodeLabel = ({ label, node_id }: Pick<EnrichedNode, 'label' | 'node_id'>): string =>
  visibleText(label.trim() || node_id)
