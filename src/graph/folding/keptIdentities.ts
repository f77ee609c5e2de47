import type { FoldNode } from './FoldInput.ts'
import type { FoldedGraph } from './FoldedGraph.ts'
import type { Parts } from './drawnOut.ts'

/**
 * An id for each class: the id of the previous class that most of its members come from, else the id of its first node.
 * So a class keeps its id when members join, and if it is split, the larger part keeps it. Ids are unique. O(V).
 */
export function keptIdentities(
  nodes: readonly FoldNode[],
  { members }: Parts,
  former: (FoldedGraph & { readonly nodes: readonly FoldNode[] }) | undefined,
): readonly string[] {
  const formerClass = new Map(
    former?.nodes.map((node, at) => [node.node_id, former.classes[former.classOf[at] ?? 0]?.id] as const),
  )
  const claims = members.flatMap((nodesOfClass, at) => {
    const shares = new Map<string, number>()
    for (const node of nodesOfClass) {
      const id = formerClass.get(nodes[node]?.node_id ?? '')
      if (id !== undefined) shares.set(id, (shares.get(id) ?? 0) + 1)
    }
    return [...shares].map(([id, share]) => ({ at, id, share }))
  })
  const ids: string[] = members.map(() => '')
  const taken = new Set<string>()
  for (const { at, id } of claims.toSorted((a, b) => b.share - a.share || a.at - b.at)) {
    if (ids[at] !== '' || taken.has(id)) continue
    ids[at] = id
    taken.add(id)
  }
  return ids.map((id, at) => (id === '' ? freshId(nodes, members[at] ?? [], taken) : id))
}

/**
 * The id of the first node that names no other class. One exists: a class named after another class's node leaves all
 * its other ids free.
 */
function freshId(nodes: readonly FoldNode[], members: readonly number[], taken: Set<string>): string {
  const free = members.map((node) => nodes[node]?.node_id ?? '').find((id) => !taken.has(id))
  const id = free ?? uniqueId(nodes[members[0] ?? 0]?.node_id ?? '', taken)
  taken.add(id)
  return id
}

function uniqueId(base: string, taken: ReadonlySet<string>): string {
  let number = 2
  while (taken.has(`${base} (${number})`)) number++
  return `${base} (${number})`
}
