import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { atOnce, type Steps } from '#server/lib/Pace.ts'
import type { AgentSpan } from './AgentSpan.ts'
import { textAt } from './attributes.ts'
import { normalizeSpan } from './normalizeSpan.ts'
import { takesPrecedence } from '#server/store/spans/spanPrecedence.ts'

export type TreeSpan = {
  readonly span: AgentSpan
  readonly parent: TreeSpan | undefined
  readonly children: readonly TreeSpan[]
  readonly depth: number
}

export type SpanTree = {
  /** Without duplicates, parents before their children, otherwise in the order of `bySpanOrder`. */
  readonly spans: readonly TreeSpan[]
  /** Spans without a parent, or whose parent is missing. */
  readonly tops: readonly TreeSpan[]
  /** Keys of missing parents. */
  readonly missing: ReadonlySet<string>
  readonly hasOpenSpan: boolean
}

/** Builds one tree per trace, regardless of the order of spans and of duplicates. Linear except for one sort. */
export const spanTree = (given: readonly RawSpan[]): SpanTree => atOnce(spanTreeSteps(given))

export function* spanTreeSteps(given: readonly RawSpan[]): Steps<SpanTree> {
  const spans = new Map<string, AgentSpan>()
  for (const raw of given.map(withoutPending)) {
    const key = `${raw.trace_id}:${raw.span_id}`
    const known = spans.get(key)
    if (known === undefined || takesPrecedence(raw, known.raw)) spans.set(key, normalizeSpan(raw))
    yield
  }
  return yield* treeOf(spans)
}

function* treeOf(spans: ReadonlyMap<string, AgentSpan>): Steps<SpanTree> {
  const children = new Map<string, AgentSpan[]>()
  const roots: AgentSpan[] = []
  const missing = new Set<string>()
  for (const span of [...spans.values()].sort(bySpanOrder)) {
    const { parentKey } = span
    if (parentKey === null || parentKey === span.key) roots.push(span)
    else if (spans.has(parentKey)) push(children, parentKey, span)
    else {
      missing.add(parentKey)
      roots.push(span)
    }
    yield
  }
  const placed = yield* placeAll(roots, children, spans)
  return {
    spans: placed,
    tops: placed.filter(({ parent }) => parent === undefined),
    missing,
    hasOpenSpan: placed.some(({ span }) => span.end === null),
  }
}

type Growing = TreeSpan & { readonly children: TreeSpan[] }
type Open = { readonly span: AgentSpan; readonly parent: Growing | undefined }

function* placeAll(
  roots: readonly AgentSpan[],
  children: ReadonlyMap<string, readonly AgentSpan[]>,
  spans: ReadonlyMap<string, AgentSpan>,
): Steps<readonly TreeSpan[]> {
  const placed = new Map<string, TreeSpan>()
  function* place(root: AgentSpan): Steps<void> {
    // Grows while it is walked: breadth first.
    const open: Open[] = [{ span: root, parent: undefined }]
    for (const { span, parent } of open) {
      if (placed.has(span.key)) continue
      const own: Growing = { span, parent, children: [], depth: (parent?.depth ?? -1) + 1 }
      placed.set(span.key, own)
      parent?.children.push(own)
      for (const child of children.get(span.key) ?? []) open.push({ span: child, parent: own })
      yield
    }
  }
  for (const root of roots) yield* place(root)
  // The rest are cycles of parents, which are always errors: the first span of each becomes its top.
  if (placed.size < spans.size) for (const span of [...spans.values()].sort(bySpanOrder)) yield* place(span)
  return [...placed.values()]
}

export function bySpanOrder(a: AgentSpan, b: AgentSpan): number {
  return a.start - b.start || (a.end ?? Infinity) - (b.end ?? Infinity) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

/**
 * Logfire announces a running span by a pending span of zero length below it, which represents it until it arrives.
 */
function withoutPending(raw: RawSpan): RawSpan {
  if (raw.attributes['logfire.span_type'] !== 'pending_span' || raw.parent_span_id === null) return raw
  const parent = textAt(raw.attributes, 'logfire.pending_parent_id')
  return {
    ...raw,
    span_id: raw.parent_span_id,
    parent_span_id: parent === undefined || /^0+$/.test(parent) ? null : parent,
    end_ns: null,
  }
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}
