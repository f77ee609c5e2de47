import type { NodeId } from '#contract/ids.ts'
import type { Branch, Outline } from './outlineOf.ts'

type Place = {
  /** Of the row, among all rows of one outline. */
  readonly key: string
  /** From 1. */
  readonly level: number
  /** Which of its siblings the row is, from 1, and how many they are. */
  readonly position: number
  readonly siblings: number
}

export type OutlineRow =
  | (Place & {
      readonly kind: 'node'
      readonly node_id: NodeId
      /**
       * `branch`: one of several ways out of the node one level above. `next`: it alone follows the row above. `join`: several ways
       * come together here, which parted at the last row of this level before their branches.
       */
      readonly tie: 'root' | 'branch' | 'next' | 'join'
      readonly fold: 'none' | 'open' | 'closed'
    })
  | (Place & {
      readonly kind: 'reference'
      /** The node that is named here and stands in full elsewhere. */
      readonly node_id: NodeId
      readonly from: NodeId
      readonly tie: 'branch' | 'next'
      readonly as: Exclude<Branch['as'], 'home'>
    })

/** The rows of one set of siblings share this while they are counted. */
type Siblings = { count: number; readonly level: number }
type Found<Row> = Row extends OutlineRow ? Omit<Row, 'level' | 'position' | 'siblings'> : never

/** What is still to be written: a node in full with all that hangs from it, or a reference. */
type Task = { readonly siblings: Siblings; readonly node_id: NodeId } & (
  | { readonly tie: 'root' | 'join'; readonly as: 'home' }
  | { readonly tie: 'branch' | 'next'; readonly as: Branch['as']; readonly from: NodeId }
)

/**
 * The outline as rows from top to bottom. A node with one way out is followed by it on its own level, and a fork by its join, so that a
 * run of any length stays on the level where it began; only the branches between fork and join go one level in, and only there can
 * rows be folded. There is one row for each node and one for each edge that leads elsewhere. O(V + E), without recursion.
 */
export function outlineRows(outline: Outline, folded: ReadonlySet<NodeId>): readonly OutlineRow[] {
  const found: { readonly row: Found<OutlineRow>; readonly siblings: Siblings; readonly position: number }[] = []
  const top: Siblings = { count: 0, level: 1 }
  const tasks: Task[] = outline.roots
    .map((node_id): Task => ({ siblings: top, node_id, tie: isRoot(outline, node_id) ? 'root' : 'join', as: 'home' }))
    .reverse()
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { siblings, node_id, tie } = task
    const position = ++siblings.count
    if (task.as !== 'home') {
      const { from, as } = task
      const key = JSON.stringify([from, node_id])
      found.push({ row: { kind: 'reference', key, node_id, from, tie: task.tie, as }, siblings, position })
      continue
    }
    const ways = outline.branches.get(node_id) ?? []
    const fold = ways.length < 2 ? 'none' : folded.has(node_id) ? 'closed' : 'open'
    found.push({ row: { kind: 'node', key: rowKeyOf(task), node_id, tie, fold }, siblings, position })
    for (const join of outline.joins.get(node_id)?.toReversed() ?? [])
      tasks.push({ siblings, node_id: join, tie: 'join', as: 'home' })
    if (fold === 'closed') continue
    const below = fold === 'none' ? siblings : { count: 0, level: siblings.level + 1 }
    const next = fold === 'none' ? 'next' : 'branch'
    for (const { to, as } of ways.toReversed())
      tasks.push({ siblings: below, node_id: to, tie: next, as, from: node_id })
  }
  return found.map(({ row, siblings, position }) => ({
    ...row,
    level: siblings.level,
    position,
    siblings: siblings.count,
  }))
}

const isRoot = (outline: Outline, node_id: NodeId): boolean => outline.homes.get(node_id)?.kind === 'root'

/** The key of the row in which a node stands in full. */
export const rowKeyOf = ({ node_id }: { readonly node_id: NodeId }): string => JSON.stringify([node_id])

/** The nodes that must not be folded for this one's row to be there: those whose branches it stands in, however deep. */
export function pathTo(outline: Outline, node_id: NodeId): readonly NodeId[] {
  const path: NodeId[] = []
  for (let home = outline.homes.get(node_id); home && home.kind !== 'root';) {
    const { kind, node_id: above } = home
    if (above === undefined) break
    if (kind === 'under') path.push(above)
    home = outline.homes.get(above)
  }
  return path
}
