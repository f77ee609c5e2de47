import { groupBy } from '#server/services/groupBy.ts'
import type { Unit } from './Unit.ts'

export type LangGraphSources = {
  readonly sources: readonly Unit[]
  /** Whether the spans name the sources, or leave one possible. */
  readonly isRecorded: boolean
  readonly condition: string | null
}

/**
 * Which nodes of a LangGraph led to which: a trigger may name them (`join:a+b:c`, `branch:a:route:c`, in old versions the
 * node itself); else they are the nodes of the step before in the same graph, a guess where there were several.
 */
export function langGraphSources(units: readonly Unit[]): (unit: Unit) => LangGraphSources {
  const scopeOf = scopes(units)
  /** Units of each scope by step, and its steps in order. */
  const steps = new Map(
    [...groupBy(units, scopeOf)].map(([scope, ofScope]) => [scope, groupBy(ofScope, stepOf)] as const),
  )
  const sortedSteps = new Map(
    [...steps].map(([scope, ofScope]) => [scope, [...ofScope.keys()].sort((a, b) => a - b)] as const),
  )
  return (unit) => {
    const place = unit.langgraph
    const scope = scopeOf(unit)
    if (place?.step === undefined || scope === undefined) return NONE
    const before = (sortedSteps.get(scope) ?? []).filter((step) => step < (place.step ?? 0))
    const at = (step: number) => steps.get(scope)?.get(step) ?? []
    /** The latest execution of each named node. */
    const latest = (names: ReadonlySet<string>): readonly Unit[] => {
      const left = new Set(names)
      return [...before].reverse().flatMap((step) => {
        const found = at(step).filter(({ name }) => left.has(name))
        for (const { name } of found) left.delete(name)
        return found
      })
    }
    const named = namedSources(place.node, place.triggers)
    const sources = latest(named.names)
    if (sources.length > 0) return { sources, isRecorded: true, condition: named.condition }
    const previous = before.at(-1)
    const guessed = previous === undefined ? [] : at(previous)
    return { sources: guessed, isRecorded: guessed.length === 1, condition: null }
  }
}

const stepOf = ({ langgraph }: Unit): number => langgraph?.step ?? 0

const NONE: LangGraphSources = { sources: [], isRecorded: false, condition: null }

function namedSources(node: string, triggers: readonly string[]) {
  const names = new Set<string>()
  let condition: string | null = null
  for (const trigger of triggers) {
    if (trigger.startsWith('join:')) {
      const sources = trigger.slice('join:'.length, trigger.endsWith(`:${node}`) ? -node.length - 1 : undefined)
      for (const name of sources.split('+')) names.add(name)
    } else if (trigger.startsWith('branch:') && !trigger.startsWith('branch:to:')) {
      const [, source = '', chosen = ''] = trigger.split(':')
      names.add(source)
      condition = chosen === '' ? null : chosen
    } else if (!trigger.includes(':')) names.add(trigger)
  }
  return { names, condition }
}

/**
 * Steps count within one graph: one namespace, and there below one span. A unit whose own span did not come yet is taken
 * to be of the first graph of its namespace.
 */
function scopes(units: readonly Unit[]): (unit: Unit) => string | undefined {
  const first = new Map<string, string>()
  for (const { langgraph } of units)
    if (langgraph?.graphKey !== undefined && !first.has(langgraph.parentNs))
      first.set(langgraph.parentNs, langgraph.graphKey)
  return ({ langgraph }) =>
    langgraph && `${langgraph.parentNs}@${langgraph.graphKey ?? first.get(langgraph.parentNs) ?? ''}`
}
