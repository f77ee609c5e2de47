import type { NodeId } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { useMemo, useState } from 'react'
import { outlineOf } from './outlineOf.ts'
import { outlineRows, pathTo } from './outlineRows.ts'

const NONE: ReadonlySet<NodeId> = new Set()

/** The outline of a graph and what of it is folded. A node that gets selected, here or anywhere, is unfolded to. */
export function useOutline({ nodes, edges }: DagReply, selected: NodeId | undefined) {
  const outline = useMemo(() => outlineOf(nodes, edges), [nodes, edges])
  const [folded, setFolded] = useState(NONE)
  const rows = useMemo(() => outlineRows(outline, folded), [outline, folded])
  const order = useMemo(
    () => outlineRows(outline, NONE).flatMap(({ kind, node_id }) => (kind === 'node' ? node_id : [])),
    [outline],
  )

  const unfoldTo = (node_id: NodeId) => {
    const path = pathTo(outline, node_id)
    if (path.some((id) => folded.has(id))) setFolded(new Set([...folded].filter((id) => !path.includes(id))))
  }
  const [seen, setSeen] = useState(selected)
  if (selected !== seen) {
    setSeen(selected)
    if (selected !== undefined) unfoldTo(selected)
  }
  return {
    outline,
    rows,
    /** All nodes from top to bottom, also those that are folded away. */
    order,
    unfoldTo,
    toggleFold: (node_id: NodeId) => {
      const next = new Set(folded)
      if (!next.delete(node_id)) next.add(node_id)
      setFolded(next)
    },
    unfoldAll: () => setFolded(NONE),
    foldAll: () => setFolded(new Set([...outline.branches].flatMap(([id, ways]) => (ways.length > 1 ? [id] : [])))),
  }
}
