import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'

/** A node with its times in microseconds; `end` is not before `start`. */
export type TimedNode = {
  readonly node_id: NodeId
  readonly start: number
  readonly end: number
  /** Whether it only waits, as for a person's word: then its time is no work. */
  readonly isWaiting: boolean
}

/** One step of the path: the time that its node kept the run going. `waited`: microseconds that nothing of the path ran before it. */
export type PathStep = TimedNode & { readonly waited: number }

export type CriticalPath = {
  /** In order of time; their times do not overlap. */
  readonly steps: readonly PathStep[]
  /** Microseconds from the first begin to the last end, and how much of it the steps worked; the rest was waiting. */
  readonly total: number
  readonly work: number
}

/**
 * The chain that decided when the run ended: from the node that ended last back to the predecessor, by the edges, that ended last before
 * it began, and so on. Where all predecessors ended later, by clocks or by streaming, the one that ended first counts up to the begin
 * of the next; where a node has none, whatever ended last before it began. No node is walked twice, so cycles end. Undefined
 * where no node bears a time. O(nodes × steps) at worst.
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

/** The predecessor that a node's begin at `start` waited for. One that began after it did not hold it up. */
function gate(sources: readonly TimedNode[], start: number): TimedNode | undefined {
  const ended = latest(sources.filter(({ end }) => end <= start))
  if (ended) return ended
  return sources.filter((source) => source.start < start).toSorted((a, b) => a.end - b.end)[0]
}

const latest = (nodes: readonly TimedNode[]): TimedNode | undefined =>
  nodes.reduce<TimedNode | undefined>((best, node) => (!best || node.end > best.end ? node : best), undefined)
