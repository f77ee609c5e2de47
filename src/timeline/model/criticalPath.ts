import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'

/** A node with its times in microseconds. `end` is not before `start`. */
export type TimedNode = {
  readonly node_id: NodeId
  readonly start: number
  readonly end: number
  /** Whether it is only waiting, for example for approval; its time does not count as work. */
  readonly isWaiting: boolean
}

/**
 * One step of the path: the time in which its node kept the run going. `waited`: microseconds before it in which
 * nothing on the path ran.
 */
export type PathStep = TimedNode & { readonly waited: number }

export type CriticalPath = {
  /** In chronological order; their times do not overlap. */
  readonly steps: readonly PathStep[]
  /** Microseconds from the first start to the last end, and how much of that was work; the rest was waiting. */
  readonly total: number
  readonly work: number
}

/**
 * The chain that determined when the run ended: starting at the node that ended last, it goes back along the edges to
 * the predecessor that ended last before the node started, and so on. If all predecessors ended later, because of
 * clocks or streaming, the one that ended first counts up to the start of its successor. A node without predecessors
 * continues with whatever ended last before it started. No node is visited twice, so cycles end. Undefined if no node
 * has a time. O(nodes × steps) in the worst case.
 */
export function criticalPath(nodes: readonly TimedNode[], edges: readonly DAGEdge[]): CriticalPath | undefined {
  const byId = new Map(nodes.map((node) => [node.node_id, node]))
  const sources = new Map<NodeId, TimedNode[]>()
  for (const { from_node_id, to_node_id } of edges) {
    const from = byId.get(from_node_id)
    if (from && from_node_id !== to_node_id) sources.set(to_node_id, [...(sources.get(to_node_id) ?? []), from])
  }
  const last = latest(nodes)
  if (!last) return undefined
  const walked = new Set<NodeId>()
  const steps: PathStep[] = []
  let work = 0
  let next: TimedNode | undefined = last
  while (next) {
    const step: TimedNode = next
    walked.add(step.node_id)
    const isFree = ({ node_id }: TimedNode) => !walked.has(node_id)
    const linked = (sources.get(step.node_id) ?? []).filter(isFree)
    const before =
      linked.length > 0
        ? gate(linked, step.start)
        : latest(nodes.filter((node) => isFree(node) && node.end <= step.start))
    next = before && { ...before, end: Math.min(before.end, step.start) }
    steps.push({ ...step, waited: next ? step.start - next.end : 0 })
    if (!step.isWaiting) work += step.end - step.start
  }
  steps.reverse()
  return { steps, total: last.end - (steps[0]?.start ?? last.start), work }
}

/** The predecessor that a node's start at `start` waited for. One that started later did not delay it. */
function gate(sources: readonly TimedNode[], start: number): TimedNode | undefined {
  const ended = latest(sources.filter(({ end }) => end <= start))
  if (ended) return ended
  return sources.filter((source) => source.start < start).toSorted((a, b) => a.end - b.end)[0]
}

const latest = (nodes: readonly TimedNode[]): TimedNode | undefined =>
  nodes.reduce<TimedNode | undefined>((best, node) => (!best || node.end > best.end ? node : best), undefined)
