import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { NodeCandidate } from './NodeCandidate.ts'

/** How complete the spans of a run are. */
export type Progress = {
  /** All roots are there and no span is waiting for its parent, or no more spans are expected. */
  readonly isOver: boolean
  /** The run may still become over by the passing of time. */
  readonly isWaiting: boolean
  readonly isQuiet: boolean
}

export function progressOf({ missing, hasOpenSpan }: SpanTree, isQuiet: boolean): Progress {
  const isComplete = missing.size === 0 && !hasOpenSpan
  return { isOver: isComplete || isQuiet, isWaiting: !isComplete && !isQuiet, isQuiet }
}

/**
 * A node without a span of its own is running until no more spans are expected; after that its outcome is unknown.
 */
export function statusOfCandidate(candidate: NodeCandidate, { isOver, isQuiet }: Progress): string {
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
 * Once all roots have arrived, a run ends as its roots did; a failure below that was caught does not count. If a root
 * never arrives, the topmost agent work decides.
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
  // A pending span says that it started, and silence does not tell how long it takes.
  if (tree.hasOpenSpan) return 'executing'
  const roots = tree.tops.filter(({ span }) => span.parentKey === null)
  const resumed = resumptions(tree)
  const work = workOf(tree, roles).map(resumed)
  if (roots.some(({ span }) => span.outcome === 'failed') || hasLastingFailure(work)) return 'failed'
  const isAsking = work.some(({ span }) => span.outcome === 'waiting') || hasUnanswered(candidates)
  return isAsking ? 'waiting_approval' : 'completed'
}

/** The topmost spans of agent work, below any other traced spans. */
export function workOf(tree: SpanTree, roles: ReadonlyMap<TreeSpan, SpanKind>): readonly TreeSpan[] {
  const found: TreeSpan[] = []
  const open = [...tree.tops]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    if (roles.get(one) !== 'noise') found.push(one)
    else for (const child of one.children) open.push(child)
  return found
}

/**
 * Work that asked and received its answer within the same trace, which Mastra puts below it, ends as its last part
 * did.
 */
function resumptions({ spans }: SpanTree): (one: TreeSpan) => TreeSpan {
  const byLabel = groupBy(spans, ({ span }) => span.label)
  /** For each index of a list, the latest start from there to the end; non-increasing. */
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

/** A failure followed by other work that succeeded was recovered from. */
function hasLastingFailure(work: readonly TreeSpan[]): boolean {
  let lastDone = -Infinity
  for (const { span } of work) if (span.outcome === 'done') lastDone = Math.max(lastDone, span.start)
  return work.some(({ span }) => span.outcome === 'failed' && lastDone < (span.end ?? Infinity))
}

/** Whether a node asked a question and was not run again, as it would be with the answer. */
function hasUnanswered(candidates: readonly NodeCandidate[]): boolean {
  const lastDone = new Map<string, number>()
  for (const { name, start, spans } of candidates)
    if (spans[0]?.span.outcome === 'done') lastDone.set(name, Math.max(lastDone.get(name) ?? -Infinity, start))
  return candidates.some(
    ({ name, start, spans }) => spans[0]?.span.outcome === 'waiting' && (lastDone.get(name) ?? -Infinity) <= start,
  )
}
