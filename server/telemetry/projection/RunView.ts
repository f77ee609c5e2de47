import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { Steps } from '#server/lib/Pace.ts'
import { isCallKind, isOneEvent, type SpanKind } from './AgentSpan.ts'
import { eventIdOf } from './telemetryIds.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { Progress } from './statuses.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/** The spans of one run with everything derived from them; the input for its rows. */
export type RunView = {
  readonly run_id: RunId
  readonly tree: SpanTree
  readonly roles: ReadonlyMap<TreeSpan, SpanKind>
  readonly candidates: readonly NodeCandidate[]
  readonly candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>
  readonly progress: Progress
  /** The first event of each call. */
  readonly callEvent: ReadonlyMap<TreeSpan, EventId>
}

/** Computes each id only once, because ids are hashes. */
export function* callEventsOf(
  { spans }: SpanTree,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): Steps<RunView['callEvent']> {
  const ids = new Map<TreeSpan, EventId>()
  for (const one of spans) {
    const role = roles.get(one) ?? 'noise'
    if (isCallKind(role)) ids.set(one, eventIdOf(one.span.key, isOneEvent(role) ? 'message:0' : 'start'))
    yield
  }
  return ids
}

export const roleIn = (view: RunView, one: TreeSpan): SpanKind => view.roles.get(one) ?? 'noise'

export const nodeIdIn = (view: RunView, one: TreeSpan): NodeId | null => view.candidateOf.get(one)?.node_id ?? null

/** The name of the actor of a candidate in events and messages. */
export const actorOf = (candidate: NodeCandidate | undefined): string | undefined => candidate?.agent ?? candidate?.name
