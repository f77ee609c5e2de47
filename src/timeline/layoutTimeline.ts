import type { DAGEdge, EventRow } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import { byStart, momentsOfEvent, momentsOfNode, reachOf, type Moments } from './moments.ts'
import { nestEvents } from './nestEvents.ts'

/** From the first to the last recorded moment of the run, microseconds since 1970. */
export type Span = { readonly start: number; readonly end: number }

/** A place on the time axis: fractions, 0 to 1, of the run's span. A width of 0 is painted at the least visible width. */
export type Bar = {
  readonly left: number
  readonly width: number
  readonly shape: Exclude<Moments['kind'], 'none'>
}

/** `bar` is undefined where no time was recorded. */
type Timed = { readonly moments: Moments; readonly bar: Bar | undefined }

export type TimelineEvent = Timed & {
  readonly event: EventRow
  /** Levels below its lane; 0 for an event without a parent in the same lane. */
  readonly depth: number
}

type LaneParts = Timed & {
  readonly events: readonly TimelineEvent[]
  readonly errorCount: number
  /** Where the lane's errors lie, as fractions of the span; errors too close to tell apart are one mark. */
  readonly errorMarks: readonly number[]
}
/** A node with its events, or the run itself with the events that belong to no node. */
export type Lane = LaneParts & ({ readonly kind: 'node'; readonly node: EnrichedNode } | { readonly kind: 'run' })

export type Timeline = {
  /** Undefined where nothing of the run bears a time. */
  readonly span: Span | undefined
  readonly lanes: readonly Lane[]
}

/** Marks that one lane shows at most: at usual widths, as many as can be told apart. */
const MARKS_MAX = 200

/**
 * The run as lanes in time order, the run's own first, nodes without times last, and among equals the graph's order.
 * Everything is placed on one axis from the first recorded moment to the last. O(n log n) in nodes and events.
 */
export function layoutTimeline(
  nodes: readonly EnrichedNode[],
  edges: readonly DAGEdge[],
  events: readonly EventRow[],
): Timeline {
  const timedNodes = inTimeOrder(nodes, edges)
  const timedEvents = events.map((event) => ({ event, moments: momentsOfEvent(event) }))
  const span = spanOf([...timedNodes, ...timedEvents].map(({ moments }) => moments))

  // An event may be read a moment before the node that it names is in the graph: it is shown with the run meanwhile.
  const known = new Set(nodes.map((node) => node.node_id))
  const byNode = new Map<NodeId | null, (typeof timedEvents)[number][]>()
  for (const timed of timedEvents) {
    const { node_id } = timed.event
    const lane = node_id !== null && known.has(node_id) ? node_id : null
    const others = byNode.get(lane)
    if (others) others.push(timed)
    else byNode.set(lane, [timed])
  }
  const eventsOf = (node_id: NodeId | null): readonly TimelineEvent[] =>
    nestEvents(byNode.get(node_id) ?? []).map((nested) => ({ ...nested, bar: placeOn(span, nested.moments) }))

  const lanes = timedNodes.map(({ node, moments }): Lane => {
    const own = eventsOf(node.node_id)
    return { kind: 'node', node, moments, bar: placeOn(span, moments), ...errorsOf(own, node.error_count), events: own }
  })
  const loose = eventsOf(null)
  if (loose.length === 0) return { span, lanes }
  const reach = spanOf(loose.map(({ moments }) => moments))
  const moments: Moments = reach ? momentsOfSpan(reach) : { kind: 'none' }
  const run: Lane = { kind: 'run', moments, bar: placeOn(span, moments), ...errorsOf(loose, 0), events: loose }
  return { span, lanes: [run, ...lanes] }
}

type TimedNode = { readonly node: EnrichedNode; readonly moments: Moments }

function inTimeOrder(nodes: readonly EnrichedNode[], edges: readonly DAGEdge[]): readonly TimedNode[] {
  const byId = new Map(nodes.map((node) => [node.node_id, { node, moments: momentsOfNode(node) }]))
  // The sort is stable: nodes that began at once, or never, keep the graph's order.
  return topologicalOrder([...byId.keys()], edges)
    .flatMap((id) => byId.get(id) ?? [])
    .toSorted((a, b) => byStart(a.moments, b.moments))
}

function spanOf(all: readonly Moments[]): Span | undefined {
  let start = Infinity
  let end = -Infinity
  for (const moments of all) {
    const reach = reachOf(moments)
    if (!reach) continue
    start = Math.min(start, reach.from)
    end = Math.max(end, reach.to)
  }
  return start <= end ? { start, end } : undefined
}

const momentsOfSpan = ({ start, end }: Span): Moments =>
  start === end ? { kind: 'point', start } : { kind: 'span', start, end }

function placeOn(span: Span | undefined, moments: Moments): Bar | undefined {
  const reach = reachOf(moments)
  if (!span || !reach || moments.kind === 'none') return undefined
  // A run of a single moment has no length to take fractions of: everything lies at its beginning.
  const fraction = (at: number) => (span.end === span.start ? 0 : (at - span.start) / (span.end - span.start))
  const left = fraction(reach.from)
  // What is still going reaches as far as anything of the run is known.
  const right = moments.kind === 'open' ? 1 : fraction(reach.to)
  return { left, width: Math.max(0, right - left), shape: moments.kind }
}

/** @param counted the errors that the server counted, which may be more than those of the events that are loaded. */
function errorsOf(events: readonly TimelineEvent[], counted: number): Pick<LaneParts, 'errorCount' | 'errorMarks'> {
  const errors = events.filter(({ event }) => event.is_error)
  const marks = new Set(errors.flatMap(({ bar }) => (bar ? [Math.round(bar.left * MARKS_MAX) / MARKS_MAX] : [])))
  return { errorCount: Math.max(counted, errors.length), errorMarks: [...marks].toSorted((a, b) => a - b) }
}
