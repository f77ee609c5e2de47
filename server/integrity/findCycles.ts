/**
 * The cycles of a graph: its strongly connected components with more than one node, or with one node that leads to
 * itself. Each is returned once, its members in the order of discovery. Tarjan's algorithm (SIAM J. Comput. 1, 1972)
 * with an explicit stack, so that long chains cannot overflow. O(nodes + edges). Ids that only `next` returns are
 * nodes too.
 */
export function findCycles<Id>(ids: Iterable<Id>, next: (id: Id) => readonly Id[]): readonly (readonly Id[])[] {
  const order = new Map<Id, number>()
  const lowest = new Map<Id, number>()
  const open: Id[] = []
  const isOpen = new Set<Id>()
  const cycles: (readonly Id[])[] = []

  const enter = (id: Id): Visit<Id> => {
    order.set(id, order.size)
    lowest.set(id, order.size - 1)
    open.push(id)
    isOpen.add(id)
    return { id, next: next(id), at: 0 }
  }
  const lower = (id: Id, value: number) => lowest.set(id, Math.min(lowest.get(id) ?? value, value))

  for (const root of ids) {
    if (order.has(root)) continue
    const visits = [enter(root)]
    for (let visit = visits.at(-1); visit; visit = visits.at(-1)) {
      const { id } = visit
      const [to] = visit.next.slice(visit.at, visit.at + 1)
      if (visit.at < visit.next.length && to !== undefined) {
        visit.at += 1
        if (!order.has(to)) visits.push(enter(to))
        else if (isOpen.has(to)) lower(id, order.get(to) ?? 0)
        continue
      }
      visits.pop()
      const parent = visits.at(-1)
      if (parent) lower(parent.id, lowest.get(id) ?? 0)
      if (lowest.get(id) !== order.get(id)) continue
      const members = open.splice(open.lastIndexOf(id))
      for (const member of members) isOpen.delete(member)
      if (members.length > 1 || visit.next.includes(id)) cycles.push(members)
    }
  }
  return cycles
}

type Visit<Id> = { readonly id: Id; readonly next: readonly Id[]; at: number }
