import { groupBy } from '#server/services/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import { bySpanOrder, type TreeSpan } from './spanTree.ts'
import { byUnitOrder, type Unit } from './Unit.ts'

/**
 * Who each unit says it came from: `graph.node.parent_id` names the latest earlier unit with that graph id (ids are often
 * names, so that a handoff back makes another unit and no circle), a handoff names the next unit of its target.
 */
export function explicitSources(
  units: readonly Unit[],
  unitOf: ReadonlyMap<TreeSpan, Unit>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): (unit: Unit) => readonly Unit[] {
  const byKey = new Map(units.map((unit) => [unit.key, unit]))
  const byGraphId = indexed(units, unitOf)
  const handed = handoffs(units, unitOf, roles)
  return (unit) => {
    const parent = unit.namedParent === undefined ? undefined : byKey.get(unit.namedParent)
    if (parent !== undefined) return [parent]
    const { graph } = unit
    if (graph?.parent_id !== undefined) {
      const earlier = (byGraphId.get(graph.parent_id) ?? []).filter((one) => one !== unit && byUnitOrder(one, unit) < 0)
      const latest = earlier.at(-1)
      if (latest !== undefined) return [latest]
    }
    const giver = handed.get(unit)
    return giver === undefined ? [] : [giver]
  }
}

/** Units by graph id, also by the ids of calls within them, in the order of units. */
function indexed(units: readonly Unit[], unitOf: ReadonlyMap<TreeSpan, Unit>): ReadonlyMap<string, readonly Unit[]> {
  const index = new Map<string, Set<Unit>>()
  const add = (id: string, unit: Unit) => {
    const known = index.get(id)
    if (known) known.add(unit)
    else index.set(id, new Set([unit]))
  }
  for (const unit of units) if (unit.graph) add(unit.graph.id, unit)
  for (const [{ span }, unit] of unitOf) if (span.graph && span.graph.id !== unit.graph?.id) add(span.graph.id, unit)
  return new Map([...index].map(([id, found]) => [id, [...found].sort(byUnitOrder)]))
}

function handoffs(
  units: readonly Unit[],
  unitOf: ReadonlyMap<TreeSpan, Unit>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): ReadonlyMap<Unit, Unit> {
  const given = new Map<Unit, Unit>()
  const byName = groupBy(units, ({ name }) => name)
  const calls = [...unitOf].filter(([one]) => one.span.handoffTo !== undefined && roles.get(one) !== 'noise')
  for (const [{ span }, giver] of calls.sort(([a], [b]) => bySpanOrder(a.span, b.span))) {
    const next = (byName.get(span.handoffTo ?? '') ?? []).find(
      (unit) => unit !== giver && unit.start >= span.start - 1000 && !given.has(unit),
    )
    if (next !== undefined) given.set(next, giver)
  }
  return given
}
