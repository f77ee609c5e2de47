import type { NodeId } from '#contract/ids.ts'
import type { Branch, Outline } from './outlineOf.ts'

type Place = {
  /** Unique among all rows of one outline. */
  readonly key: string
  /** From 1. */
  readonly level: number
  /** The row's position among its siblings, from 1, and their number. */
  readonly position: number
  readonly siblings: number
}

export type OutlineRow =
  | (Place & {
      readonly kind: 'node'
      readonly node_id: NodeId
      /**
       * `branch`: one of several paths out of the node one level above. `next`: the only successor of the row above.
       * `join`: several paths meet here that diverged at the last row of this level before their branches. `member`:
       * the first row of the group led by the node one level above.
       */
      readonly tie: 'root' | 'branch' | 'next' | 'join' | 'member'
      /** How many nodes are in the group that it leads, including itself; 1 if it leads none. */
      readonly group: number
      readonly fold: 'none' | 'open' | 'closed'
    })
  | (Place & {
      readonly kind: 'reference'
      /** The node referred to here, shown in full elsewhere. */
      readonly node_id: NodeId
      readonly from: NodeId
      readonly tie: 'branch' | 'next'
      readonly as: Exclude<Branch['as'], 'home'>
    })

/** Shared by the rows of one set of siblings while they are counted. */
type Siblings = { count: number; readonly level: number }
type Found<Row> = Row extends OutlineRow ? Omit<Row, 'level' | 'position' | 'siblings'> : never

/** What remains to be emitted: a node in full with everything below it, or a reference. */
type Task = { readonly siblings: Siblings; readonly node_id: NodeId } & (
  | { readonly tie: 'root' | 'join' | 'member'; readonly as: 'home' }
  | { readonly tie: 'branch' | 'next'; readonly as: Branch['as']; readonly from: NodeId }
)

/**
 * The outline as rows from top to bottom. A node's only successor follows on the same level, and so does a fork's join,
 * so a run of any length stays on its level. Only branches between fork and join, and the members of a group, are one
 * level deeper, and only those can be folded. Members come before the group's successors. There is one row per node and
 * one per edge that leads elsewhere. O(V + E), without recursion.
 */
export function outlineRows(outline: Outline, folded: ReadonlySet<NodeId>): readonly OutlineRow[] {
  const found: { readonly row: Found<OutlineRow>; readonly siblings: Siblings; readonly position: number }[] = []
  const tasks: Task[] = []
  const addAll = (ids: readonly NodeId[], siblings: Siblings, tie: 'root' | 'member') => {
    for (const node_id of ids.toReversed())
      tasks.push({ siblings, node_id, tie: isRoot(outline, node_id) ? tie : 'join', as: 'home' })
  }
  addAll(outline.roots, { count: 0, level: 1 }, 'root')
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
    const members = outline.members.get(node_id) ?? []
    const fold = ways.length < 2 && members.length === 0 ? 'none' : folded.has(node_id) ? 'closed' : 'open'
    const group = outline.sizes.get(node_id) ?? 1
    found.push({ row: { kind: 'node', key: rowKeyOf(task), node_id, tie, group, fold }, siblings, position })
    for (const join of outline.joins.get(node_id)?.toReversed() ?? [])
      tasks.push({ siblings, node_id: join, tie: 'join', as: 'home' })
    const inside: Siblings = { count: 0, level: siblings.level + 1 }
    const isFork = ways.length > 1
    if (!isFork || fold === 'open')
      for (const { to, as } of ways.toReversed())
        tasks.push({
          siblings: isFork ? inside : siblings,
          node_id: to,
          tie: isFork ? 'branch' : 'next',
          as,
          from: node_id,
        })
    if (fold === 'open') addAll(members, inside, 'member')
  }
  return found.map(({ row, siblings, position }) => ({
    ...row,
    level: siblings.level,
    position,
    siblings: siblings.count,
  }))
}

const isRoot = (outline: Outline, node_id: NodeId): boolean => outline.homes.get(node_id)?.kind === 'root'

/** The key of the row that shows a node in full. */
export const rowKeyOf = ({ node_id }: { readonly node_id: NodeId }): string => JSON.stringify([node_id])

/**
 * The nodes that must be unfolded for this node's row to exist: those whose branches contain it, at any depth, and the
 * leaders of its groups.
 */
export function pathTo({ homes, branches, leaderOf }: Outline, node_id: NodeId): readonly NodeId[] {
  const path: NodeId[] = []
  for (let at = node_id; ;) {
    const home = homes.get(at)
    const above = home && home.kind !== 'root' ? home.node_id : undefined
    if (above !== undefined) {
      if (home?.kind === 'under' && (branches.get(above)?.length ?? 0) > 1) path.push(above)
      at = above
      continue
    }
    const leader = leaderOf.get(at)
    if (leader === undefined) return path
    path.push(leader)
    at = leader
  }
}
