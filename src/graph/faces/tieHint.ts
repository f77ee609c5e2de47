import { plural, spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { TieData } from '../model/tieData.ts'

const ORIGIN_NOTE = {
  recorded: 'recorded',
  reconstructed: 'reconstructed from this run’s events',
  inferred: 'inferred from an edge between the same nodes in another run',
}

/** Shown when hovering over an edge. */
export function tieHint({ edges, isBack }: TieData): string {
  const [edge] = edges
  if (!edge) return ''
  const lines =
    edges.length > 1
      ? [plural(edges.length, 'edge')]
      : [
          `${visibleText(edge.from_node_id)} → ${visibleText(edge.to_node_id)}`,
          `${visibleText(spoken(edge.dependency_type))}${edge.condition === null ? '' : `, if: ${visibleText(edge.condition)}`}`,
          ORIGIN_NOTE[edge.origin],
        ]
  return [...lines, ...(isBack ? ['closes a cycle'] : [])].join('\n')
}

/** The label of an edge; undefined if it has none. */
export const tieLabel = ({ condition, isBack }: TieData): string | undefined =>
  condition === null ? (isBack ? 'cycle' : undefined) : visibleText(condition)
