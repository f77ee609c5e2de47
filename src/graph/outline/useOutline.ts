import type { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import type { GraphViewState } from '#src/navigation/runViewState.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { useMemo, useState } from 'react'
import { turnGroup } from '../groups/foldedGroups.ts'
import { outlineOf, type Outline } from './outlineOf.ts'
import { outlineRows, pathTo } from './outlineRows.ts'

const NONE: ReadonlySet<NodeId> = new Set()
const NOTHING: ReadonlyMap<NodeId, boolean> = new Map()

/**
 * The outline of a graph and its folded nodes: groups as in the picture, plus what the reader folds here. Selecting a
 * node, here or elsewhere, unfolds the path to it.
 */
export function useOutline({ nodes, edges }: DagReply, selected: NodeId | undefined) {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const outline = useMemo(() => outlineOf(nodes, edges), [nodes, edges])
  /** What was folded or unfolded here, regardless of the picture. */
  const [turned, setTurned] = useState(() => (selected === undefined ? NOTHING : unfoldedTo(outline, selected)))
  const folded = useMemo(() => {
    const result = new Set([...outline.members.keys()].filter((leader) => isFoldedIn(graph, outline, leader)))
    for (const [id, isFolded] of turned) {
      if (isFolded) result.add(id)
      else result.delete(id)
    }
    return result
  }, [outline, graph, turned])
  const rows = useMemo(() => outlineRows(outline, folded), [outline, folded])
  const order = useMemo(
    () => outlineRows(outline, NONE).flatMap(({ kind, node_id }) => (kind === 'node' ? node_id : [])),
    [outline],
  )

  const unfoldTo = (node_id: NodeId) => {
    const path = unfoldedTo(outline, node_id)
    if ([...path.keys()].some((id) => folded.has(id))) setTurned(new Map([...turned, ...path]))
  }
  const [seen, setSeen] = useState(selected)
  if (selected !== seen) {
    setSeen(selected)
    if (selected !== undefined) unfoldTo(selected)
  }
  return {
    outline,
    rows,
    /** All nodes from top to bottom, including folded ones. */
    order,
    unfoldTo,
    toggleFold: (node_id: NodeId) => {
      const isFolded = !folded.has(node_id)
      setTurned(new Map([...turned, [node_id, isFolded]]))
      if (outline.members.has(node_id)) setViewState({ graph: turnGroup(graph, node_id, isFolded) })
    },
    unfoldAll: () => {
      setTurned(new Map([...folded].map((id) => [id, false])))
      if (graph.folded.length > 0) setViewState({ graph: { ...graph, folded: [] } })
    },
    foldAll: () => {
      const forks = [...outline.branches].flatMap(([id, ways]) => (ways.length > 1 ? [id] : []))
      setTurned(new Map([...forks, ...outline.members.keys()].map((id) => [id, true])))
    },
  }
}

const unfoldedTo = (outline: Outline, node_id: NodeId): ReadonlyMap<NodeId, boolean> =>
  new Map(pathTo(outline, node_id).map((id) => [id, false]))

/** Whether the reader's choice has folded this node's group in the picture. */
function isFoldedIn({ fold, folded, opened }: GraphViewState, { leaderOf }: Outline, leader: NodeId): boolean {
  if (folded.some((group) => group.leader === leader)) return true
  return fold === 'all' && !opened.some((id) => id === leader || leaderOf.get(id) === leader)
}
