import { groupBy } from '#server/lib/groupBy.ts'
import type { Unit } from './NodeCandidate.ts'

export type LangGraphSources = {
  readonly sources: readonly Unit[]
  /** Whether the spans name the sources, or leave one possible. */
  readonly isRecorded: boolean
  readonly condition: string | null
}

/**
 * Which nodes of a LangGraph led to which: a trigger may name them (`join:a+b:c`, `branch:a:route:c`, in old versions the
 * node itself); else they are the nodes of the step before in the same graph, a guess where there were several. Made in
 * n log n for n units; each answer takes as long as its triggers have names, and its sources are not to be copied one by
 * one where they are many.
 */
export function langGraphSources(units: readonly Unit[]): (unit: Unit) => LangGraphSources {
  const scopeOf = scopes(units)
  const ofScopes = new Map([...groupBy(units, scopeOf)].map(([scope, ofScope]) => [scope, new Steps(ofScope)] as const))
  return (unit) => {
    const place = unit.langgraph
    const scope = scopeOf(unit)
    const steps = scope === undefined ? undefined : ofScopes.get(scope)
    if (place?.step === undefined || steps === undefined) return NONE
    const named = namedSources(place.node, place.triggers)
    const sources = steps.latestOf(named.names, place.step)
    if (sources.length > 0) return { sources, isRecorded: true, condition: named.condition }
    const guessed = steps.before(place.step)
    return { sources: guessed, isRecorded: guessed.length === 1, condition: null }
  }
}

/** The units of one graph by their steps. */
class Steps {
  readonly #all: StepList
  readonly #byName: ReadonlyMap<string, StepList>

  constructor(units: readonly Unit[]) {
    this.#all = new StepList(units)
    this.#byName = new Map([...groupBy(units, ({ name }) => name)].map(([name, list]) => [name, new StepList(list)]))
  }

  /** All of the last step before. */
  before(step: number): readonly Unit[] {
    return this.#all.before(step)?.units ?? []
  }

  /** The latest executions of each name before the step, the later steps first. */
  latestOf(names: ReadonlySet<string>, step: number): readonly Unit[] {
    const found = [...names].flatMap((name) => this.#byName.get(name)?.before(step) ?? [])
    const [only] = found
    if (only !== undefined && found.length === 1) return only.units
    return found.sort((a, b) => b.step - a.step).flatMap(({ units }) => units)
  }
}

type Step = { readonly step: number; readonly units: readonly Unit[] }

class StepList {
  readonly #steps: readonly Step[]

  constructor(units: readonly Unit[]) {
    this.#steps = [...groupBy(units, stepOf)]
      .map(([step, ofStep]) => ({ step, units: ofStep }))
      .sort((a, b) => a.step - b.step)
  }

  before(step: number): Step | undefined {
    let [low, high] = [0, this.#steps.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#steps[middle]?.step ?? 0) < step) low = middle + 1
      else high = middle
    }
    return this.#steps[low - 1]
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
