import type { NodeId, RunId } from '#contract/ids.ts'
import type { SpanKind } from './AgentSpan.ts'
import { nodeIdOfUnit } from './nodesOfRun.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { Progress } from './statuses.ts'
import type { Unit } from './Unit.ts'

/** The spans of one run with all that was found out about them; what the rows are made from. */
export type RunView = {
  readonly run_id: RunId
  readonly tree: SpanTree
  readonly roles: ReadonlyMap<TreeSpan, SpanKind>
  readonly units: readonly Unit[]
  readonly unitOf: ReadonlyMap<TreeSpan, Unit>
  readonly progress: Progress
}

export const roleIn = (view: RunView, one: TreeSpan): SpanKind => view.roles.get(one) ?? 'noise'

export const nodeIdIn = (view: RunView, one: TreeSpan): NodeId | null => {
  const unit = view.unitOf.get(one)
  return unit === undefined ? null : nodeIdOfUnit(unit)
}

/** The name by which events and messages call who acts in a unit. */
export const actorOf = (unit: Unit | undefined): string | undefined => unit?.agent ?? unit?.name
