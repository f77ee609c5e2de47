import type { SpanKind } from './AgentSpan.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'
import type { Unit } from './Unit.ts'

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
export function statusOfUnit(unit: Unit, { isOver, isQuiet }: Progress): string {
  const own = unit.spans[0]
  if (own === undefined) return isOver && unit.end !== null ? 'completed' : isQuiet ? 'unknown' : 'running'
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
  units: readonly Unit[],
  roles: ReadonlyMap<TreeSpan, SpanKind>,
  progress: Progress,
): string {
  if (!progress.isOver) {
    const isPlanning = units.length > 0 && units.every(({ kind }) => kind === 'planning')
    return isPlanning ? 'planning' : 'executing'
  }
  // Somebody told that it began, and a silence says nothing about how long it takes.
  if (tree.hasOpenSpan) return 'executing'
  const roots = tree.tops.filter(({ span }) => span.parentKey === null)
  const work = workOf(tree, roles).map((one) => resumed(one, tree))
  if (roots.some(({ span }) => span.outcome === 'failed') || work.some((one) => isLastingFailure(one, work)))
    return 'failed'
  const isAsking =
    work.some(({ span }) => span.outcome === 'waiting') || units.some((unit) => isUnanswered(unit, units))
  return isAsking ? 'waiting_approval' : 'completed'
}

/** The topmost spans that are an agent's work, below whatever else was traced. */
export function workOf(tree: SpanTree, roles: ReadonlyMap<TreeSpan, SpanKind>): readonly TreeSpan[] {
  const found: TreeSpan[] = []
  const open = [...tree.tops]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    if (roles.get(one) === 'noise') open.push(...one.children)
    else found.push(one)
  return found
}

/** What asked and was given its answer within the same trace, where Mastra puts it below, ends as its last part did. */
function resumed(one: TreeSpan, { spans }: SpanTree): TreeSpan {
  const { span } = one
  if (span.outcome !== 'waiting') return one
  const later = spans.filter((other) => other.span.label === span.label && other.span.start >= (span.end ?? Infinity))
  return later.at(-1) ?? one
}

/** A failure that other work followed and that did not fail was lived with. */
const isLastingFailure = ({ span }: TreeSpan, work: readonly TreeSpan[]): boolean =>
  span.outcome === 'failed' &&
  !work.some((later) => later.span.outcome === 'done' && later.span.start >= (span.end ?? Infinity))

/** A node that asked and was not run again, as it is with the answer. */
const isUnanswered = (unit: Unit, units: readonly Unit[]): boolean =>
  unit.spans[0]?.span.outcome === 'waiting' &&
  !units.some(({ name, start, spans }) => name === unit.name && start > unit.start && spans[0]?.span.outcome === 'done')
