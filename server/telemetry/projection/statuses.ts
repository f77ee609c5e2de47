import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/** How far the spans of a run have come. */
export type Progress = {
  /** Every root is there and no span waits for its parent, or nothing more is expected. */
  readonly isOver: boolean
  /** The passing of time may still make it over. */
  readonly isWaiting: boolean
  readonly isQuiet: boolean
}

export function progressOf({ missing, hasOpenSpan }: SpanTree, isQuiet: boolean): Progress {
  const isComplete = missing.size === 0 && !hasOpenSpan
  return { isOver: isComplete || isQuiet, isWaiting: !isComplete && !isQuiet, isQuiet }
}

/** A node of which no own span came is running until nothing more is expected; then nobody knows how it ended. */
export function statusOfUnit(candidate: NodeCandidate, { isOver, isQuiet }: Progress): string {
  const own = candidate.spans[0]
  if (own === undefined) return isOver && candidate.end !== null ? 'completed' : isQuiet ? 'unknown' : 'running'
  if (own.span.end === null) return 'running'
  switch (own.span.outcome) {
    case 'failed':
      return 'failed'
    case 'waiting':
      return 'waiting_approval'
    case 'done':
      return 'completed'
  }
}

/**
 * A run whose every root came ends as its roots did; a failure below one that was caught does not count. Where a root never
 * comes, what is topmost of the agents' work decides.
 */
export function statusOfRun(
  tree: SpanTree,
  candidates: readonly NodeCandidate[],
  roles: ReadonlyMap<TreeSpan, SpanKind>,
  progress: Progress,
): string {
  if (!progress.isOver) {
    const isPlanning = candidates.length > 0 && candidates.every(({ kind }) => kind === 'planning')
    return isPlanning ? 'planning' : 'executing'
  }
  // Somebody told that it began, and a silence says nothing about how long it takes.
  if (tree.hasOpenSpan) return 'executing'
  const roots = tree.tops.filter(({ span }) => span.parentKey === null)
  const resumed = resumptions(tree)
  const work = workOf(tree, roles).map(resumed)
  if (roots.some(({ span }) => span.outcome === 'failed') || hasLastingFailure(work)) return 'failed'
  const isAsking = work.some(({ span }) => span.outcome === 'waiting') || hasUnanswered(candidates)
  return isAsking ? 'waiting_approval' : 'completed'
}

/** The topmost spans that are an agent's work, below whatever else was traced. */
export function workOf(tree: SpanTree, roles: ReadonlyMap<TreeSpan, SpanKind>): readonly TreeSpan[] {
  const found: TreeSpan[] = []
  const open = [...tree.tops]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    if (roles.get(one) !== 'noise') found.push(one)
    else for (const child of one.children) open.push(child)
  return found
}

/** What asked and was given its answer within the same trace, where Mastra puts it below, ends as its last part did. */
function resumptions({ spans }: SpanTree): (one: TreeSpan) => TreeSpan {
  const byLabel = groupBy(spans, ({ span }) => span.label)
  /** For each place of a list the latest start from there on, which falls from place to place. */
  const latest = new Map<string, readonly number[]>()
  const latestOf = (label: string, list: readonly TreeSpan[]) => {
    const known = latest.get(label)
    if (known) return known
    const starts: number[] = []
    let max = -Infinity
    for (const { span } of list.toReversed()) starts.push((max = Math.max(max, span.start)))
    latest.set(label, starts.reverse())
    return starts
  }
  return (one) => {
    const { label, end, outcome } = one.span
    if (outcome !== 'waiting' || end === null) return one
    const list = byLabel.get(label) ?? []
    const starts = latestOf(label, list)
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? -Infinity) >= end) low = middle + 1
      else high = middle
    }
    return list[low - 1] ?? one
  }
}

/** A failure that other work followed and that did not fail was lived with. */
function hasLastingFailure(work: readonly TreeSpan[]): boolean {
  let lastDone = -Infinity
  for (const { span } of work) if (span.outcome === 'done') lastDone = Math.max(lastDone, span.start)
  return work.some(({ span }) => span.outcome === 'failed' && lastDone < (span.end ?? Infinity))
}

/** Whether a node asked and was not run again, as it is with the answer. */
function hasUnanswered(candidates: readonly NodeCandidate[]): boolean {
  const lastDone = new Map<string, number>()
  for (const { name, start, spans } of candidates)
    if (spans[0]?.span.outcome === 'done') lastDone.set(name, Math.max(lastDone.get(name) ?? -Infinity, start))
  return candidates.some(
    ({ name, start, spans }) => spans[0]?.span.outcome === 'waiting' && (lastDone.get(name) ?? -Infinity) <= start,
  )
}
