import type { DAGEdge } from '#contract/entities.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { useMemo } from 'react'
import styles from './GraphLegend.module.css'

type Props = { readonly nodes: readonly EnrichedNode[]; readonly edges: readonly DAGEdge[]; readonly hasCycle: boolean }

/** Explains the line styles that occur in this graph, and no others. */
export function GraphLegend({ nodes, edges, hasCycle }: Props) {
  const ofEdges = useMemo(
    () => ({ types: new Set(edges.map((edge) => edge.dependency_type)), isDerived: edges.some(isDerivedRow) }),
    [edges],
  )
  const { types } = ofEdges
  const isDerived = ofEdges.isDerived || nodes.some(isDerivedRow)
  const entries = [
    types.has('parallel') && { line: 'double', word: 'parallel' },
    types.has('conditional') && { line: 'labelled', word: 'conditional' },
    isDerived && { line: 'dashed', word: 'reconstructed or inferred' },
    hasCycle && { line: 'cycle', word: 'closes a cycle' },
  ].filter((entry) => entry !== false)
  if (entries.length === 0) return null
  return (
    <ul className={styles['legend']} aria-label="Legend">
      {entries.map(({ line, word }) => (
        <li key={word}>
          <span className={styles['sample']} data-line={line} aria-hidden />
          {word}
        </li>
      ))}
    </ul>
  )
}

const isDerivedRow = ({ origin }: Pick<DAGEdge, 'origin'>): boolean => origin !== 'recorded'
