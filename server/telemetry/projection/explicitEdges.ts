import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import { bySpanOrder, type TreeSpan } from './spanTree.ts'
import { byUnitOrder, type Unit } from './NodeCandidate.ts'

/**
 * Who each unit says it came from: `graph.node.parent_id` names the latest earlier unit with that graph id (ids are often
 * names, so that a handoff back makes another unit and no circle), a handoff names the next unit of its target.
 */
export function* explicitSources(
  units: readonly Unit[],
  unitOf: ReadonlyMap<TreeSpan, Unit>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): Steps<(unit: Unit) => readonly Unit[]> {
  const byKey = new Map(units.map((unit) => [unit.key, unit]))
  const byGraphId = indexed(units, unitOf)
  yield
  const handed = handoffs(units, unitOf, roles)
  yield
  return (unit) => {
    const parent = unit.namedParent === undefined ? undefined : byKey.get(unit.namedParent)
    if (parent !== undefined) return [parent]
    const { graph } = unit
    if (graph?.parent_id !== undefined) {
      const latest = lastBefore(byGraphId.get(graph.parent_id) ?? [], unit)
      if (latest !== undefined) return [latest]
    }
    const giver = handed.get(unit)
    return giver === undefined ? [] : [giver]
  }
}

/** The last of units in order that comes before this one. */
function lastBefore(units: readonly Unit[], unit: Unit): Unit | undefined {
  let [low, high] = [0, units.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = units[middle]
    if (one !== undefined && one !== unit && byUnitOrder(one, unit) < 0) low = middle + 1
    else high = middle
  }
  return units[low - 1]
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
  const byName = new Map([...groupBy(units, ({ name }) => name)].map(([name, list]) => [name, new FreeUnits(list)]))
  const calls = [...unitOf].filter(([one]) => one.span.handoffTo !== undefined && roles.get(one) !== 'noise')
  for (const [{ span }, giver] of calls.sort(([a], [b]) => bySpanOrder(a.span, b.span))) {
    const next = byName.get(span.handoffTo ?? '')?.take(span.start - 1000, giver)
    if (next !== undefined) given.set(next, giver)
  }
  return given
}

/** Units in the order of starts, each of which is taken once. */
class FreeUnits {
  readonly #units: readonly Unit[]
  /** For each place the next that may still be free: paths to it grow shorter as they are walked. */
  readonly #next: number[]

  constructor(units: readonly Unit[]) {
    this.#units = units
    this.#next = Array.from({ length: units.length + 1 }, (_, index) => index)
  }

  /** The first that is free, began at that time or later, and is not this one. */
  take(from: number, except: Unit): Unit | undefined {
    let [low, high] = [0, this.#units.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#units[middle]?.start ?? 0) < from) low = middle + 1
      else high = middle
    }
    let at = this.#free(low)
    if (this.#units[at] === except) at = this.#free(at + 1)
    const unit = this.#units[at]
    if (unit !== undefined) this.#next[at] = at + 1
    return unit
  }

  #free(from: number): number {
    const last = this.#units.length
    let at = Math.min(from, last)
    for (let next = this.#next[at] ?? last; next !== at; next = this.#next[at] ?? last) {
      const beyond = this.#next[next] ?? last
      this.#next[at] = beyond
      at = beyond
    }
    return at
  }
}
