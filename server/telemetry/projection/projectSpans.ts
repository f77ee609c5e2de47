import type { RunId } from '#contract/ids.ts'
import { inSlices, Pace } from '#server/lib/Pace.ts'
import type { ProjectedRun, Projection, ProjectionClock } from '../ProjectedRun.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { edgesOfRun } from './edgesOfRun.ts'
import { eventsOfRun } from './eventsOfRun.ts'
import { filesOfRun } from './filesOfRun.ts'
import { findNodeCandidates } from './findNodeCandidates.ts'
import { isUnassigned, unassignedCallsIn } from './isUnassignedCall.ts'
import { messagesOfRun } from './messagesOfRun.ts'
import { nodesOfRun } from './nodesOfRun.ts'
import { runRow } from './runRow.ts'
import { callEventsOf, type RunView } from './RunView.ts'
import { sessionOfRun } from './sessionOfRun.ts'
import { splitConversations } from './splitConversations.ts'
import { spanTreeSteps, type SpanTree } from './spanTree.ts'
import { progressOf } from './statuses.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/**
 * Makes the rows of a run from its spans. Pure, and works in slices that yield the thread in between. The same set of
 * spans gives the same rows, regardless of their order and of duplicates. Rows keep their ids as spans are added, and
 * a node never vanishes while its run is active. About n log n for n spans.
 *
 * Spans without agent work, and a single call on its own (see `isUnassignedCall`), make no run.
 */
export async function projectSpans(
  run_id: RunId,
  spans: readonly RawSpan[],
  clock: ProjectionClock,
): Promise<Projection> {
  const pace = new Pace()
  const tree = await inSlices(spanTreeSteps(spans), pace)
  if (tree.spans.every(({ span }) => span.kind === 'noise')) return { runs: [], unassignedCalls: [], isSettled: true }
  if (isUnassigned(tree)) {
    // An agent's first call arrives before the agent's span.
    const isWaiting = tree.missing.size > 0 && !clock.isQuiet
    return {
      runs: [],
      unassignedCalls: isWaiting ? [] : await inSlices(unassignedCallsIn(tree, spans), pace),
      isSettled: !isWaiting,
    }
  }
  const parts = splitConversations(run_id, tree, spans)
  const runs: ProjectedRun[] = []
  for (const part of parts) {
    const ofPart = parts.length === 1 ? tree : await inSlices(spanTreeSteps(part.spans), pace)
    runs.push(await projectRun(part.run_id, ofPart, clock, pace))
  }
  return { runs, unassignedCalls: [], isSettled: !progressOf(tree, clock.isQuiet).isWaiting }
}

async function projectRun(
  run_id: RunId,
  tree: SpanTree,
  { isQuiet }: ProjectionClock,
  pace: Pace,
): Promise<ProjectedRun> {
  const progress = progressOf(tree, isQuiet)
  await pace.rest()
  const { candidates, candidateOf, roles } = await inSlices(findNodeCandidates(tree, progress.isOver), pace)
  const callEvent = await inSlices(callEventsOf(tree, roles), pace)
  const view: RunView = { run_id, tree, roles, candidates, candidateOf, progress, callEvent }
  const found = await filesOfRun(view, pace)
  const events = await eventsOfRun(view, found.events, pace)
  const messages = await messagesOfRun(view, pace)
  const thinking = new Set<NodeCandidate>()
  for (const [one, candidate] of candidateOf) if (roles.get(one) === 'model') thinking.add(candidate)
  const starts = events.flatMap(({ timestamp }) => timestamp ?? [])
  const session = sessionOfRun(tree, starts[0] ?? null, starts.at(-1) ?? null)
  await pace.rest()
  const edges = await inSlices(edgesOfRun(run_id, candidates, candidateOf, roles), pace)
  const run = await inSlices(runRow(view, session.session_id, { events, messages }), pace)
  const nodes = nodesOfRun(run_id, candidates, thinking, progress)
  await pace.rest()
  return { session, bundle: { run, nodes, edges, events, files: found.files, messages } }
}
