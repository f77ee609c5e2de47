import type { NodeId } from '#contract/ids.ts'
import { addTo } from './addTo.ts'

type Edge = { readonly from_node_id: NodeId; readonly to_node_id: NodeId }

/**
 * Orders node ids so that an edge's source comes before its target, otherwise in the given order (Kahn's algorithm,
 * with the given order as the queue's priority). Nodes on or behind a cycle come last, in the given order, so the
 * result is always a permutation of the input. Edges to missing nodes are ignored. O(V log V + E).
 */
export function topologicalOrder(ids: readonly NodeId[], edges: readonly Edge[]): readonly NodeId[] {
  const rank = new Map(ids.map((id, index) => [id, index]))
  const waiting = new Map<NodeId, number>(ids.map((id) => [id, 0]))
  const targets = new Map<NodeId, NodeId[]>()
  for (const { from_node_id: from, to_node_id: to } of edges) {
    if (!rank.has(from) || !rank.has(to) || from === to) continue
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
    addTo(targets, from, to)
  }
  const ready = new Heap(ids.filter((id) => waiting.get(id) === 0).map((id) => rank.get(id) ?? 0))
  const order: NodeId[] = []
  const placed = new Set<NodeId>()
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const id = ids[next]
    if (id === undefined) continue
    order.push(id)
    placed.add(id)
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1
      waiting.set(target, left)
      if (left === 0) ready.push(rank.get(target) ?? 0)
    }
  }
  return order.concat(ids.filter((id) => !placed.has(id)))
}

/** A binary min-heap of numbers; a sorted array would make wide graphs quadratic. */
class Heap {
  readonly #items: number[]
  constructor(sorted: readonly number[]) {
    this.#items = [...sorted]
  }

  push(value: number): void {
    const items = this.#items
    let at = items.push(value) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent] ?? 0
      if (above <= value) break
      items[at] = above
      at = parent
    }
    items[at] = value
  }

  pop(): number | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (items.length === 0 || last === undefined) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && (items[child + 1] ?? 0) < (items[child] ?? 0)) child++
      const below = items[child] ?? 0
      if (below >= last) break
      items[at] = below
      at = child
    }
    items[at] = last
    return top
  }
}
