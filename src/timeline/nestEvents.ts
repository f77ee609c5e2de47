import type { EventRow } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'
import { byStart, type Moments } from './moments.ts'

type Timed = { readonly event: EventRow; readonly moments: Moments }

/**
 * The events of one lane, parents before their children and each with its depth; siblings in time order, those without
 * times last, equals in the order given. A parent outside the lane leaves its child at depth 0. Every event comes out exactly
 * once, also where parents form a cycle: the cycle is entered at its first event. Without recursion, for chains may be thousands deep.
 */
export function nestEvents<Item extends Timed>(items: readonly Item[]): readonly (Item & { readonly depth: number })[] {
  const ordered = items.toSorted((a, b) => byStart(a.moments, b.moments))
  const here = new Set(ordered.map(({ event }) => event.event_id))
  const children = new Map<EventId | null, Item[]>()
  for (const item of ordered) {
    const { parent_event_id: parent, event_id } = item.event
    const above = parent !== null && parent !== event_id && here.has(parent) ? parent : null
    const siblings = children.get(above)
    if (siblings) siblings.push(item)
    else children.set(above, [item])
  }

  const nested: (Item & { readonly depth: number })[] = []
  const seen = new Set<EventId>()
  const walk = (roots: readonly Item[]) => {
    const stack = roots.toReversed().map((item) => ({ item, depth: 0 }))
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { item, depth } = next
      if (seen.has(item.event.event_id)) continue
      seen.add(item.event.event_id)
      nested.push({ ...item, depth })
      const below = children.get(item.event.event_id) ?? []
      for (const child of below.toReversed()) stack.push({ item: child, depth: depth + 1 })
    }
  }
  walk(children.get(null) ?? [])
  // What no root leads to lies on a cycle or below one.
  for (const item of ordered) walk([item])
  return nested
}
