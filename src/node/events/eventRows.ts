import type { EventRow } from '#contract/entities.ts'
import type { EventId } from '#contract/ids.ts'
import { eventSpan, type Span } from './eventSpan.ts'

/** Fractions of the node's span, 0 to 1; a moment has width 0. */
export type Bar = { readonly start: number; readonly width: number }

/** `none`: has no children among the rows. */
export type Fold = 'none' | 'open' | 'closed'

export type EventVisualRow = {
  readonly event: EventRow
  /** Steps of indentation, from 0. */
  readonly depth: number
  readonly fold: Fold
  /** Undefined where the event has no times. */
  readonly bar: Bar | undefined
}

type Options = {
  readonly folded: ReadonlySet<EventId>
  readonly span: Span | undefined
  /** `flat` for filtered lists, in which the ancestors of a row may be missing. */
  readonly shape: 'nested' | 'flat'
}

/**
 * The rows of a node's timeline, from its loaded events in execution order: parents before their children, siblings in
 * the order given, what is folded left out. An event whose parent is not loaded stands at its recorded depth; the
 * depths are shifted so that the outermost is 0. Every event comes at most once, also where parents form a cycle,
 * which is entered at its first event. Without recursion, for chains may be thousands deep. O(n).
 */
export function eventRows(events: readonly EventRow[], { folded, span, shape }: Options): readonly EventVisualRow[] {
  const barOf = (event: EventRow) => barWithin(span, eventSpan(event))
  if (shape === 'flat') return events.map((event) => ({ event, depth: 0, fold: 'none', bar: barOf(event) }))

  const { roots, children } = forest(events)
  const outermost = roots.reduce((least, root) => Math.min(least, recordedDepth(root)), Infinity)
  const rows: EventVisualRow[] = []
  const seen = new Set<EventId>()
  const walk = (root: EventRow, rootDepth: number) => {
    const open = [{ event: root, depth: rootDepth, isHidden: false }]
    for (let next = open.pop(); next; next = open.pop()) {
      const { event, depth, isHidden } = next
      if (seen.has(event.event_id)) continue
      seen.add(event.event_id)
      const below = (children.get(event.event_id) ?? []).filter((child) => !seen.has(child.event_id))
      const isFolded = folded.has(event.event_id)
      if (!isHidden) {
        const fold = below.length === 0 ? 'none' : isFolded ? 'closed' : 'open'
        rows.push({ event, depth, fold, bar: barOf(event) })
      }
      // What is folded is walked too, so that it does not come up again below as if nothing led to it.
      for (const child of below.toReversed())
        open.push({ event: child, depth: depth + 1, isHidden: isHidden || isFolded })
    }
  }
  for (const root of roots) walk(root, recordedDepth(root) - outermost)
  // What no root leads to lies on a cycle or below one.
  for (const event of events) walk(event, 0)
  return rows
}

function forest(events: readonly EventRow[]) {
  const here = new Set(events.map((event) => event.event_id))
  const roots: EventRow[] = []
  const children = new Map<EventId, EventRow[]>()
  for (const event of events) {
    const parent = event.parent_event_id
    if (parent === null || !here.has(parent)) roots.push(event)
    else {
      const siblings = children.get(parent)
      if (siblings) siblings.push(event)
      else children.set(parent, [event])
    }
  }
  return { roots, children }
}

const recordedDepth = (event: EventRow): number => Math.max(0, event.depth ?? 0)

function barWithin(whole: Span | undefined, part: Span | undefined): Bar | undefined {
  if (!whole || !part) return undefined
  const length = whole.to - whole.from
  if (length <= 0) return { start: 0, width: 0 }
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const start = clamp((part.from - whole.from) / length)
  return { start, width: clamp((part.to - whole.from) / length) - start }
}
