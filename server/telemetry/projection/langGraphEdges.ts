import { groupBy } from '#server/lib/groupBy.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

export type LangGraphSources = {
  readonly sources: readonly NodeCandidate[]
  /** Whether the spans name the sources, or leave only one possible. */
  readonly isRecorded: boolean
  readonly condition: string | null
}

/**
 * Determines which nodes of a LangGraph led to which. A trigger may name the sources (`join:a+b:c`,
 * `branch:a:route:c`, in old versions the node itself); otherwise they are the nodes of the previous step in the same
 * graph, which is a guess if there were several. Built in n log n for n candidates. Each lookup takes time
 * proportional to the names in its triggers. The lists of sources can be long: don't copy them item by item.
 */
export function langGraphSources(candidates: readonly NodeCandidate[]): (candidate: NodeCandidate) => LangGraphSources {
  const scopeOf = scopes(candidates)
  const ofScopes = new Map(
    [...groupBy(candidates, scopeOf)].map(([scope, ofScope]) => [scope, new Steps(ofScope)] as const),
  )
  return (candidate) => {
    const place = candidate.langgraph
    const scope = scopeOf(candidate)
    const steps = scope === undefined ? undefined : ofScopes.get(scope)
    if (place?.step === undefined || steps === undefined) return NONE
    const named = namedSources(place.node, place.triggers)
    const sources = steps.latestOf(named.names, place.step)
    if (sources.length > 0) return { sources, isRecorded: true, condition: named.condition }
    const guessed = steps.before(place.step)
    return { sources: guessed, isRecorded: guessed.length === 1, condition: null }
  }
}

/** The candidates of one graph by step. */
class Steps {
  readonly #all: StepList
  readonly #byName: ReadonlyMap<string, StepList>

  constructor(candidates: readonly NodeCandidate[]) {
    this.#all = new StepList(candidates)
    this.#byName = new Map(
      [...groupBy(candidates, ({ name }) => name)].map(([name, list]) => [name, new StepList(list)]),
    )
  }

  /** All candidates of the last step before this one. */
  before(step: number): readonly NodeCandidate[] {
    return this.#all.before(step)?.candidates ?? []
  }

  /** The latest executions of each name before the step, later steps first. */
  latestOf(names: ReadonlySet<string>, step: number): readonly NodeCandidate[] {
    const found = [...names].flatMap((name) => this.#byName.get(name)?.before(step) ?? [])
    const [only] = found
    if (only !== undefined && found.length === 1) return only.candidates
    return found.sort((a, b) => b.step - a.step).flatMap(({ candidates }) => candidates)
  }
}

type Step = { readonly step: number; readonly candidates: readonly NodeCandidate[] }

class StepList {
  readonly #steps: readonly Step[]

  constructor(candidates: readonly NodeCandidate[]) {
    this.#steps = [...groupBy(candidates, stepOf)]
      .map(([step, ofStep]) => ({ step, candidates: ofStep }))
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

const stepOf = ({ langgraph }: NodeCandidate): number => langgraph?.step ?? 0

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
 * Steps are counted within one graph: one namespace below one span. A candidate whose own span has not arrived is
 * assigned to the first graph of its namespace.
 */
function scopes(candidates: readonly NodeCandidate[]): (candidate: NodeCandidate) => string | undefined {
  const first = new Map<string, string>()
  for (const { langgraph } of candidates)
    if (langgraph?.graphKey !== undefined && !first.has(langgraph.parentNs))
      first.set(langgraph.parentNs, langgraph.graphKey)
  return ({ langgraph }) =>
    langgraph && `${langgraph.parentNs}@${langgraph.graphKey ?? first.get(langgraph.parentNs) ?? ''}`
}
