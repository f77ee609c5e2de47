import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'
import { inSlices, mapInSlices, type Pace, type Steps } from '#server/lib/Pace.ts'
import { callEvents } from './callEvents.ts'
import { isOneEvent } from './AgentSpan.ts'
import { type EventDraft, finishEvent } from './EventDraft.ts'
import { actorOf, nodeIdIn, roleIn, type RunView } from './RunView.ts'
import type { TreeSpan } from './spanTree.ts'
import type { NodeCandidate } from './NodeCandidate.ts'
import { candidateEvents } from './candidateEvents.ts'

/**
 * The events of a run, except those of files, in chronological order. The parent of an event is the start event of
 * the enclosing work.
 */
export async function eventsOfRun(
  view: RunView,
  more: readonly EventDraft[],
  pace: Pace,
): Promise<readonly ExecutionEvent[]> {
  const drafts = await inSlices(draftsOf(view, more), pace)
  const depths = await inSlices(depthsOf(drafts), pace)
  const placed = drafts.map((draft) => ({ draft, depth: depths.get(draft.event_id) ?? 0 })).sort(byTime)
  await pace.rest()
  return await mapInSlices(placed, pace, ({ draft, depth }, execution_order) =>
    finishEvent(draft, depth, execution_order),
  )
}

function* draftsOf(view: RunView, more: readonly EventDraft[]): Steps<readonly EventDraft[]> {
  const parents = yield* parentEvents(view)
  const drafts: EventDraft[] = [...more]
  for (const candidate of view.candidates) {
    yield
    if (candidate.isCall) continue
    drafts.push(
      ...candidateEvents(candidate, {
        run_id: view.run_id,
        node_id: candidate.node_id,
        agent_name: actorOf(candidate) ?? null,
        parent_event_id: parents.ofCandidate(candidate),
      }),
    )
  }
  for (const one of view.tree.spans) {
    const event_id = view.callEvent.get(one)
    if (event_id !== undefined)
      drafts.push(
        ...callEvents(one.span, roleIn(view, one), event_id, {
          run_id: view.run_id,
          node_id: nodeIdIn(view, one),
          agent_name: actorOf(view.candidateOf.get(one)) ?? one.span.agent ?? null,
          parent_event_id: parents.ofSpan(one),
        }),
      )
    yield
  }
  return drafts
}

type Placed = { readonly draft: EventDraft; readonly depth: number }

/** Nested starts come after the enclosing start, nested ends before the enclosing end. */
const byTime = (a: Placed, b: Placed): number =>
  a.draft.at - b.draft.at ||
  phase(a) - phase(b) ||
  inner(a) - inner(b) ||
  (a.draft.event_id < b.draft.event_id ? -1 : 1)

const phase = ({ draft }: Placed) => (!draft.isEnd ? 1 : draft.started === draft.at ? 2 : 0)
const inner = ({ draft, depth }: Placed) => (draft.isEnd ? -depth : depth)

type Parents = { ofSpan(one: TreeSpan): EventId | null; ofCandidate(candidate: NodeCandidate): EventId | null }

function* parentEvents({ tree, roles, candidateOf, callEvent }: RunView): Steps<Parents> {
  const startOf = (candidate: NodeCandidate | undefined): EventId | null =>
    candidate === undefined || candidate.isCall ? null : candidate.startEvent
  /** For each span, the start event that encloses its direct children. */
  const within = new Map<TreeSpan, EventId | null>()
  const around = (one: TreeSpan): EventId | null => {
    const candidate = candidateOf.get(one)
    const isElsewhere = one.parent === undefined || candidateOf.get(one.parent) !== candidate
    return isElsewhere || one.parent === undefined ? startOf(candidate) : (within.get(one.parent) ?? null)
  }
  for (const one of tree.spans) {
    const role = roles.get(one) ?? 'noise'
    within.set(one, (isOneEvent(role) ? undefined : callEvent.get(one)) ?? around(one))
    yield
  }
  return {
    ofSpan: around,
    ofCandidate: (candidate) => {
      const outer = candidate.spans[0]?.parent
      const isInside = outer !== undefined && candidateOf.get(outer) === candidate.parent
      return isInside ? (within.get(outer) ?? startOf(candidate.parent)) : startOf(candidate.parent)
    },
  }
}

function* depthsOf(drafts: readonly EventDraft[]): Steps<ReadonlyMap<EventId, number>> {
  const parentOf = new Map(drafts.map(({ event_id, place }) => [event_id, place.parent_event_id]))
  const depths = new Map<EventId, number>()
  for (const { event_id } of drafts) {
    const path: EventId[] = []
    let next: EventId | null | undefined = event_id
    // A path cannot be longer than the number of events, so even a cycle ends.
    while (next != null && !depths.has(next) && parentOf.has(next) && path.length < drafts.length) {
      path.push(next)
      next = parentOf.get(next)
    }
    let depth = next == null ? -1 : (depths.get(next) ?? -1)
    for (const id of path.reverse()) depths.set(id, ++depth)
    yield
  }
  return depths
}
