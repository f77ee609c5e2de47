import type { NodeId, RunId } from '#contract/ids.ts'
import type { SearchKind } from '#contract/search.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { searchQueries } from '#src/api/searchQueries.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

type Hit = { readonly node_id: NodeId | null }

/**
 * The nodes that match a text; undefined without a search or before anything is known: nodes with a match in the loaded
 * pages of the search, and all nodes whose name matches.
 */
export function useFoundNodes(
  run_id: RunId,
  find: string,
  nodes: readonly EnrichedNode[] | undefined,
): ReadonlySet<NodeId> | undefined {
  const node = useHits(run_id, 'node', find)
  const event = useHits(run_id, 'event', find)
  const file = useHits(run_id, 'file', find)
  const message = useHits(run_id, 'message', find)
  return useMemo(() => {
    if (find === '' || !nodes) return undefined
    const wanted = find.toLowerCase()
    const named = nodes.filter((each) => nodeLabel(each).toLowerCase().includes(wanted))
    const hits = [node, event, file, message].flatMap((kind) => kind?.pages.flatMap(({ items }) => items) ?? [])
    const found = [...named, ...hits].flatMap(({ node_id }: Hit) => node_id ?? [])
    return found.length === 0 ? undefined : new Set(found)
  }, [find, nodes, node, event, file, message])
}

function useHits(run_id: RunId, kind: SearchKind, find: string) {
  return useInfiniteQuery({ ...searchQueries.inRun(run_id, kind, find), enabled: find !== '' }).data
}
