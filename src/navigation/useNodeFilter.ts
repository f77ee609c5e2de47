import { NO_NODE_FILTER, type NodeFilter } from '#src/lib/nodeFilter.ts'
import { useNavigation, useRunViewState } from './useNavigation.ts'

/** The filter of the run's nodes, which graph, outline and timeline share through the link. */
export function useNodeFilter() {
  const { nodes: filter } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const setFilter = (nodes: NodeFilter) => setViewState({ nodes })
  return { filter, setFilter, clear: () => setFilter(NO_NODE_FILTER) }
}
